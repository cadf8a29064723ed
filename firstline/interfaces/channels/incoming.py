"""What a message says, whatever channel brought it: plain facts between those who read and the one door."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from firstline.casework.contacts.enclosing import Came, File
from firstline.casework.contacts.models import Channel, Contact
from firstline.casework.tickets.models import Ticket
from firstline.interfaces.channels.email.delivery_reports import Failure
from firstline.reference.catalogue.models import ProblemCode
from firstline.reference.customers.models import Customer, Location

__all__ = ["Came", "File", "Incoming", "Machine", "Reading", "Unreadable"]


@dataclass(frozen=True, kw_only=True)
class Who:
    """Who sent it, as the message says."""

    sender_name: str = ""
    sender_email: str = ""
    sender_number: str = ""
    subject: str = ""
    message_id: str = ""


@dataclass(frozen=True, kw_only=True)
class Incoming(Who):
    """A message from a person. `text` is what is new in it.

    `customer`, `ticket` and `contact` are given only where they are proven, as by a secret address. `verdict` is what a
    button said: "confirmed" or "not_solved". `answers` are those to a code's questions, by their key. `addressed` are
    all addresses it was sent to, and `references` the ids of messages that it names, nearest last. `also` are further
    facts of the contact.
    """

    channel: str = Channel.EMAIL
    text: str = ""
    language: str = ""
    files: Sequence[Came] = ()
    customer: Customer | None = None
    kind: str = ""
    code: ProblemCode | None = None
    place: str = ""
    location: Location | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)
    also: Mapping[str, Any] = field(default_factory=dict)
    ticket: Ticket | None = None
    contact: Contact | None = None
    verdict: str = ""
    references: Sequence[str] = ()
    addressed: Sequence[str] = ()
    source: str = ""
    received_at: datetime | None = None
    notice: Any = None


@dataclass(frozen=True, kw_only=True)
class Machine(Who):
    """What no person wrote: why we think so, which message of ours it is about, and who was not reached."""

    because: str
    about: Sequence[str] = ()
    addressed: Sequence[str] = ()
    failures: Sequence[Failure] = ()


@dataclass(frozen=True, kw_only=True)
class Unreadable(Who):
    """What nobody can make sense of by a program, and why: kept for a person to look at."""

    because: str


Reading = Incoming | Machine | Unreadable
