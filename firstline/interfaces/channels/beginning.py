"""A message that continues nothing begins a contact, and a ticket where a rule or its sender knows the code."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from firstline.casework.contacts.closing import close
from firstline.casework.contacts.editing import holding
from firstline.casework.contacts.enclosing import enclose
from firstline.casework.contacts.models import Channel, Contact, Kind, Outcome
from firstline.casework.contacts.receiving import receive
from firstline.casework.contacts.sections import missing_in_problem
from firstline.casework.tickets.models import Ticket
from firstline.casework.tickets.opening import open_ticket
from firstline.interfaces.channels.fax.taking import keep
from firstline.interfaces.channels.incoming import Incoming
from firstline.interfaces.channels.telephone.callers import known
from firstline.journal.prepared import keep as keep_rows
from firstline.journal.refusal import Refused
from firstline.reference.correspondence import intake_rules
from firstline.reference.correspondence.models import IntakeRule
from firstline.reference.customers import directory
from firstline.reference.customers.models import Customer
from firstline.reference.handling.carrying import CARRIED

LONGEST_PLACE = 300
# What mailers put before a subject: it says nothing.
_PREFIX = re.compile(r"^\s*(?:(?:re|fwd?|aw|wg|sv|odp|pd|rv|tr|ตอบ|ส่งต่อ)\s*(?:\[\d+\])?\s*[:：]\s*)+", re.IGNORECASE)


@dataclass(frozen=True)
class Begun:
    """The contact, and the ticket that could be opened at once."""

    contact: Contact
    ticket: Ticket | None = None


def rule_for(said: Incoming) -> IntakeRule | None:
    """The desk's rule about a message, if it has one."""
    return intake_rules.first_that_holds(
        {
            "sender": said.sender_email or said.sender_number,
            "subject": said.subject,
            "words": f"{said.subject}\n{said.text}",
            "mailbox": said.source,
            "channel": said.channel,
            "language": said.language,
            "is_known": said.customer is not None,
            "has_files": bool(said.files),
        }
    )


def begin(said: Incoming, rule: IntakeRule | None, *, at: datetime | None = None) -> Begun:
    """Open the contact with all that is known, its files, and its ticket where nothing is lacking for one."""
    at = at or timezone.now()
    contact = receive(said.channel, _facts(said, rule), by=None, customer=said.customer, at=at)
    enclosures = [enclose(contact, file, at=at) for file in said.files]
    if contact.channel == Channel.FAX:
        keep(contact, enclosures, said.notice)
    if contact.kind != Kind.ACTION or contact.code_id is None:
        return Begun(contact)
    contact.code = CARRIED.now(contact.code_id)
    if any(missing_in_problem(contact)):
        # The contact waits for somebody who asks for it.
        return Begun(contact)
    with holding(contact):
        return _ticketed(contact, at)


def _ticketed(contact: Contact, at: datetime) -> Begun:
    try:
        ticket = open_ticket(contact, by=None, at=at)
    except Refused:
        return Begun(contact)
    keep_rows(contact, "tickets", [ticket])
    return Begun(_closed(contact, at), ticket)


def _closed(contact: Contact, at: datetime) -> Contact:
    try:
        return close(contact, Outcome.TICKETED, by=None, at=at)
    except Refused:
        return contact


def customer_of(said: Incoming) -> Customer | None:
    """Who sent it, where exactly one customer has this address or number."""
    if said.customer:
        return said.customer
    if said.sender_email:
        found = directory.by_email(said.sender_email)
        return found[0] if len(found) == 1 else None
    return known(said.sender_number) if said.sender_number else None


def _facts(said: Incoming, rule: IntakeRule | None) -> dict[str, Any]:
    code = said.code or (rule.code if rule else None)
    facts: dict[str, Any] = {
        "caller_name": said.sender_name[:200],
        "caller_email": said.sender_email[:254],
        "caller_number": said.sender_number[:60],
        "language": said.language,
        "words": words_of(said),
        "kind": said.kind or (rule.kind if rule else "") or (Kind.ACTION if code else ""),
        "code": code,
        "place": said.place[:LONGEST_PLACE],
        "location": said.location,
        "answers": dict(said.answers),
    }
    hints = {"impact": rule.impact, "urgency": rule.urgency} if rule else {}
    return {**facts, **{name: value for name, value in hints.items() if value}, **said.also}


def words_of(said: Incoming) -> str:
    """The subject as the first line, which becomes the title of a ticket, and the words below."""
    subject, text = _PREFIX.sub("", said.subject).strip(), said.text.strip()
    return text if not subject or text.startswith(subject) else f"{subject}\n\n{text}".strip()
