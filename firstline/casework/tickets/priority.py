"""Changing how urgent a ticket is: by hand with a reason, or because what is known of it has changed (T1)."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from firstline.casework.contacts.severity import SEVERITY
from firstline.casework.tickets import clocks, owing
from firstline.casework.tickets.editing import hold, said, save
from firstline.casework.tickets.facts import FOR_PRIORITY, facts_of
from firstline.casework.tickets.models import Ticket
from firstline.casework.tickets.triage import decide_priority
from firstline.journal.changes import plain
from firstline.journal.recording import record
from firstline.journal.refusal import Refused
from firstline.reference.customers.models import Degree
from firstline.reference.service_levels import laid_down
from firstline.reference.service_levels.laid_down import LaidDown
from firstline.reference.service_levels.models import Kind, Priority
from firstline.reference.staff.models import User

LONGEST_REASON = 300
MOST_PEOPLE = 2**31 - 1


@transaction.atomic
def override_priority(
    ticket: Ticket, priority: Priority, reason: str, *, by: User | None, at: datetime | None = None
) -> Ticket:
    """Give it another priority than the criteria did, and say why; from now on they leave it alone."""
    reason = said(reason, "reason", _("Say why the criteria are wrong here."))
    at = at or timezone.now()
    if priority.retired_at is not None:
        raise Refused(_("%(name)s is retired.") % {"name": priority.label}, field="priority")
    held = hold(ticket)
    if held.priority_id == priority.pk and held.priority_by_hand:
        raise Refused(_("It has this priority already."), field="priority")
    facts = {**_set(held, priority, reason, laid_down.current(), at, by_hand=True), "text": reason}
    record("ticket.priority_overridden", held, by=by, at=at, facts=facts)
    return held


@transaction.atomic
def reconsider(ticket: Ticket, *, by: User | None, at: datetime | None = None) -> Ticket:
    """Ask the criteria again, by what is known now. What was decided by hand stays."""
    at = at or timezone.now()
    held = hold(ticket)
    changed = _reconsidered(held, at)
    if changed:
        record("ticket.reprioritized", held, by=by, at=at, facts=changed)
    return held


@transaction.atomic
def weigh(ticket: Ticket, field: str, value: Any, *, seen: int, by: User | None, at: datetime | None = None) -> Ticket:
    """Correct one of `SEVERITY`, None for "not known"; the criteria are asked again. `Conflict` as fields know it."""
    at = at or timezone.now()
    _must_fit(field, value)
    held = hold(ticket)
    was = getattr(held, field)
    if save(held, {field: value}, at=at, seen=seen):
        facts = {"field": field, "was": plain(was), "now": plain(value)}
        changed = _reconsidered(held, at)
        record("ticket.corrected", held, by=by, at=at, facts=facts | ({"priority": changed} if changed else {}))
    return held


def _reconsidered(held: Ticket, at: datetime) -> dict[str, Any]:
    """Set what the criteria decide now, and say what changed; nothing where it stays or was decided by hand."""
    known = laid_down.current()
    rules = known.rules(Kind.PRIORITY, FOR_PRIORITY)
    priority, because = decide_priority(held.code, facts_of(held), rules, known)
    if held.priority_by_hand or priority.pk == held.priority_id:
        return {}
    return {**_set(held, priority, because, known, at, by_hand=False), "because": because}


def _set(
    held: Ticket, priority: Priority, because: str, known: LaidDown, at: datetime, *, by_hand: bool
) -> dict[str, Any]:
    was = held.priority
    values = {"priority_id": priority.pk, "priority_rank": priority.rank, "priority_by_hand": by_hand}
    promised = clocks.renew(held, priority.pk, known)
    save(held, {**values, "priority_because": because[:LONGEST_REASON], **promised}, at=at)
    owing.hasten(held, known, at)
    return {"was": was.labels, "now": priority.labels, "was_id": was.pk, "now_id": priority.pk}


def _must_fit(field: str, value: Any) -> None:
    if field not in SEVERITY:
        raise ValueError(field)
    if value is None:
        return
    if field in ("impact", "urgency") and value not in Degree.values:
        raise Refused(_("Say high, medium or low."), field=field)
    if field == "people_affected" and not (isinstance(value, int) and 0 <= value <= MOST_PEOPLE):
        raise Refused(_("Write a whole number of people."), field=field)
