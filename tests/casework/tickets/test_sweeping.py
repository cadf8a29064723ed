"""Steps of escalation are taken when their time has come, once, by whichever worker comes first."""

from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
from django.db import connection, transaction
from pytest_django import DjangoAssertNumQueries

from firstline.casework.tickets import assignment, notes, opening, resolution
from firstline.casework.tickets.models import StepDone, Ticket
from firstline.casework.tickets.priority import override_priority
from firstline.casework.tickets.refitting import add_step
from firstline.casework.tickets.sweeping import sweep
from firstline.journal.models import Entry
from firstline.reference.service_levels import escalation_steps
from tests import builders
from tests.casework.tickets.laying_down import target
from tests.cast import ana, marc, tomek

pytestmark = pytest.mark.django_db


def at(hour: int, minute: int = 0, day: int = 9) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def step(percent: int, act: str = "tell_supervisors", clock: str = "resolve", **facts: object) -> None:
    escalation_steps.add_step(facts.pop("priority", builders.priority()), clock, percent, act, by=marc(), **facts)  # type: ignore[arg-type]


def opened(when: datetime | None = None, **facts: object) -> Ticket:
    return opening.open_ticket(builders.problem(**facts), by=ana(), at=when or at(8))


def told() -> list[tuple[object, ...]]:
    """What the sweep wrote: verb, act or tier, percent."""
    entries = Entry.objects.filter(actor_id=None, verb__in=("ticket.warned", "ticket.escalated")).order_by("id")
    return [(e.verb, e.facts.get("act") or e.facts.get("tier"), e.facts["percent"]) for e in entries]


def test_steps_are_taken_in_their_order_each_at_its_time() -> None:
    target(builders.priority(), resolve="10h")
    step(50, "tell_assignee")
    step(80, "to_tier", tier=2)
    step(100, "tell_managers")
    step(150, "tell_managers")
    ticket = opened()
    assert ticket.step_at == at(13)
    assert [sweep(at(12, 59)), sweep(at(13)), sweep(at(15, 59)), sweep(at(16)), sweep(at(18)), sweep(at(18))] == [
        *(0, 1, 0, 1, 1, 0),
    ]
    assert told() == [
        ("ticket.warned", "tell_assignee", 50),
        ("ticket.escalated", 2, 80),
        ("ticket.warned", "tell_managers", 100),
    ]
    now = Ticket.objects.get()
    assert (now.tier, now.warned_at, now.step_at) == (2, at(18), at(13, day=10))


def test_the_entry_says_which_promise_and_whom_it_concerns() -> None:
    target(builders.priority(), respond="1h")
    step(75, "tell_assignee", "respond")
    ticket = opened()
    Ticket.objects.update(assignee=tomek())
    sweep(at(8, 45))
    entry = Entry.objects.get(verb="ticket.warned")
    assert (entry.subject_id, entry.at, entry.actor_id) == (ticket.pk, at(8, 45), None)
    assert entry.facts == {
        "clock": "respond",
        "percent": 75,
        "due_by": "2026-03-09T09:00:00+00:00",
        "act": "tell_assignee",
        "assignee": "Tomek Nowak",
        "assignee_id": tomek().pk,
    }


def test_a_promise_kept_in_time_takes_its_steps_away() -> None:
    target(builders.priority(), respond="1h", update="2h", resolve="10h")
    step(100, "tell_supervisors", "respond")
    step(100, "tell_supervisors", "update")
    step(100, "tell_supervisors", "resolve")
    ticket = assignment.take(opened(), by=tomek(), at=at(8, 30))
    notes.call(ticket, "Soon", "reached", by=tomek(), at=at(9, 30))
    assert [sweep(at(9)), sweep(at(10)), sweep(at(11, 29)), sweep(at(11, 30))] == [0, 0, 0, 1]
    notes.call(ticket, "Soon", "reached", by=tomek(), at=at(12))
    assert [sweep(at(13, 59)), sweep(at(14))] == [0, 1]
    resolution.resolve(Ticket.objects.get(), "Done", by=tomek(), at=at(15))
    assert sweep(at(18, day=20)) == 0


def test_while_the_customer_is_asked_no_step_falls_due() -> None:
    target(builders.priority(), resolve="4h")
    step(50)
    ticket = resolution.ask_customer(opened(), "Which?", by=ana(), at=at(9))
    assert sweep(at(17)) == 0
    resolution.customer_answered(ticket, "This", by=ana(), at=at(17))
    assert [sweep(at(17, 59)), sweep(at(18))] == [0, 1]


def test_a_step_once_taken_is_not_taken_again_after_a_pause_or_a_reopening() -> None:
    target(builders.priority(), resolve="4h")
    step(50)
    ticket = opened()
    sweep(at(10))
    resolution.customer_answered(resolution.ask_customer(ticket, "?", by=ana(), at=at(11)), "!", by=ana(), at=at(12))
    resolution.not_solved(resolution.resolve(ticket, "Done", by=ana(), at=at(13)), "No", by=ana(), at=at(14))
    assert (sweep(at(18, day=20)), told()) == (0, [("ticket.warned", "tell_supervisors", 50)])


def test_a_late_worker_moves_a_ticket_to_the_highest_tier_that_is_due() -> None:
    target(builders.priority(), resolve="4h")
    step(50, "to_tier", tier=2)
    step(100, "to_tier", tier=3)
    opened(code=builders.handled_code("Deep", centre=builders.centre("Deep", tiers=3)))
    assert (sweep(at(18)), told()) == (2, [("ticket.escalated", 3, 100)])


def test_a_centre_without_such_a_tier_escalates_as_high_as_it_can_and_then_tells_the_supervisors() -> None:
    target(builders.priority(), resolve="4h")
    step(50, "to_tier", tier=3)
    step(100, "to_tier", tier=3)
    opened()
    sweep(at(10))
    sweep(at(12))
    assert told() == [("ticket.escalated", 2, 50), ("ticket.warned", "tell_supervisors", 100)]


def test_a_ticket_that_is_higher_already_stays_there() -> None:
    target(builders.priority(), resolve="4h")
    step(50, "to_tier", tier=2)
    opened(code=builders.handled_code("High", tier=2))
    assert (sweep(at(10)), told(), StepDone.objects.count()) == (1, [], 1)


def test_another_priority_has_its_own_steps_and_those_already_due_are_taken_at_once() -> None:
    critical = builders.priority("critical", 2)
    target(builders.priority(), resolve="10h")
    target(critical, resolve="2h")
    step(50, "tell_managers", priority=critical)
    ticket = opened()
    override_priority(ticket, critical, "A hospital", by=ana(), at=at(9, 30))
    assert (sweep(at(9, 31)), told()) == (1, [("ticket.warned", "tell_managers", 50)])


def test_a_new_step_counts_for_tickets_that_are_open_already() -> None:
    target(builders.priority(), resolve="10h")
    first, second = opened(), opened(at(12), words="Another")
    assert (first.step_at, second.step_at) == (None, None)
    add_step(builders.priority(), "resolve", 50, "tell_managers", by=marc())
    marked = Ticket.objects.get(pk=first.pk).step_at
    assert marked is not None
    late = marked + timedelta(days=7)
    Ticket.objects.filter(pk=second.pk).update(opened_at=late, resolve_by=late + timedelta(days=30))
    assert sweep(late) == 1
    assert Ticket.objects.get(pk=second.pk).step_at != marked


def test_a_sweep_without_anything_due_costs_two_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    target(builders.priority(), resolve="4h")
    step(50)
    opened()
    sweep(at(9))
    with django_assert_num_queries(2):
        assert sweep(at(9)) == 0


@pytest.mark.parametrize("changes", ["ask", "hurry"])
def test_what_is_changed_between_the_look_and_the_act_counts_as_it_is_now(changes: str) -> None:
    critical = builders.priority("critical", 2)
    target(builders.priority(), resolve="4h")
    target(critical, resolve="2h")
    step(50)
    step(100, "tell_managers", priority=critical)
    ticket, locks = opened(), []

    def act(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        """Somebody acts just before the sweep locks the ticket for the second time."""
        if "SKIP LOCKED" in sql:
            locks.append(sql)
            if len(locks) == 2 and changes == "ask":
                resolution.ask_customer(ticket, "Which?", by=ana(), at=at(10))
            elif len(locks) == 2:
                override_priority(ticket, critical, "A hospital", by=ana(), at=at(10))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(act):
        taken = sweep(at(10))
    expected = {"ask": (0, []), "hurry": (1, [("ticket.warned", "tell_managers", 100)])}
    assert (taken, told()) == expected[changes]


@pytest.mark.django_db(transaction=True)
def test_what_somebody_holds_is_left_to_the_next_sweep() -> None:
    target(builders.priority(), resolve="4h")
    step(50)
    opened()
    taken = []

    def work() -> None:
        taken.append(sweep(at(10)))
        connection.close()

    with transaction.atomic():
        Ticket.objects.select_for_update().get()
        worker = Thread(target=work)
        worker.start()
        worker.join()
    assert (taken, sweep(at(10)), told()) == ([0], 1, [("ticket.warned", "tell_supervisors", 50)])
