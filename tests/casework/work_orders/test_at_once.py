"""Two people at one work order in the same moment: real commits, real locks."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from firstline.casework.tickets.models import State as TicketState
from firstline.casework.tickets.models import Ticket
from firstline.casework.work_orders import progress
from firstline.casework.work_orders.linking import link
from firstline.casework.work_orders.models import Link, WorkOrder
from firstline.casework.work_orders.raising import raise_for
from firstline.casework.work_orders.regular import lay_down, raise_due
from firstline.journal.refusal import Refused
from tests import builders
from tests.cast import ana

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts):
    """Run the acts in the same moment, each on a connection of its own; gives what each returned, or its refusal."""
    ready = Barrier(len(acts))

    def run(act):
        try:
            ready.wait()
            return act()
        except Refused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def test_no_open_ticket_stays_on_an_order_that_is_completed():
    order = raise_for(builders.ticket(), by=ana())
    tickets = [builders.ticket() for _ in range(3)]
    at_once(
        lambda: progress.complete(order, "Collected.", by=None),
        *[lambda ticket=ticket: link(order, ticket, "", by=None) for ticket in tickets],
    )
    linked = Ticket.objects.filter(links__order=order)
    assert set(linked.values_list("state", flat=True)) == {TicketState.RESOLVED}


def test_a_ticket_is_linked_once_and_the_second_is_told():
    order, ticket = raise_for(builders.ticket(), by=ana()), builders.ticket()
    answers = at_once(*[lambda: link(order, ticket, "", by=None)] * 2)
    assert sorted(type(answer).__name__ for answer in answers) == ["Link", "Linked"]
    assert Link.objects.filter(ticket=ticket).count() == 1


def test_completing_twice_resolves_once():
    order = raise_for(builders.ticket(), by=ana())
    answers = at_once(*[lambda: progress.complete(order, "Collected.", by=None)] * 2)
    assert sorted(type(answer).__name__ for answer in answers) == ["NotNow", "WorkOrder"]


def test_two_clocks_raise_an_occurrence_once():
    facts = {
        "title": "Bins",
        "standard": builders.standard_work_order(),
        "code": builders.handled_code(),
        "rule": "FREQ=DAILY",
        "first_at": builders.NOON,
        "time_zone": "UTC",
        "days_ahead": 3,
    }
    lay_down(facts, by=ana(), at=builders.NOON)
    raised = at_once(*[lambda: raise_due(builders.NOON)] * 2)
    assert (sum(raised), WorkOrder.objects.count()) == (3, 3)
