"""What a manager changes about promises that are running already: deadlines move only when they say so (T7)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet, prefetch_related_objects
from django.utils import timezone

from firstline.casework.tickets import clocks
from firstline.casework.tickets.clocks import Columns
from firstline.casework.tickets.models import OPEN, State, Ticket
from firstline.casework.tickets.steps import PROMISES
from firstline.journal.changes import plain
from firstline.journal.recording import Actor, record_all
from firstline.reference.service_levels import escalation_steps, laid_down
from firstline.reference.service_levels.laid_down import LaidDown
from firstline.reference.service_levels.models import EscalationStep, Priority

BATCH = 500


@transaction.atomic
def add_step(
    priority: Priority, clock: str, percent: int, act: str, *, by: Actor | None, tier: int | None = None
) -> EscalationStep:
    """Lay down a step of escalation, which counts for open tickets, too: the next sweep looks at them all."""
    step = escalation_steps.add_step(priority, clock, percent, act, tier=tier, by=by)
    running = Ticket.objects.filter(OPEN, ~Q(calendar=None), ~Q(state=State.WAITING), priority=priority)
    running.update(step_at=timezone.now())
    return step


def would_move(priority: Priority | None = None) -> int:
    """How many open tickets (of a priority) would be due at other times by what is laid down now."""
    known = laid_down.current()
    return sum(len(_moved(batch, known)) for batch in _batches(priority, lock=False))


def refit(*, by: Actor | None, priority: Priority | None = None, at: datetime | None = None) -> int:
    """Promise open tickets (of a priority) anew what is laid down now; returns how many it moved.

    In short transactions, so that work goes on beside it; what it has moved it does not move again.
    """
    at, known, moved = at or timezone.now(), laid_down.current(), 0
    batches = _batches(priority, lock=True)
    while True:
        with transaction.atomic():
            batch = next(batches, None)
            if batch is None:
                return moved
            moved += _refit(batch, known, by=by, at=at)


def _refit(batch: list[Ticket], known: LaidDown, *, by: Actor | None, at: datetime) -> int:
    facts = {}
    changed = _moved(batch, known)
    for ticket, columns in changed.items():
        facts[ticket.pk] = {
            name: {"was": plain(getattr(ticket, name)), "now": plain(columns[name])}
            for name in PROMISES
            if getattr(ticket, name) != columns[name]
        }
        for name, value in columns.items():
            setattr(ticket, name, value)
        ticket.changed_at = at
    Ticket.objects.bulk_update(changed, [*PROMISES, "calendar", "step_at", "changed_at"])
    record_all("ticket.refitted", list(changed), lambda ticket: facts[ticket.pk], by=by, at=at)
    return len(changed)


def _moved(batch: list[Ticket], known: LaidDown) -> dict[Ticket, Columns]:
    found = {}
    for ticket in batch:
        columns = clocks.renew(ticket, ticket.priority_id, known)
        if any(getattr(ticket, name) != columns[name] for name in PROMISES):
            found[ticket] = columns
    return found


def _batches(priority: Priority | None, *, lock: bool) -> Iterator[list[Ticket]]:
    """Open tickets in order, without those of other systems; each batch is read, and locked, when it is asked for."""
    own = Ticket.objects.filter(OPEN, source=None)
    rows: QuerySet[Ticket] = own.order_by("pk").prefetch_related("pauses", "steps_done")
    if priority is not None:
        rows = rows.filter(priority=priority)
    if lock:
        rows = rows.select_for_update()
    last = 0
    while batch := list(rows.filter(pk__gt=last)[:BATCH]):
        yield batch
        last = batch[-1].pk


@dataclass(frozen=True)
class Moving:
    """An open ticket that would be due at other times: of each promise that moves its name, and when it was and is."""

    ticket: Ticket
    changes: Sequence[tuple[str, datetime | None, datetime | None]]


def moving(most: int) -> tuple[int, list[Moving]]:
    """How many open tickets would move, and what would move of the first of them, at most so many."""
    known, count, found = laid_down.current(), 0, list[Moving]()
    for batch in _batches(None, lock=False):
        moved = _moved(batch, known)
        count += len(moved)
        found += [Moving(ticket, _changes(ticket, columns)) for ticket, columns in moved.items()][: most - len(found)]
    prefetch_related_objects([one.ticket for one in found], "priority")
    return count, found


def _changes(ticket: Ticket, columns: Columns) -> list[tuple[str, datetime | None, datetime | None]]:
    both = [(name, getattr(ticket, name), columns[name]) for name in PROMISES]
    return [(name, was, now) for name, was, now in both if was != now]
