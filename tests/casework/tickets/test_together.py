from datetime import timedelta

import pytest

from firstline.casework.tickets import alike, resolution, together
from firstline.casework.tickets.models import State, Ticket
from firstline.journal.models import Entry
from firstline.journal.recording import history_of
from firstline.search.querying import query
from tests import builders
from tests.cast import ana, tomek

pytestmark = pytest.mark.django_db
LATER = builders.NOON + timedelta(hours=3)


def all_of(*tickets):
    return Ticket.objects.filter(pk__in=[ticket.pk for ticket in tickets])


def resolve_all(*tickets, text="Collected."):
    return together.resolve_all(all_of(*tickets), text, by=tomek(), at=LATER, context=builders.work_order())


def reopen_all(*tickets):
    return together.reopen_all(all_of(*tickets), "Still there.", by=ana(), at=LATER, context=builders.work_order())


def now(ticket):
    return Ticket.objects.get(pk=ticket.pk)


def like(ticket):
    """What a verb leaves behind in a ticket and its story, without what differs from ticket to ticket."""
    row = now(ticket)
    columns = ("state", "resolution", "resolved_at", "closed_at", "changed_at", "version", "changed_in", "reopened")
    entries = history_of(row).order_by("id")
    facts = [(entry.verb, entry.at, entry.actor_name, entry.facts | {"number": 0}) for entry in entries]
    proposals = list(row.proposals.values("at", "text", "outcome", "outcome_at"))
    return {name: getattr(row, name) for name in columns}, facts, proposals


def test_resolving_many_leaves_each_as_resolving_it_alone_would():
    alone, one, two = (builders.ticket() for _ in range(3))
    resolution.resolve(alone, "Collected.", by=tomek(), at=LATER)
    assert resolve_all(one, two) == 2
    assert like(one) == like(two) == like(alone)


def test_reopening_many_leaves_each_as_reopening_it_alone_would():
    alone, one, mine = builders.ticket(), builders.ticket(), builders.ticket(assignee=tomek())
    resolution.resolve(alone, "Collected.", by=tomek(), at=LATER)
    resolve_all(one, mine)
    resolution.not_solved(alone, "Still there.", by=ana(), at=LATER)
    assert reopen_all(one, mine) == 2
    assert like(one)[1:] == like(alone)[1:]
    assert (now(one).state, now(mine).state, now(one).reopened) == (State.NEW, State.IN_PROGRESS, 1)
    assert (now(one).resolution, now(one).resolved_at) == ("", None)


def test_only_open_ones_are_resolved_and_only_those_that_are_over_reopened():
    opened, over = builders.ticket(), builders.ticket(state=State.CLOSED, resolution="Before.")
    assert resolve_all(opened, over) == 1
    assert now(over).resolution == "Before."
    assert reopen_all(opened, over) == 2
    assert reopen_all(opened, over) == 0


def test_open_duplicates_are_resolved_with_their_original_and_once():
    first, second = builders.ticket(), builders.ticket()
    alike.mark_duplicate(second, first, by=ana())
    assert resolve_all(first, second) == 2
    assert resolve_all(first, second) == 0
    assert Entry.objects.filter(verb="ticket.resolved", subject_id=second.pk).count() == 1


def test_planning_and_unplanning_change_the_state_and_write_no_entry():
    new, mine, waiting = builders.ticket(), builders.ticket(assignee=tomek()), builders.ticket(state=State.WAITING)
    together.plan_all(all_of(new, mine, waiting), at=LATER)
    assert [now(ticket).state for ticket in (new, mine, waiting)] == [State.PLANNED, State.PLANNED, State.WAITING]
    together.unplan_all(all_of(new, mine, waiting), at=LATER)
    assert [now(ticket).state for ticket in (new, mine, waiting)] == [State.NEW, State.IN_PROGRESS, State.WAITING]
    assert (now(new).version, now(new).changed_in) == (3, {"state": 3})
    assert Entry.objects.count() == 0


def test_the_index_knows_that_they_are_over():
    ticket = builders.ticket(title="Zebra crossing worn")
    resolve_all(ticket, text="Painted.")
    assert query("painted", kinds=["ticket"], only_open=True) == []
    assert [hit.object_id for hit in query("painted", kinds=["ticket"])] == [ticket.pk]


def test_a_hundred_cost_no_more_statements_than_ten(django_assert_max_num_queries):
    tickets = [builders.ticket() for _ in range(100)]
    with django_assert_max_num_queries(8):
        resolve_all_of(tickets)
    with django_assert_max_num_queries(8):
        together.plan_all(all_of(*tickets), at=LATER)


def resolve_all_of(tickets):
    together.resolve_all(all_of(*tickets), "Collected.", by=None, at=LATER, context=tickets[0])
