"""What is written into a ticket beside its fields: notes, messages, calls. The journal alone keeps them."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from firstline.casework.tickets import clocks, owing
from firstline.casework.tickets.editing import lock, said, save, written
from firstline.casework.tickets.models import Ticket
from firstline.journal.recording import record
from firstline.journal.refusal import Refused
from firstline.reference.service_levels import laid_down
from firstline.reference.staff.models import User

# How a call ended; the same words as those of a call-back.
CALLS = {
    "reached": gettext_lazy("reached"),
    "no_answer": gettext_lazy("no answer"),
    "message_left": gettext_lazy("message left"),
    "wrong_number": gettext_lazy("wrong number"),
}


@transaction.atomic
def note_internally(ticket: Ticket, text: str, *, by: User | None, at: datetime | None = None) -> None:
    """Write something down for colleagues; the customer never sees it."""
    text = said(text, "text", _("Write the note first."))
    record("ticket.noted", ticket, by=by, at=at, facts={"text": text})


@transaction.atomic
def write_down_message(ticket: Ticket, text: str, *, by: User | None, at: datetime | None = None) -> None:
    """Write something down for the customer; carrying it to them is the channels' work."""
    text = said(text, "text", _("Write the message first."))
    at = at or timezone.now()
    held = lock(ticket)
    save(held, clocks.told(held, at, laid_down.current()), at=at)
    record("ticket.message_written", ticket, by=by, at=at, facts={"text": text})


@transaction.atomic
def call(ticket: Ticket, text: str, outcome: str, *, by: User | None, at: datetime | None = None) -> None:
    """Write down a call to the customer: how it ended (a key of `CALLS`) and, where it was answered, what was said."""
    if outcome not in CALLS:
        raise Refused(_("Say how the call ended."), field="outcome")
    text = said(text, "text", _("Write down what was said.")) if outcome == "reached" else written(text, "text")
    at = at or timezone.now()
    held = lock(ticket)
    facts: dict[str, Any] = {"outcome": outcome, "text": text}
    if outcome == "reached":
        known = laid_down.current()
        save(held, clocks.told(held, at, known), at=at)
        facts |= owing.reached(held, known, at)
    record("ticket.called", held, by=by, at=at, facts=facts)
