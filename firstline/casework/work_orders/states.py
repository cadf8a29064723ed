"""The states of a work order and the moves between them: one table."""

from django.utils.translation import gettext as _

from firstline.casework.work_orders.models import State, WorkOrder
from firstline.journal.refusal import Refused

MOVES: dict[str, set[str]] = {
    State.PLANNED: {State.RELEASED, State.IN_PROGRESS, State.COMPLETED, State.CANCELLED},
    State.RELEASED: {State.PLANNED, State.IN_PROGRESS, State.COMPLETED, State.CANCELLED},
    State.IN_PROGRESS: {State.COMPLETED, State.CANCELLED},
    State.COMPLETED: {State.IN_PROGRESS},
    State.CANCELLED: {State.PLANNED},
}


class NotNow(Refused):
    """The work order cannot go from the state it is in to the one asked for."""

    def __init__(self, order: WorkOrder, state: State) -> None:
        super().__init__(
            _("Work order %(number)s is %(state)s now; it cannot become %(wanted)s.")
            % {"number": order.number, "state": order.get_state_display(), "wanted": state.label}
        )


def may_move(order: WorkOrder, state: State) -> bool:
    """Whether the table allows it."""
    return state in MOVES[order.state]


def move(order: WorkOrder, state: State) -> None:
    """Set the state of a locked work order; `NotNow` where the table does not allow it. For verbs, which save it."""
    if not may_move(order, state):
        raise NotNow(order, state)
    order.state = state
