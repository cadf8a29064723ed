from datetime import timedelta

import pytest

from firstline.casework.tickets import alike, resolution
from firstline.casework.tickets.models import State as TicketState
from firstline.casework.work_orders import progress
from firstline.casework.work_orders.holding import Finished
from firstline.casework.work_orders.linking import link
from firstline.casework.work_orders.models import State, Told
from firstline.casework.work_orders.raising import raise_for
from firstline.casework.work_orders.states import MOVES, NotNow, may_move
from firstline.casework.work_orders.telling import mark_told
from firstline.journal.models import Entry
from firstline.journal.recording import history_of
from firstline.journal.refusal import Refused
from tests import builders
from tests.cast import ana, tomek

pytestmark = pytest.mark.django_db
LATER = builders.NOON + timedelta(hours=5)


def shared_order(tickets=3):
    first, *others = [builders.ticket() for _ in range(tickets)]
    order = raise_for(first, by=ana())
    for other in others:
        link(order, other, "same location", by=ana())
    return order, [first, *others]


def states(tickets):
    for ticket in tickets:
        ticket.refresh_from_db()
    return [ticket.state for ticket in tickets]


def test_the_table_names_every_state():
    assert set(MOVES) == set(State)


@pytest.mark.parametrize("state", [State.COMPLETED, State.CANCELLED])
def test_a_finished_order_cannot_be_started_released_or_completed(state):
    order = builders.work_order(state=state)
    assert may_move(order, State.COMPLETED) is False
    with pytest.raises(NotNow):
        progress.release(order, by=tomek())
    with pytest.raises(Finished):
        progress.start(order, by=tomek())
    with pytest.raises(NotNow):
        progress.complete(order, "done", by=tomek())


def test_an_open_order_is_not_reopened():
    with pytest.raises(Refused):
        progress.reopen(builders.work_order(), "Why not?", by=tomek())


def test_releasing_needs_a_crew_and_a_time():
    order = builders.work_order()
    with pytest.raises(Refused):
        progress.release(order, by=ana())
    start = builders.NOON
    planned = builders.work_order(crew=builders.crew(), planned_start=start, planned_end=start + timedelta(hours=1))
    assert progress.release(planned, by=ana()).state == State.RELEASED


def test_starting_notes_the_time():
    order = progress.start(builders.work_order(), by=tomek(), at=LATER)
    assert (order.state, order.started_at) == (State.IN_PROGRESS, LATER)


def test_completing_resolves_every_linked_ticket_with_the_result_and_one_entry_each():
    order, tickets = shared_order()
    progress.complete(order, "Fridge collected.", by=tomek(), at=LATER)
    assert states(tickets) == [TicketState.RESOLVED] * 3
    assert {(ticket.resolution, ticket.resolved_at) for ticket in tickets} == {("Fridge collected.", LATER)}
    resolved = Entry.objects.filter(verb="ticket.resolved", context_kind="work_order", context_id=order.pk)
    assert sorted(resolved.values_list("subject_id", flat=True)) == [ticket.pk for ticket in tickets]
    done = history_of(order).get(verb="work_order.completed")
    assert done.facts == {"text": "Fridge collected.", "tickets": 3}


def test_completing_needs_a_result():
    order, _tickets = shared_order(1)
    with pytest.raises(Refused) as refused:
        progress.complete(order, "", by=tomek())
    assert refused.value.field == "result"


def test_completing_leaves_tickets_alone_that_are_over_already():
    order, (_first, second) = shared_order(2)
    resolution.resolve(second, "It went away.", by=ana(), at=builders.NOON)
    progress.complete(order, "Collected.", by=tomek(), at=LATER)
    second.refresh_from_db()
    assert (second.resolution, second.resolved_at) == ("It went away.", builders.NOON)


def test_a_duplicate_on_the_same_order_is_resolved_once():
    order, (first, second) = shared_order(2)
    alike.mark_duplicate(second, first, by=ana())
    progress.complete(order, "Collected.", by=tomek(), at=LATER)
    assert states([first, second]) == [TicketState.RESOLVED] * 2
    assert Entry.objects.filter(verb="ticket.resolved", subject_id=second.pk).count() == 1


def test_reopening_reopens_all_that_it_had_resolved_and_nothing_else():
    order, (first, second, third) = shared_order()
    resolution.resolve(third, "It went away.", by=ana(), at=builders.NOON)
    progress.complete(order, "Collected.", by=tomek(), at=LATER)
    resolution.confirm(second, by=ana(), at=LATER)
    reopened = progress.reopen(order, "The wrong fridge.", by=tomek())
    assert (reopened.state, reopened.completed_at) == (State.IN_PROGRESS, None)
    assert states([first, second, third]) == [TicketState.PLANNED, TicketState.PLANNED, TicketState.RESOLVED]
    again = Entry.objects.filter(verb="ticket.reopened", context_kind="work_order", context_id=order.pk)
    assert sorted(again.values_list("subject_id", flat=True)) == [first.pk, second.pk]


def test_a_ticket_that_was_solved_otherwise_meanwhile_is_not_reopened():
    order, (ticket,) = shared_order(1)
    progress.complete(order, "Collected.", by=tomek(), at=LATER)
    resolution.not_solved(ticket, "Still there.", by=ana())
    resolution.resolve(ticket, "Taken by the neighbour.", by=ana())
    progress.reopen(order, "Wrong street.", by=tomek())
    assert states([ticket]) == [TicketState.RESOLVED]


def test_a_reopened_order_can_be_completed_again():
    order, tickets = shared_order()
    progress.complete(order, "Collected.", by=tomek(), at=LATER)
    progress.reopen(order, "Wrong fridge.", by=tomek())
    progress.complete(order, "Now really.", by=tomek())
    assert states(tickets) == [TicketState.RESOLVED] * 3


def test_cancelling_needs_a_reason_and_puts_the_tickets_back():
    order, tickets = shared_order(2)
    with pytest.raises(Refused):
        progress.cancel(order, " ", by=ana())
    cancelled = progress.cancel(order, "No such address.", by=ana())
    assert (cancelled.state, cancelled.result) == (State.CANCELLED, "No such address.")
    assert states(tickets) == [TicketState.NEW] * 2


def test_a_cancelled_order_is_planned_again_with_its_tickets():
    order, tickets = shared_order(2)
    progress.cancel(order, "No such address.", by=ana())
    assert progress.reopen(order, "There is one.", by=ana()).state == State.PLANNED
    assert states(tickets) == [TicketState.PLANNED] * 2


def test_news_makes_every_customer_untold():
    customer = builders.customer()
    ticket = builders.ticket(customer=customer)
    order = raise_for(ticket, by=ana())
    mark_told(order.links.get(), Told.TELEPHONE, by=ana())
    progress.complete(order, "Collected.", by=tomek())
    link_now = order.links.get()
    assert (link_now.told, link_now.told_at) == (Told.NOT_YET, None)


def test_completing_asks_the_database_a_constant_number_of_times_per_ticket(django_assert_max_num_queries):
    order, _tickets = shared_order(20)
    with django_assert_max_num_queries(15 + 20 * 8):
        progress.complete(order, "Collected.", by=tomek())
