"""Holding a ticket while it is changed: every verb of this package begins and ends here."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from firstline.casework.tickets import clocks
from firstline.casework.tickets.models import State, Ticket
from firstline.casework.tickets.searching import INDEXED, index_ticket
from firstline.journal.prepared import Prepared
from firstline.journal.refusal import Refused
from firstline.journal.versions import change
from firstline.journal.writing import update

LONGEST_TEXT = 50_000
_LOCKED: Prepared[Ticket] = Prepared(lambda key: Ticket.objects.select_for_update().filter(pk=key).order_by(), int)


class NotOpen(Refused):
    """The ticket is resolved or closed, and work on it is over until it is reopened."""

    def __init__(self, ticket: Ticket) -> None:
        facts = {"number": ticket.number, "state": State(ticket.state).label}
        super().__init__(_("Ticket %(number)s is %(state)s. Reopen it first.") % facts)


def hold(ticket: Ticket) -> Ticket:
    """The ticket as it is now, locked until the end of the transaction; `NotOpen` when work on it is over."""
    held = lock(ticket)
    if not held.is_open:
        raise NotOpen(held)
    return held


def lock(ticket: Ticket) -> Ticket:
    """The ticket as it is now, open or not, locked until the end of the transaction."""
    return _LOCKED.get(ticket.pk)


def lock_both(ticket: Ticket, other: Ticket) -> tuple[Ticket, Ticket]:
    """Two tickets, always locked in the same order, so that two people who tie them crosswise do not deadlock."""
    rows = Ticket.objects.select_for_update().filter(pk__in=(ticket.pk, other.pk)).order_by("pk")
    held = {row.pk: row for row in rows}
    return held[ticket.pk], held[other.pk]


def save(held: Ticket, values: Mapping[str, Any], *, at: datetime, seen: int | None = None) -> list[str]:
    """Set columns of a held ticket and write them, with what follows from them. Returns the changed columns' names.

    `seen` is the version that the writer had read: `Conflict` when a column was changed after it.
    """
    was_open, was, over_at = held.is_open, held.state, held.resolved_at or held.closed_at
    columns = change(held, dict(values), seen=seen)
    if columns:
        held.changed_at = at
        following = clocks.follow(held, was, over_at, at) if held.state != was else []
        update(held, {*columns, *following, "changed_at"})
        if INDEXED.intersection(columns) or held.is_open != was_open:
            index_ticket(held)
    return columns


def said(text: str, field: str, missing: str) -> str:
    """A text that a verb cannot do without; `Refused` with the sentence `missing`, beside `field`, when it is empty."""
    text = written(text, field)
    if not text:
        raise Refused(missing, field=field)
    return text


def written(text: str, field: str) -> str:
    """A text as it can be stored, without blanks around it; `Refused`, beside `field`, when it is too long."""
    text = text.replace("\x00", "").strip()
    if len(text) > LONGEST_TEXT:
        raise Refused(_("This text is too long: at most %(count)s characters.") % {"count": LONGEST_TEXT}, field=field)
    return text.encode(errors="replace").decode()
