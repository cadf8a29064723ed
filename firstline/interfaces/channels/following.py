"""What a message continues: by our own address in it, the ids that it names, or a number in its subject.

Whoever writes to an address with our secret in it has got it from us. An id or a number alone could be guessed or
passed on, so they count only for a sender who belongs to the matter.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from firstline.casework.contacts.models import Contact
from firstline.casework.tickets.models import Ticket
from firstline.interfaces.channels.incoming import Incoming
from firstline.interfaces.channels.models import Arrival, End, Outgoing
from firstline.reference.customers.models import ContactPoint
from firstline.reference.customers.numbers import normal_email

_TAG = re.compile(r"\+([a-z2-7]{24})@", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\w-])(?:#\s?|\[)?([TC])[- ]?(\d{1,12})(?!\w)")
_MOST_IDS = 50
_MOST_NUMBERS = 3


@dataclass(frozen=True)
class Followed:
    """A ticket, or the contact where there is no ticket, and by which sign; `outgoing` is our message it answers."""

    because: str
    ticket: Ticket | None = None
    contact: Contact | None = None
    outgoing: Outgoing | None = None


def may_continue(said: Incoming) -> bool:
    """Whether it names anything at all that it could continue: asks nobody."""
    names = bool(said.ticket or said.contact or said.references or _NUMBER.search(said.subject[:300]))
    return names or any(_TAG.search(address) for address in said.addressed)


def followed(said: Incoming) -> Followed | None:
    """What the message continues; None where it begins something new."""
    if said.ticket or said.contact:
        return Followed(_("it came from the page of this matter"), said.ticket, said.contact)
    if outgoing := by_tag(said.addressed):
        return Followed(_("the address it was sent to"), outgoing.ticket, outgoing.contact, outgoing)
    for found in (*_by_ids(said.references), *_by_number(said.subject)):
        if _may(said.sender_email, found):
            return found
    return None


def by_tag(addressed: Sequence[str]) -> Outgoing | None:
    """Our message whose answers go to one of these addresses."""
    tags = {match[1].lower() for address in addressed for match in _TAG.finditer(address)}
    return _ours(Q(tag__in=tags)) if tags else None


def by_id(ids: Sequence[str]) -> Outgoing | None:
    """The last of our messages that has one of these ids."""
    return _ours(Q(message_id__in=list(ids)[-_MOST_IDS:])) if ids else None


def _ours(wanted: Q) -> Outgoing | None:
    rows = Outgoing.objects.select_related("ticket", "contact", "user").filter(wanted)
    return rows.exclude(ticket=None, contact=None).order_by("-id").first()


def _by_ids(ids: Sequence[str]) -> Iterator[Followed]:
    if not ids:
        return
    if outgoing := by_id(ids):
        yield Followed(_("it answers a message of ours"), outgoing.ticket, outgoing.contact, outgoing)
    earlier = Arrival.objects.filter(message_id__in=list(ids)[-_MOST_IDS:], end__in=(End.CONTACT, End.FOLLOW_UP))
    for arrival in earlier.select_related("ticket", "contact").order_by("-id")[:_MOST_NUMBERS]:
        if arrival.ticket or arrival.contact:
            yield Followed(_("it follows an earlier message"), arrival.ticket, arrival.contact)


def _by_number(subject: str) -> Iterator[Followed]:
    because = _("the number in its subject")
    for letter, digits in list(_NUMBER.findall(subject[:300]))[:_MOST_NUMBERS]:
        if letter == "T":
            for ticket in Ticket.objects.select_related("contact").filter(number=int(digits)):
                yield Followed(because, ticket=ticket)
        else:
            for contact in Contact.objects.filter(number=int(digits)):
                yield Followed(because, contact=contact)


def _may(sender: str, found: Followed) -> bool:
    """Whether a sender belongs to what was found: who began it, whom we wrote to, or its customer."""
    address = normal_email(sender)
    if not address:
        return False
    contact = found.contact or (found.ticket.contact if found.ticket else None)
    known = {contact.caller_email if contact else "", found.outgoing.to if found.outgoing else ""}
    if address in {normal_email(each) for each in known if each}:
        return True
    customer = (found.ticket and found.ticket.customer_id) or (contact and contact.customer_id)
    if not customer:
        return False
    return ContactPoint.objects.filter(customer=customer, kind=ContactPoint.Kind.EMAIL, normal=address).exists()
