from datetime import timedelta

import pytest

from firstline.casework.tickets.models import State as TicketState
from firstline.casework.work_orders.holding import Finished
from firstline.casework.work_orders.linking import Linked, NotLinked, link, unlink
from firstline.casework.work_orders.models import State
from firstline.casework.work_orders.raising import raise_for
from firstline.journal.recording import history_of
from firstline.journal.refusal import Refused
from tests import builders
from tests.cast import ana, tomek

pytestmark = pytest.mark.django_db


def state_of(ticket):
    ticket.refresh_from_db()
    return ticket.state


def test_a_second_ticket_joins_an_order_with_the_reason_and_its_work_is_planned():
    order, ticket = raise_for(builders.ticket(), by=ana()), builders.ticket()
    made = link(order, ticket, "same location", by=ana(), at=builders.NOON)
    assert (made.because, made.linked_at, made.told) == ("same location", builders.NOON, "not_yet")
    assert state_of(ticket) == TicketState.PLANNED
    assert [(entry.verb, entry.facts) for entry in history_of(ticket)] == [
        ("work_order.linked", {"ticket": ticket.number, "order": order.number, "text": "same location"})
    ]


def test_a_ticket_that_has_waited_longer_brings_the_promises_forward():
    code = builders.handled_code("Pothole", permanent_turnaround=timedelta(days=2))
    order = raise_for(builders.ticket(code=code), by=ana())
    link(order, builders.ticket(code=code, opened_at=builders.NOON - timedelta(days=1)), "", by=ana())
    link(order, builders.ticket(code=code, opened_at=builders.NOON + timedelta(days=1)), "", by=ana())
    order.refresh_from_db()
    assert order.permanent_fix_by == builders.NOON + timedelta(days=1)


def test_a_ticket_is_linked_once():
    ticket = builders.ticket()
    order = raise_for(ticket, by=ana())
    with pytest.raises(Linked):
        link(order, ticket, "", by=ana())


def test_only_open_tickets_join_and_only_open_orders_take_them():
    with pytest.raises(Refused):
        link(builders.work_order(), builders.ticket(state=TicketState.CLOSED), "", by=ana())
    with pytest.raises(Finished):
        link(builders.work_order(state=State.COMPLETED), builders.ticket(), "", by=ana())


def test_taken_off_with_a_reason_the_ticket_goes_on_as_before():
    mine, nobodys = builders.ticket(assignee=tomek()), builders.ticket()
    order = raise_for(mine, by=ana())
    link(order, nobodys, "", by=ana())
    unlink(order, mine, "another street", by=ana())
    unlink(order, nobodys, "another street", by=ana())
    assert (state_of(mine), state_of(nobodys)) == (TicketState.IN_PROGRESS, TicketState.NEW)
    assert [entry.verb for entry in history_of(mine)] == ["work_order.raised", "work_order.unlinked"]
    assert history_of(mine).last().facts["text"] == "another street"


def test_a_ticket_that_another_open_order_covers_stays_planned():
    ticket = builders.ticket()
    first, second = raise_for(ticket, by=ana()), builders.work_order()
    link(second, ticket, "", by=ana())
    unlink(first, ticket, "the second does it", by=ana())
    assert state_of(ticket) == TicketState.PLANNED


def test_taking_off_needs_a_reason_and_a_link():
    ticket = builders.ticket()
    order = raise_for(ticket, by=ana())
    with pytest.raises(Refused) as refused:
        unlink(order, ticket, "  ", by=ana())
    assert refused.value.field == "reason"
    with pytest.raises(NotLinked):
        unlink(order, builders.ticket(), "never was", by=ana())


def test_a_very_long_reason_is_kept_as_far_as_it_fits():
    made = link(builders.work_order(), builders.ticket(), "x" * 1000, by=ana())
    assert made.because == "x" * 300
