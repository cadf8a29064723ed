"""Contacts that begin with a written message: all it says stands in them at once, and nobody waits on a line."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from firstline.casework.contacts.editing import lock
from firstline.casework.contacts.models import Contact
from firstline.casework.contacts.reception import on_file
from firstline.casework.contacts.searching import index_contact
from firstline.journal.recording import record
from firstline.journal.refusal import Refused
from firstline.journal.writing import insert_numbered
from firstline.reference.customers.models import Customer
from firstline.reference.staff.models import User

# Longer words are cut; the message itself is kept whole.
LONGEST_WORDS = 50_000
FIELDS = frozenset(
    (
        "caller_name",
        "caller_number",
        "caller_email",
        "language",
        "words",
        "kind",
        "code",
        "place",
        "location",
        "answers",
    )
) | {"impact", "urgency", "people_affected", "whole_site_down", "wanted", "before", "tone"}


@transaction.atomic
def receive(
    channel: str,
    facts: Mapping[str, Any],
    *,
    by: User | None,
    customer: Customer | None = None,
    at: datetime | None = None,
) -> Contact:
    """Open a contact with what a message says (`FIELDS`), and with what the file of its customer says besides.

    A letter, unlike a call, is over when it has been read: the contact's own clock does not run.
    """
    at = at or timezone.now()
    known = {name: value for name, value in facts.items() if name in FIELDS and value}
    known["words"] = known.get("words", "")[:LONGEST_WORDS]
    if customer is not None:
        known |= {name: value for name, value in on_file(customer).items() if value and name not in known}
        known["customer"] = customer
    contact = Contact(channel=channel, started_at=at, ended_at=at, **known)
    insert_numbered(contact, "contact")
    told = {"customer": customer.pk, "name": customer.name} if customer else {}
    record("contact.opened", contact, by=by, at=at, facts={"channel": str(channel), "outbound": False, **told})
    index_contact(contact)
    return contact


@transaction.atomic
def hear_again(contact: Contact, text: str, *, by: User | None, at: datetime | None = None) -> Contact:
    """Write down what the customer sent to a contact later; the journal keeps it."""
    if not text.strip():
        raise Refused(_("Write down what the customer said."), field="text")
    held = lock(contact)
    record("contact.message_received", held, by=by, at=at, facts={"text": text.strip()[:LONGEST_WORDS]})
    return held
