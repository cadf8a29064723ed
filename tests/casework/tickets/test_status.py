"""The table of moves, all thirty-six pairs of it."""

from itertools import product

import pytest

from firstline.casework.tickets import status
from firstline.casework.tickets.models import OPEN_STATES, State
from tests import builders
from tests.builders import NOON
from tests.cast import tomek

pytestmark = pytest.mark.django_db

ALLOWED = {
    ("new", "in_progress"),
    ("new", "waiting"),
    ("new", "planned"),
    ("new", "resolved"),
    ("in_progress", "new"),
    ("in_progress", "waiting"),
    ("in_progress", "planned"),
    ("in_progress", "resolved"),
    ("waiting", "new"),
    ("waiting", "in_progress"),
    ("waiting", "planned"),
    ("waiting", "resolved"),
    ("planned", "new"),
    ("planned", "in_progress"),
    ("planned", "waiting"),
    ("planned", "resolved"),
    ("resolved", "new"),
    ("resolved", "in_progress"),
    ("resolved", "closed"),
    ("closed", "new"),
    ("closed", "in_progress"),
}


@pytest.mark.parametrize(("now", "wanted"), list(product(State, State)))
def test_a_ticket_moves_only_as_the_table_says(now: State, wanted: State) -> None:
    ticket = builders.ticket(state=now)
    assert status.may_move(ticket, wanted) == ((now.value, wanted.value) in ALLOWED)
    if status.may_move(ticket, wanted) or now == wanted:
        assert status.move(ticket, wanted, at=NOON).state == wanted
    else:
        with pytest.raises(status.NotAllowed):
            status.move(ticket, wanted, at=NOON)


def test_every_state_has_its_row_in_the_table() -> None:
    assert set(status.MOVES) == set(State)


def test_an_open_ticket_can_always_be_resolved_and_a_closed_one_only_reopened() -> None:
    assert {state for state in State if State.RESOLVED in status.MOVES[state]} == set(OPEN_STATES)
    assert status.MOVES[State.CLOSED] == {State.NEW, State.IN_PROGRESS}


def test_a_move_counts_as_a_change_and_staying_does_not() -> None:
    ticket = builders.ticket()
    assert status.move(ticket, State.NEW, at=NOON).version == 1
    assert status.move(ticket, State.PLANNED, at=NOON).version == 2


def test_a_ticket_that_nothing_holds_up_is_in_progress_with_whoever_has_it_else_new() -> None:
    assert status.working_state(builders.ticket()) == State.NEW
    assert status.working_state(builders.ticket(assignee=tomek())) == State.IN_PROGRESS


def test_the_refusal_says_what_cannot_be() -> None:
    ticket = builders.ticket(number=900, state=State.CLOSED)
    with pytest.raises(status.NotAllowed) as refusal:
        status.move(ticket, State.WAITING, at=NOON)
    assert str(refusal.value) == "Ticket 900 is closed: it cannot become waiting for the customer."
