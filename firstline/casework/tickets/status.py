"""Which moves between states are allowed: one table, and the one function that moves a ticket."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from firstline.casework.tickets.editing import lock, save
from firstline.casework.tickets.models import State, Ticket
from firstline.journal.refusal import Refused

MOVES: dict[State, frozenset[State]] = {
    State.NEW: frozenset({State.IN_PROGRESS, State.WAITING, State.PLANNED, State.RESOLVED}),
    State.IN_PROGRESS: frozenset({State.NEW, State.WAITING, State.PLANNED, State.RESOLVED}),
    State.WAITING: frozenset({State.NEW, State.IN_PROGRESS, State.PLANNED, State.RESOLVED}),
    State.PLANNED: frozenset({State.NEW, State.IN_PROGRESS, State.WAITING, State.RESOLVED}),
    State.RESOLVED: frozenset({State.NEW, State.IN_PROGRESS, State.CLOSED}),
    State.CLOSED: frozenset({State.NEW, State.IN_PROGRESS}),
}


class NotAllowed(Refused):
    """The ticket cannot go from its state to the wanted one."""

    def __init__(self, ticket: Ticket, state: State) -> None:
        facts = {"number": ticket.number, "state": State(ticket.state).label, "wanted": state.label}
        super().__init__(_("Ticket %(number)s is %(state)s: it cannot become %(wanted)s.") % facts)


def may_move(ticket: Ticket, state: State) -> bool:
    """Whether the table lets the ticket go to this state. Staying where it is is no move."""
    return state in MOVES[State(ticket.state)]


def must_move(ticket: Ticket, state: State) -> State:
    """The state itself, for a verb to save; `NotAllowed` when the table does not let the ticket go there."""
    if not may_move(ticket, state):
        raise NotAllowed(ticket, state)
    return state


def working_state(ticket: Ticket) -> State:
    """The state of a ticket that nothing holds up: in progress with whoever has it, else new."""
    return State.IN_PROGRESS if ticket.assignee_id else State.NEW


@transaction.atomic
def move(ticket: Ticket, state: State, *, at: datetime) -> Ticket:
    """Part of a later stage's verb, which records why: bring the ticket into a state, unless it is in it already."""
    held = lock(ticket)
    if held.state != state:
        save(held, {"state": must_move(held, state)}, at=at)
    return held
