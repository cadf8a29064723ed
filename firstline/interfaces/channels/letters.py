"""A letter before it is written: to whom, on which occasion, about what; and the message that becomes of it."""

import secrets
from base64 import b32encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from firstline.casework.contacts.models import Contact
from firstline.casework.tickets.models import Ticket
from firstline.casework.work_orders.models import WorkOrder
from firstline.interfaces.channels.links import follow_address
from firstline.interfaces.channels.models import Outgoing
from firstline.interfaces.ui import clockface
from firstline.reference.correspondence.filling import filled, filled_line
from firstline.reference.correspondence.laid_down import LaidDown, Texts
from firstline.reference.correspondence.occasions import CUSTOMER, Occasion
from firstline.reference.customers.models import Customer
from firstline.reference.staff.models import User

# What of a message's facts is said where it stands among others.
IN_SHORT = ("when", "text", "link")


@dataclass(frozen=True)
class Letter:
    """What is to be told to one recipient. `facts` are what the occasion's text may name beside what is always known.

    `cause` is the key of the journal's entry it tells of; `gathers` says that it may go together with others that are
    due by then, `answers` which Message-ID it answers.
    """

    occasion: Occasion
    to: str
    language: str = ""
    name: str = ""
    ticket: Ticket | None = None
    contact: Contact | None = None
    customer: Customer | None = None
    user: User | None = None
    order: WorkOrder | None = None
    by: User | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    cause: int | None = None
    due_at: datetime | None = None
    gathers: bool = False
    answers: str = ""

    @property
    def department(self) -> int | None:
        return self.ticket.department_id if self.ticket else None


def written(letter: Letter, laid: LaidDown, *, at: datetime) -> Outgoing:
    """The message that a letter becomes by the template of its occasion; not stored."""
    texts, sender = laid.texts(letter.occasion, letter.language), laid.sender(letter.department)
    with translation.override(texts.language):
        facts = _facts(letter, laid, texts.language)
        subject, body = filled_line(texts.subject, facts), filled(texts.body, facts)
    return Outgoing(
        occasion=letter.occasion,
        language=texts.language,
        name=letter.name[:200],
        to=letter.to,
        subject=subject or sender.name,
        body=body,
        customer=letter.customer,
        user=letter.user,
        contact=letter.contact,
        ticket=letter.ticket,
        order=letter.order,
        by=letter.by,
        cause=letter.cause,
        gathers=letter.gathers,
        gist=_gist(subject, facts, texts) if letter.gathers else "",
        answers=letter.answers,
        queued_at=at,
        due_at=letter.due_at or at,
        **names(sender.address),
    )


def _gist(subject: str, facts: Mapping[str, str], texts: Texts) -> str:
    """What is told by itself in its template is told in short, too; the rest was not meant for this reader."""
    said = [facts.get(name, "") for name in IN_SHORT if f"{{{name}}}" in texts.body]
    return "\n".join(line for line in (f"• {subject}", *said) if line)


def names(sender: str) -> dict[str, str]:
    """What a new message is known by: a Message-ID, and the tag of the address that its answers go to."""
    return {"message_id": f"{secrets.token_hex(16)}@{sender.rpartition('@')[2]}", "tag": _tag()}


def _tag() -> str:
    return b32encode(secrets.token_bytes(15)).decode().lower()


def _facts(letter: Letter, laid: LaidDown, language: str) -> dict[str, str]:
    thing = letter.ticket or letter.contact
    facts = {
        "number": str(thing) if thing else "",
        "title": letter.ticket.title if letter.ticket else _beginning(letter.contact),
        "name": letter.name,
        "desk": laid.sender(letter.department).name,
        "link": _link(letter, language),
    }
    if letter.occasion in CUSTOMER:
        facts["signature"] = laid.signature(letter.by.pk if letter.by else None, language)
    return facts | dict(letter.facts)


def _beginning(contact: Contact | None) -> str:
    return " ".join(contact.words.split())[:100] if contact else ""


def _link(letter: Letter, language: str) -> str:
    thing = letter.ticket or letter.contact
    if thing is None:
        return ""
    if letter.user is None:
        return follow_address(thing, language)
    noun = "ticket" if letter.ticket else "contact"
    return settings.PUBLIC_ADDRESS + reverse(f"desk:{noun}", args=[thing.number])


def moment(at: datetime, language: str, zone: str = "") -> str:
    """A date and time as its reader reads it: in their language, in their zone or that of the desk."""
    with translation.override(language), timezone.override(zone or settings.TIME_ZONE):
        return clockface.whole(at)
