"""Escalation by time (E1): each minute the steps that have fallen due are taken, each once whatever crashes."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import prefetch_related_objects

from firstline.casework.tickets.clocks import desk_of, ended_pauses
from firstline.casework.tickets.editing import save
from firstline.casework.tickets.escalation import raise_by_time
from firstline.casework.tickets.models import OPEN, StepDone, Ticket
from firstline.casework.tickets.steps import Due, falling_due, running
from firstline.journal.recording import record
from firstline.reference.service_levels import laid_down
from firstline.reference.service_levels.laid_down import LaidDown
from firstline.reference.service_levels.models import EscalationStep
from firstline.reference.staff.models import User

Act = EscalationStep.Act
BATCH = 500
# Kept in English and shown in the reader's language.
BY_TIME = "Time has run out at the tier before."


def sweep(at: datetime) -> int:
    """Take the steps that have fallen due by `at`, one short transaction per ticket; returns how many.

    What another worker holds just now is left to the next sweep. A ticket whose clocks have changed so that nothing is
    due yet is only told when to be looked at again.
    """
    known = laid_down.current()
    found = Ticket.objects.filter(OPEN, step_at__lte=at).order_by("step_at").values_list("pk", flat=True)
    keys, taken = list(found), 0
    for start in range(0, len(keys), BATCH):
        waiting = _put_off(keys[start : start + BATCH], at, known)
        taken += sum(_take(ticket, ahead, at, known) for ticket, ahead in waiting)
    return taken


def _put_off(keys: Sequence[int], at: datetime, known: LaidDown) -> list[tuple[Ticket, list[Due]]]:
    """Say of tickets with nothing due yet when the next step is; gives the others, each with the steps ahead of it."""
    with transaction.atomic():
        early, late = [], []
        for held in _loaded(_locked(keys, at)):
            ahead = _ahead(held, known)
            if ahead and ahead[0].at <= at:
                late.append((held, ahead))
            else:
                held.step_at = ahead[0].at if ahead else None
                early.append(held)
        Ticket.objects.bulk_update(early, ["step_at"])
    return late


@transaction.atomic
def _take(seen: Ticket, ahead: list[Due], at: datetime, known: LaidDown) -> int:
    """Take the steps of one ticket; what was read before counts only if nobody has changed it in between."""
    held = next(iter(_locked([seen.pk], at)), None)
    if held is None:
        return 0
    if held.version == seen.version:
        held.centre, held.assignee = seen.centre, seen.assignee
    else:
        ahead = _ahead(_loaded([held])[0], known)
    due = [one for one in ahead if one.at <= at]
    StepDone.objects.bulk_create(StepDone(ticket=held, step=one.step, since=one.since, done_at=at) for one in due)
    save(held, dict(_outcome(ahead, at)), at=at)
    for one in due:
        if one.step.act != Act.TO_TIER:
            _warn(held, one, by=None, at=at)
    _raise(held, [one for one in due if one.step.act == Act.TO_TIER], at)
    return len(due)


def _outcome(ahead: Sequence[Due], at: datetime) -> Iterator[tuple[str, Any]]:
    yield "step_at", next((one.at for one in ahead if one.at > at), None)
    if any(one.at <= at and one.step.act != Act.TO_TIER for one in ahead):
        yield "warned_at", at


def _warn(held: Ticket, due: Due, *, by: User | None, at: datetime, act: str = "") -> None:
    """Tell somebody by the journal, whose readers carry it to them."""
    facts = _told(due) | {"act": act or str(due.step.act)}
    if held.assignee:
        facts |= {"assignee": held.assignee.name, "assignee_id": held.assignee_id}
    record("ticket.warned", held, by=by, at=at, facts=facts)


def _raise(held: Ticket, due: Sequence[Due], at: datetime) -> None:
    """Move it to the highest tier that is due; where its centre has none so high, the supervisors are told instead."""
    if not due:
        return
    last = max(due, key=lambda one: one.step.tier or 0)
    wanted = last.step.tier or 0
    tier = min(wanted, held.centre.tiers)
    if tier > held.tier:
        raise_by_time(held, tier, _told(last), BY_TIME, by=None, at=at)
    elif wanted > held.centre.tiers:
        _warn(held, last, by=None, at=at, act=Act.TELL_SUPERVISORS)


def _told(due: Due) -> dict[str, Any]:
    step = due.step
    facts = {"clock": str(step.clock), "percent": step.percent, "due_by": due.by.isoformat()}
    return facts | ({"wanted_tier": step.tier} if step.tier else {})


def _ahead(held: Ticket, known: LaidDown) -> list[Due]:
    desk = desk_of(held, known)
    if desk is None:
        return []
    steps = known.steps.get(held.priority_id, ())
    done = {(row.step_id, row.since) for row in held.steps_done.all()}
    return falling_due(running(held), steps, desk, ended_pauses(held), done)


def _locked(keys: Sequence[int], at: datetime) -> list[Ticket]:
    """Those that are still due to be looked at and that nobody else holds."""
    rows = Ticket.objects.select_for_update(skip_locked=True).filter(OPEN, pk__in=keys, step_at__lte=at)
    return list(rows.order_by("pk"))


def _loaded(held: list[Ticket]) -> list[Ticket]:
    """Tickets with what their clocks and steps need."""
    prefetch_related_objects(held, "centre", "assignee", "pauses", "steps_done")
    return held
