"""A message that continues something is written down there, by the verb that fits the state it is in."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from firstline.casework.contacts.closing import reopen
from firstline.casework.contacts.models import Contact
from firstline.casework.contacts.receiving import hear_again
from firstline.casework.tickets.models import State, Ticket
from firstline.casework.tickets.notes import note_internally
from firstline.casework.tickets.resolution import confirm, customer_answered, not_solved
from firstline.interfaces.channels.following import Followed
from firstline.interfaces.channels.incoming import Incoming
from firstline.interfaces.channels.meaning import of_answer
from firstline.reference.customers.numbers import normal_email

# After that long an answer is about something new.
OVER_AFTER = timedelta(days=60)
LONGEST = 49_000


@dataclass(frozen=True)
class Added:
    """Where it was written down."""

    contact: Contact | None
    ticket: Ticket | None


def add(found: Followed, said: Incoming, *, at: datetime) -> Added | None:
    """Write the message down where it belongs; None where that is over for so long that this begins something new."""
    ticket = found.ticket or (_ticket_of(found.contact) if found.contact else None)
    if ticket is None:
        return Added(_to_contact(found.contact, said, at=at), None) if found.contact else None
    if ticket.state == State.CLOSED and ticket.closed_at and at - ticket.closed_at > OVER_AFTER:
        return None
    user = found.outgoing.user if found.outgoing else None
    if user and found.outgoing and normal_email(said.sender_email) == normal_email(found.outgoing.to):
        note_internally(ticket, text_of(said), by=user, at=at)
    else:
        _to_ticket(ticket, said, at=at)
    return Added(ticket.contact, ticket)


def _to_ticket(ticket: Ticket, said: Incoming, *, at: datetime) -> None:
    """A ticket that is over goes on, unless the message says that all is well."""
    meaning = said.verdict or of_answer(said.text)
    if ticket.is_open or meaning in ("confirmed", "thanks"):
        customer_answered(ticket, text_of(said), by=None, at=at)
        if ticket.state == State.RESOLVED and meaning == "confirmed":
            confirm(ticket, by=None, at=at)
    else:
        not_solved(ticket, text_of(said), by=None, at=at)


def _to_contact(contact: Contact, said: Incoming, *, at: datetime) -> Contact:
    held = hear_again(contact, text_of(said), by=None, at=at)
    if held.is_open or of_answer(said.text):
        return held
    return reopen(held, _("The customer has written again."), by=None, at=at)


def _ticket_of(contact: Contact) -> Ticket | None:
    """The ticket that an answer to a contact is about: the last that is open, else the last.

    None whose link was withdrawn: whoever has that may have the contact's too.
    """
    tickets = list(contact.tickets.filter(withdrawn_link=None).select_related("contact").order_by("-id")[:20])
    return next((ticket for ticket in tickets if ticket.is_open), tickets[0] if tickets else None)


def text_of(said: Incoming) -> str:
    """What is written down: the words, else the subject, else that only files came."""
    text = said.text.strip() or said.subject.strip()
    if not text and said.files:
        count = len(said.files)
        text = ngettext("(%(count)d file)", "(%(count)d files)", count) % {"count": count}
    return text[:LONGEST] or _("(no words)")
