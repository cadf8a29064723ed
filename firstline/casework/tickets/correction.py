"""Correcting what a ticket says, field by field, while others may do the same."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from firstline.casework.contacts.editing import difference
from firstline.casework.tickets.editing import lock, save, written
from firstline.casework.tickets.models import Ticket
from firstline.journal.recording import record
from firstline.journal.refusal import Refused
from firstline.reference.catalogue.models import ProblemCode
from firstline.reference.staff.models import User

TEXTS = ("title", "words", "wanted", "before", "place")


@transaction.atomic
def correct(ticket: Ticket, field: str, text: str, *, seen: int | None, by: User | None) -> Ticket:
    """Write one of `TEXTS`; `Conflict` when somebody else wrote it since the version `seen`, if any is told."""
    text = _fitting(field, text)
    held = lock(ticket)
    was = getattr(held, field)
    if save(held, {field: text}, at=timezone.now(), seen=seen):
        _record(held, {"field": field, **difference(was, text)}, by=by)
    return held


@transaction.atomic
def recode(ticket: Ticket, code: ProblemCode, *, seen: int | None, by: User | None) -> Ticket:
    """Put the ticket under another problem code; priority and queue stay, for people have worked by them."""
    if code.is_retired:
        raise Refused(_("This problem code is no longer in use."), field="code")
    held = lock(ticket)
    was = held.code.labels if held.code else {}
    values = {"code_id": code.pk, "department_id": code.category.provider.department_id}
    if save(held, values, at=timezone.now(), seen=seen):
        _record(held, {"field": "code", "was": was, "now": code.labels}, by=by)
    return held


def _fitting(field: str, text: str) -> str:
    if field not in TEXTS:
        raise ValueError(field)
    text = written(text, field)
    if field == "title" and not text:
        raise Refused(_("A ticket needs a title."), field=field)
    longest = getattr(Ticket._meta.get_field(field), "max_length", None)
    if longest and len(text) > longest:
        raise Refused(_("This text is too long: at most %(count)s characters.") % {"count": longest}, field=field)
    return text


def _record(held: Ticket, facts: dict[str, Any], *, by: User | None) -> None:
    record("ticket.corrected", held, by=by, facts=facts)
