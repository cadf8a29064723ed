"""Call-backs: promised, kept, missed, and one call for what belongs together."""

from datetime import UTC, datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from firstline.casework.tickets import alike, call_backs, notes, opening, resolution, together, worklist
from firstline.casework.tickets.models import CallBack, State, Ticket
from firstline.casework.tickets.priority import override_priority
from firstline.casework.work_orders.linking import link
from firstline.journal.models import Entry
from firstline.journal.refusal import Refused
from firstline.reference.customers.models import ContactPoint
from firstline.reference.service_levels.protocols import set_protocol
from tests import builders
from tests.casework.tickets.laying_down import office, target
from tests.cast import ana, marc, sofia

pytestmark = pytest.mark.django_db
OWED, KEPT, CANCELLED = CallBack.State.OWED, CallBack.State.KEPT, CallBack.State.CANCELLED


def at(hour: int, minute: int = 0, day: int = 9) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _protocol(db: None) -> None:
    office()
    set_protocol(builders.priority(), "4h", by=marc())


def opened(when: datetime | None = None, **facts: object) -> Ticket:
    contact = builders.problem(**{"caller_number": "+48 22 555 0101", **facts})
    return opening.open_ticket(contact, by=ana(), at=when or at(8))


def states() -> list[tuple[str, datetime]]:
    return [(row.state, row.due_by) for row in CallBack.objects.order_by("pk")]


def test_the_protocol_of_the_priority_owes_the_first_call() -> None:
    ticket = opened()
    row = CallBack.objects.get()
    assert (row.state, row.due_by, row.number, row.by_protocol) == (OWED, at(12), "+48 22 555 0101", True)
    assert (row.customer, row.contact, list(row.tickets.all())) == (ticket.customer, ticket.contact, [ticket])


def test_nobody_is_owed_a_call_who_cannot_be_called() -> None:
    opened(customer=None, caller_number="")
    assert CallBack.objects.count() == 0


def test_whoever_is_reached_is_owed_the_next_call_as_long_as_the_ticket_is_open() -> None:
    target(builders.priority(), update="2h")
    ticket = opened()
    kept = call_backs.attempt(CallBack.objects.get(), "reached", "We are digging", by=ana(), at=at(11))
    assert (kept.state, kept.settled_at) == (KEPT, at(11))
    assert states() == [(KEPT, at(12)), (OWED, at(15))]
    assert Ticket.objects.get().update_by == at(13)
    entry = Entry.objects.get(verb="call_back.attempted")
    assert (entry.context_kind, entry.context_id) == ("ticket", ticket.pk)
    assert entry.facts == {
        "outcome": "reached",
        "text": "We are digging",
        "tickets": [ticket.number],
        "kept": 1,
        "next_by": "2026-03-09T15:00:00+00:00",
    }
    resolution.resolve(ticket, "Done", by=ana(), at=at(14))
    call_backs.attempt(CallBack.objects.get(state=OWED), "reached", "It works", by=ana(), at=at(14, 30))
    assert [state for state, _by in states()] == [KEPT, KEPT]


def test_three_misses_go_to_the_supervisor() -> None:
    opened()
    row = CallBack.objects.get()
    seen = []
    for hour, outcome in ((11, "no_answer"), (12, "message_left"), (17, "wrong_number")):
        row = call_backs.attempt(row, outcome, by=ana(), at=at(hour, 30))
        seen.append((row.misses, row.due_by, row.to_supervisor))
    assert seen == [(1, at(12, 30), False), (2, at(13, 30), False), (3, at(8, 30, day=10), True)]
    told = [entry.facts.get("to_supervisor") for entry in Entry.objects.filter(verb="call_back.attempted")]
    assert told == [None, None, True]
    assert [line.call_back for line in worklist.owed(only_supervisors=True)] == [row]
    assert call_backs.attempt(row, "reached", "At last", by=sofia(), at=at(9, day=10)).state == KEPT


def test_a_protocol_that_demands_contact_more_often_sets_the_next_try() -> None:
    set_protocol(builders.priority(), "30m", by=marc())
    opened()
    row = call_backs.attempt(CallBack.objects.get(), "no_answer", by=ana(), at=at(8, 20))
    assert row.due_by == at(8, 50)


def test_a_promise_is_made_by_hand_also_without_a_ticket() -> None:
    contact = builders.contact(caller_number="555 0101")
    row = call_backs.promise(contact, at(16), "Opening hours of the pool", by=ana(), at=at(9))
    entry = Entry.objects.get(verb="call_back.promised")
    assert (entry.context_kind, entry.context_id) == ("contact", contact.pk)
    assert entry.facts == {
        "text": "Opening hours of the pool",
        "due_by": "2026-03-09T16:00:00+00:00",
        "number": "555 0101",
    }
    call_backs.attempt(row, "reached", "Told her", by=ana(), at=at(10))
    assert states() == [(KEPT, at(16))]


def test_what_was_promised_about_a_ticket_and_what_the_protocol_demands_is_one_call() -> None:
    ticket = opened()
    call_backs.promise_about(ticket, at(10), "When the crew comes", by=ana(), at=at(9))
    notes.call(ticket, "They come at noon", "reached", by=ana(), at=at(9, 30))
    assert states() == [(KEPT, at(12)), (KEPT, at(10)), (OWED, at(13, 30))]
    facts = Entry.objects.get(verb="ticket.called").facts
    assert (facts["kept"], facts["next_by"]) == (2, "2026-03-09T13:30:00+00:00")


def test_a_customer_who_calls_by_themselves_counts_as_reached() -> None:
    ticket = opened()
    resolution.customer_answered(ticket, "It is blue", by=ana(), at=at(10))
    assert states() == [(KEPT, at(12)), (OWED, at(14))]


@pytest.mark.parametrize(
    ("due_by", "text", "number", "field"),
    [
        (at(8), "x", "1", "due_by"),
        (at(8) + timedelta(days=4000), "x", "1", "due_by"),
        (at(10), " ", "1", "text"),
        (at(10), "x" * 301, "1", "text"),
        (at(10), "x", "", "number"),
    ],
)
def test_a_promise_that_cannot_be_kept_is_refused(due_by: datetime, text: str, number: str, field: str) -> None:
    with pytest.raises(Refused) as refused:
        call_backs.promise(builders.contact(), due_by, text, by=ana(), at=at(9), number=number)
    assert (refused.value.field, CallBack.objects.count()) == (field, 0)


def test_it_can_be_moved_or_dropped_with_a_reason_and_is_settled_once() -> None:
    opened()
    row = call_backs.move(CallBack.objects.get(), at(17), "She is at work", by=ana(), at=at(9))
    assert row.due_by == at(17)
    row = call_backs.cancel(row, "She called", by=ana(), at=at(10))
    assert (row.state, row.settled_at) == (CANCELLED, at(10))
    for act in (
        lambda: call_backs.attempt(row, "no_answer", by=ana()),
        lambda: call_backs.move(row, at(18, day=28), "x", by=ana(), at=at(9)),
        lambda: call_backs.cancel(row, "x", by=ana()),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert str(refused.value) == "This call-back is settled already: no longer owed."
    with pytest.raises(Refused):
        call_backs.attempt(row, "shouted", by=ana())


def test_duplicates_of_one_customer_owe_one_call_by_the_earliest_time() -> None:
    caller = builders.customer()
    first, second, third = (opened(at(8 + n), customer=caller, words=f"{n}") for n in range(3))
    stranger = opened(customer=builders.customer("Somebody else"), words="x")
    for other in (second, third, stranger):
        alike.mark_duplicate(other, first, by=ana(), at=at(11))
    assert [state for state, _by in states()] == [OWED, CANCELLED, CANCELLED, OWED]
    row = CallBack.objects.get(customer=caller, state=OWED)
    assert (row.due_by, set(row.tickets.all())) == (at(12), {first, second, third})
    call_backs.attempt(row, "reached", "All three", by=ana(), at=at(11, 30))
    following = CallBack.objects.get(customer=caller, state=OWED)
    assert set(following.tickets.all()) == {first, second, third}


def test_tickets_of_one_customer_for_one_work_order_owe_one_call() -> None:
    caller = builders.customer()
    tickets = [opened(customer=caller, words=f"{n}") for n in range(2)]
    order = builders.work_order()
    for ticket in tickets:
        link(order, ticket, "the same pipe", by=ana(), at=at(9))
    assert [state for state, _by in states()] == [OWED, CANCELLED]
    resolution.close(resolution.resolve(tickets[0], "Done", by=ana(), at=at(10)), by=ana(), at=at(11))
    assert list(CallBack.objects.get(state=OWED).tickets.all()) == [tickets[1]]


def test_related_and_repeated_tickets_of_one_customer_owe_one_call() -> None:
    caller = builders.customer()
    first, second, third = (opened(at(8 + n), customer=caller, words=f"{n}") for n in range(3))
    alike.mark_related(second, first, by=ana(), at=at(11))
    alike.mark_repeat(third, first, by=ana(), at=at(11))
    assert [state for state, _by in states()] == [OWED, CANCELLED, CANCELLED]
    assert set(CallBack.objects.get(state=OWED).tickets.all()) == {first, second, third}


def test_tickets_of_one_customer_reopened_together_owe_one_call() -> None:
    caller = builders.customer()
    tickets = [opened(customer=caller, words=f"{n}") for n in range(2)]
    tickets += [opened(customer=None, words=f"stranger {n}") for n in range(2)]
    nobody = opened(customer=None, caller_number="", words="from the street")
    order, rows = builders.work_order(), Ticket.objects.all()
    for ticket in (*tickets, nobody):
        resolution.close(resolution.resolve(ticket, "Done", by=ana(), at=at(9)), by=ana(), at=at(9))
    together.reopen_all(rows, "Not done", by=ana(), at=at(10), context=order)
    owed = [list(row.tickets.order_by("pk")) for row in CallBack.objects.filter(state=OWED).order_by("pk")]
    assert owed == [tickets[:2], [tickets[2]], [tickets[3]]]


def test_a_resolved_ticket_is_still_owed_the_call_that_asks_and_a_closed_one_nothing() -> None:
    ticket = resolution.resolve(opened(), "Done", by=ana(), at=at(9))
    assert states() == [(OWED, at(12))]
    resolution.confirm(ticket, by=ana(), at=at(10))
    assert states() == [(CANCELLED, at(12))]
    resolution.not_solved(ticket, "Again", by=ana(), at=at(11))
    assert states()[1:] == [(OWED, at(15))]


def test_tickets_reopened_together_are_owed_a_call_each() -> None:
    tickets = [opened(words=f"{n}") for n in range(3)]
    resolution.close(resolution.resolve(tickets[0], "Done", by=ana(), at=at(9)), by=ana(), at=at(9))
    order, rows = builders.work_order(), Ticket.objects.all()
    together.resolve_all(rows, "Done", by=ana(), at=at(9), context=order)
    together.reopen_all(rows, "Not done", by=ana(), at=at(10), context=order)
    assert [state for state, _by in states()] == [CANCELLED, OWED, OWED, OWED]
    assert CallBack.objects.get(due_by=at(14)).tickets.get() == tickets[0]


def test_a_more_urgent_priority_hastens_the_call_that_is_owed() -> None:
    critical = builders.priority("critical", 2)
    set_protocol(critical, "1h", by=marc())
    ticket = opened()
    override_priority(ticket, critical, "A hospital", by=ana(), at=at(8, 30))
    assert states() == [(OWED, at(9))]


def test_the_worklist_has_all_that_the_caller_needs(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    caller = builders.customer(language="th", preferred_hours="after 15", preferred_channel="telephone")
    ContactPoint.objects.create(customer=caller, kind="email", value="c@example.org")
    ContactPoint.objects.create(customer=caller, kind="mobile", value="555 0199")
    late = opened(at(8), customer=caller, caller_number="")
    opened(at(10), words="Later")
    resolution.propose(late, "Turn it off", by=ana())
    with django_assert_num_queries(3):
        first, second = worklist.owed()
    assert (first.name, first.number, first.language) == (caller.name, "555 0199", "th")
    assert (first.preferred_hours, first.preferred_channel) == ("after 15", "telephone")
    assert [(ticket, ticket.get_state_display()) for ticket in first.tickets] == [(late, "new")]
    assert [line.is_late(at(12, 30)) for line in (first, second)] == [True, False]
    assert worklist.owed(after=first.place) == [second]
    assert (worklist.count(), worklist.count(late_at=at(12, 30))) == (2, 1)


def test_the_worklist_keeps_within_departments() -> None:
    mine, others = builders.department("Mine"), builders.department("Others")
    code = builders.code("Own", builders.category(of=builders.provider(of=mine)))
    opened(words="seen", code=code)
    opened(words="not seen")
    call_backs.promise(builders.contact(), at(16), "Without a ticket", by=ana(), at=at(9), number="1")
    found = worklist.owed(within=[mine.pk])
    assert [[ticket.title for ticket in line.tickets] for line in found] == [["seen"], []]
    assert worklist.count(within=[others.pk]) == 1


def test_a_call_back_without_tickets_left_is_settled_with_the_last() -> None:
    ticket = resolution.resolve(opened(), "Done", by=ana(), at=at(9))
    resolution.close_unconfirmed(at(9, day=30))
    assert (Ticket.objects.get(pk=ticket.pk).state, states()) == (State.CLOSED, [(CANCELLED, at(12))])
