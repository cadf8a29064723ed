"""What came in and what went out: arrivals, messages to people, calls."""

from firstline.interfaces.channels.models.arrivals import Arrival, End, Fetched, MailboxState, RawMessage
from firstline.interfaces.channels.models.calls import Call, Hearing
from firstline.interfaces.channels.models.faxes import Fax, FaxPage
from firstline.interfaces.channels.models.links import WithdrawnLink
from firstline.interfaces.channels.models.outgoing import Delivery, Draft, Outgoing

__all__ = [
    "Arrival",
    "Call",
    "Delivery",
    "Draft",
    "End",
    "Fax",
    "FaxPage",
    "Fetched",
    "Hearing",
    "MailboxState",
    "Outgoing",
    "RawMessage",
    "WithdrawnLink",
]
