"""The clocks of a ticket: what starts them, lets them stand still, moves and stops them."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstline.casework.tickets import assignment, notes, opening, resolution, together
from firstline.casework.tickets.models import Pause, State, Ticket
from firstline.casework.tickets.priority import override_priority
from firstline.journal.models import Entry
from firstline.reference.customers.models import Agreement
from firstline.reference.service_levels.spans import moved
from firstline.reference.service_levels.targets import set_target
from firstline.reference.service_levels.working_time import Hours, WorkingTime
from tests import builders
from tests.casework.tickets.laying_down import office, target
from tests.cast import ana, marc, tomek

pytestmark = pytest.mark.django_db
TEN_TO_FIVE = datetime(2026, 3, 6, 16, 50, tzinfo=UTC)  # a Friday


def monday(hour: int, minute: int = 0, day: int = 9) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def opened(at: datetime = TEN_TO_FIVE, **facts: object) -> Ticket:
    return opening.open_ticket(builders.problem(**facts), by=ana(), at=at)


def promised(ticket: Ticket) -> tuple[datetime | None, ...]:
    now = Ticket.objects.get(pk=ticket.pk)
    return now.respond_by, now.update_by, now.resolve_by


def test_opening_starts_the_clocks_and_the_entry_tells_of_them() -> None:
    target(builders.priority(), respond="1h", update="4h", resolve="2d")
    ticket = opened()
    assert promised(ticket) == (TEN_TO_FIVE + timedelta(hours=1), monday(10, 50), monday(16, 50, day=10))
    assert (ticket.told_at, ticket.responded_at, ticket.next_by) == (TEN_TO_FIVE, None, ticket.respond_by)
    facts = Entry.objects.get(verb="ticket.opened").facts
    assert facts["resolve_by"] == "2026-03-10T16:50:00+00:00"


def test_nothing_is_promised_where_nothing_is_laid_down() -> None:
    ticket = opened()
    assert (promised(ticket), ticket.calendar, ticket.step_at) == ((None, None, None), None, None)
    resolution.customer_answered(resolution.ask_customer(ticket, "When?", by=ana()), "Now", by=ana())
    assert promised(ticket) == (None, None, None)


def test_an_agreements_own_target_counts_for_its_tickets() -> None:
    target(builders.priority(), resolve="8h")
    agreement = Agreement.objects.create(number="GOLD", customer=builders.customer())
    set_target(builders.priority(), {"resolve": "1h", "agreement": agreement}, by=marc())
    assert opened(agreement=agreement).resolve_by == TEN_TO_FIVE + timedelta(hours=1)


def test_the_first_response_is_whatever_a_person_does_first() -> None:
    target(builders.priority(), respond="1h")
    at = TEN_TO_FIVE + timedelta(minutes=5)
    assert assignment.take(opened(), by=tomek(), at=at).responded_at == at
    called = opened()
    notes.call(called, "", "no_answer", by=ana(), at=at)
    assert Ticket.objects.get(pk=called.pk).responded_at is None
    notes.call(called, "We are on it", "reached", by=ana(), at=at)
    assert Ticket.objects.get(pk=called.pk).responded_at == at
    written = opened()
    notes.write_down_message(written, "We are on it", by=ana(), at=at)
    assert Ticket.objects.get(pk=written.pk).responded_at == at


def test_each_contact_with_the_customer_starts_the_time_to_the_next_update() -> None:
    target(builders.priority(), update="2h", resolve="8h")
    ticket = opened()
    notes.call(ticket, "Still looking", "reached", by=ana(), at=monday(9))
    assert promised(ticket)[1:] == (monday(11), monday(14, 50))


def test_waiting_for_the_customer_stops_the_clocks_and_an_answer_starts_them_again() -> None:
    target(builders.priority(), update="4h", resolve="8h")
    ticket = opened(at=monday(9))
    resolution.ask_customer(ticket, "Which colour?", by=ana(), at=monday(10))
    assert promised(ticket)[2] == monday(17)
    resolution.customer_answered(ticket, "Green", by=ana(), at=monday(16))
    # Seven hours were left: two on Monday, five on Tuesday.
    assert promised(ticket)[1:] == (monday(10, day=10), monday(13, day=10))
    assert list(Pause.objects.values_list("began_at", "ended_at")) == [(monday(10), monday(16))]


def test_whatever_brings_it_back_from_waiting_starts_the_clocks() -> None:
    target(builders.priority(), resolve="8h")
    ticket = resolution.ask_customer(opened(at=monday(9)), "Which?", by=ana(), at=monday(10))
    together.plan_all(Ticket.objects.filter(pk=ticket.pk), at=monday(11))
    assert Ticket.objects.get().state == State.WAITING
    resolution.resolve(ticket, "Found it", by=ana(), at=monday(11))
    assert Pause.objects.get().ended_at is None
    resolution.not_solved(ticket, "No", by=ana(), at=monday(12))
    assert (promised(ticket)[2], Pause.objects.get().ended_at) == (monday(9, day=10), monday(12))


def test_a_reopened_ticket_has_what_was_left_when_it_was_resolved() -> None:
    target(builders.priority(), resolve="8h")
    ticket = resolution.resolve(opened(at=monday(9)), "Done", by=ana(), at=monday(11))
    assert (ticket.step_at, ticket.next_by) == (None, None)
    resolution.close(ticket, by=ana(), at=monday(12))
    reopened = resolution.not_solved(ticket, "Broken again", by=ana(), at=monday(17, day=10))
    assert reopened.resolve_by == monday(13, day=11)


def test_many_reopened_together_are_due_as_one_alone() -> None:
    target(builders.priority(), resolve="8h")
    tickets = [opened(at=monday(9), words=f"{n}") for n in range(3)]
    waited = resolution.ask_customer(tickets[2], "Which?", by=ana(), at=monday(10))
    order = builders.work_order()
    rows = Ticket.objects.all()
    together.resolve_all(rows, "Done", by=ana(), at=monday(11), context=order)
    assert {ticket.responded_at for ticket in rows} == {monday(11), monday(10)}
    together.reopen_all(rows, "Not done", by=ana(), at=monday(12), context=order)
    assert [promised(ticket)[2] for ticket in tickets] == [monday(18), monday(18), monday(9, day=10)]
    assert (Pause.objects.count(), waited.pauses.get().ended_at) == (3, monday(12))


def test_another_priority_promises_anew_from_the_opening_without_the_pauses() -> None:
    critical = builders.priority("critical", 2)
    target(builders.priority(), respond="2h", resolve="8h")
    target(critical, respond="1h", update="2h", resolve="4h")
    ticket = opened(at=monday(9))
    resolution.customer_answered(
        resolution.ask_customer(ticket, "?", by=ana(), at=monday(9, 30)), "!", by=ana(), at=monday(10, 30)
    )
    override_priority(ticket, critical, "A hospital", by=ana(), at=monday(11))
    # The response was given under the old promise, and is measured by it.
    assert promised(ticket) == (monday(11), monday(12, 30), monday(14))


def test_a_priority_changed_while_the_customer_is_asked_counts_from_the_answer_on() -> None:
    critical = builders.priority("critical", 2)
    target(builders.priority(), resolve="8h")
    target(critical, resolve="4h")
    ticket = resolution.ask_customer(opened(at=monday(9)), "?", by=ana(), at=monday(10))
    override_priority(ticket, critical, "A hospital", by=ana(), at=monday(11))
    assert promised(ticket)[2] == monday(13)
    resolution.customer_answered(ticket, "!", by=ana(), at=monday(12))
    assert promised(ticket)[2] == monday(15)


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1), timezones=st.just(UTC)),
    st.integers(1, 6000),
    st.integers(0, 200_000),
    st.integers(0, 400_000),
)
@settings(max_examples=60)
def test_moving_a_deadline_by_a_pause_is_counting_it_anew_with_the_pause(
    start: datetime, minutes: int, after: int, length: int
) -> None:
    desk = WorkingTime(Hours("Europe/Warsaw", (((8 * 3600, 12 * 3600), (13 * 3600, 18 * 3600)),) * 5 + ((), ())))
    began = start + timedelta(seconds=after)
    ended = began + timedelta(seconds=length)
    due = desk.deadline(start, minutes * 60)
    assert moved(due, began, ended, desk) == desk.deadline(start, minutes * 60, [(began, ended)])


def test_a_calendar_of_another_zone_is_kept_with_the_ticket() -> None:
    office(name="Bangkok", time_zone="Asia/Bangkok")
    target(builders.priority(), resolve="1h")
    ticket = opened(at=datetime(2026, 3, 6, 10, 30, tzinfo=UTC))  # 17:30 there
    assert (ticket.resolve_by, ticket.calendar.name if ticket.calendar else "") == (
        datetime(2026, 3, 9, 1, 30, tzinfo=UTC),
        "Bangkok",
    )
