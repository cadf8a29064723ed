"""The clocks of a ticket (T7): started by its opening, standing still while it waits, stopped by what they promise.

`told` and `renew` give the columns that a verb writes with its own; `start` and `follow` set them on the ticket.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import prefetch_related_objects

from firstline.casework.tickets.models import Pause, State, Ticket
from firstline.casework.tickets.steps import PROMISES, Clock, Running, next_at, running
from firstline.reference.service_levels import laid_down
from firstline.reference.service_levels.calendars import working_time
from firstline.reference.service_levels.laid_down import LaidDown
from firstline.reference.service_levels.models import EscalationStep
from firstline.reference.service_levels.spans import Span, moved
from firstline.reference.service_levels.targets import Promise
from firstline.reference.service_levels.working_time import Pause as Away
from firstline.reference.service_levels.working_time import WorkingTime

STANDING = (State.WAITING, State.RESOLVED, State.CLOSED)
Columns = dict[str, Any]


def start(ticket: Ticket, known: LaidDown) -> None:
    """Promise what is laid down for a ticket that is being opened. Whoever reported it has just been spoken to."""
    ticket.told_at = ticket.opened_at
    promise = promise_of(ticket, ticket.priority_id, known)
    if promise:
        _set(ticket, _promised(ticket, promise, ()))
        ticket.step_at = next_at(running(ticket), known.steps.get(ticket.priority_id, ()), promise.working_time)


def follow(held: Ticket, was: str, over_at: datetime | None, at: datetime) -> list[str]:
    """Set what follows from a move from the state `was`, and name the columns; `over_at` is when it was resolved."""
    columns: Columns = {}
    if was == State.NEW and held.responded_at is None:
        columns["responded_at"] = at
    if held.state in STANDING:
        if held.state == State.WAITING and was not in STANDING:
            Pause.objects.create(ticket=held, began_at=at)
        columns["step_at"] = None
    elif was in STANDING:
        pause, resumed = _go_on(held, over_at or at, at, laid_down.current())
        pause.save()
        columns |= resumed
    _set(held, columns)
    return list(columns)


def go_on(tickets: Sequence[Ticket], over_at: Mapping[int, datetime], known: LaidDown, at: datetime) -> None:
    """What `follow` does, for many locked tickets that are open again together; written at once."""
    prefetch_related_objects(tickets, "pauses", "steps_done")
    pauses = []
    for ticket in tickets:
        pause, columns = _go_on(ticket, over_at[ticket.pk], at, known)
        pauses.append(pause)
        _set(ticket, columns)
    Pause.objects.bulk_create([pause for pause in pauses if pause.pk is None])
    Pause.objects.bulk_update([pause for pause in pauses if pause.pk], ["ended_at"])
    Ticket.objects.bulk_update(tickets, [*PROMISES, "step_at"])


def told(held: Ticket, at: datetime, known: LaidDown) -> Columns:
    """The customer has been spoken or written to: that is a response, and the time to the next update begins."""
    columns: Columns = {}
    if held.responded_at is None:
        columns["responded_at"] = at
    if held.told_at is None or at > held.told_at:
        columns["told_at"] = at
        if held.calendar_id:
            columns |= _next_update(held, at, known)
    return columns


def renew(held: Ticket, priority_id: int, known: LaidDown) -> Columns:
    """All promises anew, by what is laid down now for a priority: from the ticket's opening, without its pauses."""
    promise = promise_of(held, priority_id, known)
    if promise is None:
        return dict.fromkeys(("calendar_id", *PROMISES, "step_at"))
    pauses = ended_pauses(held)
    columns = _promised(held, promise, pauses)
    if held.responded_at:
        # It was kept or not as it was promised then.
        columns["respond_by"] = held.respond_by
    return columns | {
        "step_at": _step_at(held, columns, known.steps.get(priority_id, ()), promise.working_time, pauses)
    }


def _step_at(
    held: Ticket, columns: Columns, steps: Sequence[EscalationStep], desk: WorkingTime, pauses: Collection[Away]
) -> datetime | None:
    if held.state in STANDING:
        return None
    done = {(row.step_id, row.since) for row in held.steps_done.all()}
    return next_at(running(held, columns), steps, desk, pauses, done)


def ended_pauses(ticket: Ticket) -> list[Away]:
    """The times in which the clocks of a ticket stood still and after which they went on."""
    return [(pause.began_at, pause.ended_at) for pause in ticket.pauses.all() if pause.ended_at]


def desk_of(ticket: Ticket, known: LaidDown) -> WorkingTime | None:
    """The working time in which a ticket was promised something; None where it was not."""
    if ticket.calendar_id is None:
        return None
    # One laid down a moment ago may be newer than what is known.
    calendar = known.calendars.get(ticket.calendar_id) or ticket.calendar
    return working_time(calendar) if calendar else None


def promise_of(ticket: Ticket, priority_id: int, known: LaidDown) -> Promise | None:
    """What is laid down now for a ticket if it had a priority; not what it was promised."""
    return known.promise(
        priority_id,
        agreement_id=ticket.agreement_id,
        code_id=ticket.code_id,
        department_id=ticket.department_id,
    )


def _go_on(held: Ticket, over_at: datetime, at: datetime, known: LaidDown) -> tuple[Pause, Columns]:
    """The pause is over; what was left of each promise at its beginning is left now."""
    before = ended_pauses(held)
    waiting = (pause for pause in held.pauses.all() if pause.ended_at is None)
    pause = next(waiting, None) or Pause(ticket=held, began_at=min(over_at, at))
    ended_at = pause.ended_at = max(at, pause.began_at)
    desk = desk_of(held, known)
    if desk is None:
        return pause, {}
    columns = {
        f"{clock.clock}_by": moved(clock.by, max(clock.since, pause.began_at), ended_at, desk)
        for clock in running(held)
    }
    pauses = [*before, (pause.began_at, ended_at)]
    steps = known.steps.get(held.priority_id, ())
    return pause, columns | {"step_at": _step_at(held, columns, steps, desk, pauses)}


def _next_update(held: Ticket, at: datetime, known: LaidDown) -> Columns:
    promise = promise_of(held, held.priority_id, known)
    if promise is None or promise.update is None:
        return {"update_by": None}
    by = promise.update.due(at, promise.working_time)
    if held.state in STANDING:
        return {"update_by": by}
    steps = known.steps.get(held.priority_id, ())
    first = next_at([Running(Clock.UPDATE, at, by)], steps, promise.working_time)
    return {"update_by": by, "step_at": min((one for one in (first, held.step_at) if one), default=None)}


def _promised(ticket: Ticket, promise: Promise, pauses: Collection[Away]) -> Columns:
    def by(span: Span | None, since: datetime) -> datetime | None:
        return span.due(since, promise.working_time, pauses) if span else None

    return {
        "calendar_id": promise.calendar.pk,
        "respond_by": by(promise.respond, ticket.opened_at),
        "update_by": by(promise.update, ticket.told_at or ticket.opened_at),
        "resolve_by": by(promise.resolve, ticket.opened_at),
    }


def _set(ticket: Ticket, columns: Columns) -> None:
    for name, value in columns.items():
        setattr(ticket, name, value)
