from datetime import timedelta

import pytest

from firstline.casework.tickets.models import State, Ticket
from firstline.casework.tickets.past import PastTicket, bring_in
from firstline.journal.recording import history_of
from tests import builders
from tests.builders import NOON

pytestmark = pytest.mark.django_db


def past(source="old:1", **facts):
    code, priority = builders.code(), builders.priority()
    known = {
        "title": "Hole in the road",
        "code_id": code.pk,
        "department_id": code.category.provider.department_id,
        "centre_id": builders.centre().pk,
        "priority_id": priority.pk,
        "priority_rank": priority.rank,
        "tier": 1,
        "priority_because": "",
        "route_because": "",
        "state": State.CLOSED,
        "opened_at": NOON,
    }
    return PastTicket(source=source, **{**known, **facts})


def test_numbers_follow_one_another_with_those_of_the_desk():
    first = builders.ticket()
    bring_in([past("old:1"), past("old:2")], origin="Old desk")
    assert builders.ticket().number == first.number + 3


def test_what_is_there_is_named_and_left_as_it_is():
    bring_in([past()], origin="Old desk")
    there = Ticket.objects.get()
    assert bring_in([past(title="Another title"), past("old:2")], origin="Old desk") == {"old:1": there.pk}
    assert [ticket.title for ticket in Ticket.objects.order_by("pk")] == ["Hole in the road", "Hole in the road"]


@pytest.mark.parametrize(
    ("facts", "verbs"),
    [
        ({"state": State.NEW}, ["ticket.opened"]),
        ({"state": State.NEW, "closed_at": NOON}, ["ticket.opened"]),
        ({"state": State.CLOSED}, ["ticket.opened"]),
        ({"state": State.CLOSED, "closed_at": NOON}, ["ticket.opened", "ticket.closed"]),
        ({"state": State.RESOLVED, "closed_at": NOON}, ["ticket.opened", "ticket.resolved"]),
    ],
)
def test_history_is_as_much_as_is_known(facts, verbs):
    bring_in([past(**facts)], origin="Old desk")
    assert [entry.verb for entry in history_of(Ticket.objects.get())] == verbs


def test_a_resolved_ticket_is_not_closed():
    bring_in([past(state=State.RESOLVED, closed_at=NOON + timedelta(hours=1))], origin="Old desk")
    ticket = Ticket.objects.get()
    assert (ticket.resolved_at, ticket.closed_at, ticket.changed_at) == (
        NOON + timedelta(hours=1),
        None,
        NOON + timedelta(hours=1),
    )


def test_nothing_is_nothing():
    assert bring_in([], origin="Old desk") == {}
