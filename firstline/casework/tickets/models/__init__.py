"""The ticket, and all the rows that belong to one."""

from firstline.casework.tickets.models.call_backs import Attempt, CallBack
from firstline.casework.tickets.models.clocks import Pause, StepDone
from firstline.casework.tickets.models.ratings import Rating
from firstline.casework.tickets.models.teams import Stay, Turn
from firstline.casework.tickets.models.ticket import (
    OPEN,
    OPEN_STATES,
    PING_PONG,
    Look,
    State,
    Ticket,
    TicketQuerySet,
)
from firstline.casework.tickets.models.tried import Proposal, Reproduction

__all__ = [
    "OPEN",
    "OPEN_STATES",
    "PING_PONG",
    "Attempt",
    "CallBack",
    "Look",
    "Pause",
    "Proposal",
    "Rating",
    "Reproduction",
    "State",
    "Stay",
    "StepDone",
    "Ticket",
    "TicketQuerySet",
    "Turn",
]
