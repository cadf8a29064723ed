"""The clocks of a ticket (T7): started by its opening, standing still while it waits, stopped by what they promise.

Each function gives the columns that a verb has to write with its own; what happens beside them (pauses) is written here.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from firstline.casework.tickets.models import Pause, State, Ticket
from firstline.casework.tickets.steps import Clock, Running, next_at, running
from firstline.reference.service_levels import laid_down, working_time
from firstline.reference.service_levels.calendars import working_time as working_time_of
from firstline.reference.service_levels.laid_down import LaidDown
from firstline.reference.service_levels.spans import Span, moved
from firstline.reference.service_levels.targets import Promise

STANDING = (State.WAITING, State.RESOLVED, State.CLOSED)
PROMISES = ("respond_by", "update_by", "resolve_by")
Columns = dict[str, Any]


def start(ticket: Ticket, known: LaidDown) -> None:
    """Promise what is laid down for a ticket that is being opened. Whoever reported it has just been spoken to."""
    ticket.told_at = ticket.opened_at
    promise = _promise(ticket, known)
    if promise:
        _set(ticket, _promised(ticket, promise, ()))
        steps = known.steps.get(ticket.priority_id, ())
        ticket.step_at = next_at(running(ticket), steps, promise.working_time)


def follow(held: Ticket, was: State, over_at: datetime | None, at: datetime) -> Columns:
    """What follows from a ticket's move from the state `was`; `over_at` is when it had been resolved, if it had."""
    columns: Columns = {}
    if was == State.NEW and held.responded_at is None:
        columns["responded_at"] = at
    if held.state in STANDING:
        if held.state == State.WAITING and was not in STANDING:
            Pause.objects.create(ticket=held, began_at=at)
        columns["step_at"] = None
    elif was in STANDING:
        columns |= _go_on(held, over_at or at, at)
    return columns


def told(held: Ticket, at: datetime) -> Columns:
    """The customer has been spoken or written to: that is a response, and the time to the next update begins."""
    columns: Columns = {}
    if held.responded_at is None:
        columns["responded_at"] = at
    if held.told_at is None or at > held.told_at:
        columns["told_at"] = at
        if held.calendar_id and held.is_open:
            columns |= _next_update(held, at)
    return columns


def renew(held: Ticket, known: LaidDown) -> Columns:
    """All promises of an open ticket anew, by what is laid down now: from its opening, without its pauses."""
    promise = _promise(held, known)
    if promise is None:
        return dict.fromkeys(("calendar_id", *PROMISES, "step_at"))
    pauses = ended_pauses(held)
    columns = _promised(held, promise, pauses)
    again = _with(held, columns)
    return columns | {"step_at": _step_at(again, known, promise.working_time, pauses)}


def ended_pauses(ticket: Ticket) -> list[working_time.Pause]:
    """The times in which the clocks of a ticket stood still and after which they went on."""
    return list(ticket.pauses.exclude(ended_at=None).values_list("began_at", "ended_at"))


def _go_on(held: Ticket, over_at: datetime, at: datetime) -> Columns:
    """The pause is over; what was left of each promise at its beginning is left now."""
    pause = held.pauses.filter(ended_at=None).first() or Pause(ticket=held, began_at=min(over_at, at))
    pause.ended_at = max(at, pause.began_at)
    pause.save()
    if held.calendar is None:
        return {}
    desk = working_time_of(held.calendar)
    due = {name: getattr(held, name) for name in PROMISES}
    if held.responded_at:
        del due["respond_by"]
    columns = {name: moved(by, pause.began_at, pause.ended_at, desk) for name, by in due.items() if by}
    return columns | {"step_at": _step_at(_with(held, columns), laid_down.current(), desk, ended_pauses(held))}


def _next_update(held: Ticket, at: datetime) -> Columns:
    known = laid_down.current()
    promise = _promise(held, known)
    if promise is None or promise.update is None:
        return {"update_by": None}
    by = promise.update.due(at, promise.working_time)
    if held.state in STANDING:
        return {"update_by": by}
    steps = known.steps.get(held.priority_id, ())
    first = next_at([Running(Clock.UPDATE, at, by)], steps, promise.working_time)
    return {"update_by": by, "step_at": min((one for one in (first, held.step_at) if one), default=None)}


def _promise(ticket: Ticket, known: LaidDown) -> Promise | None:
    return known.promise(
        ticket.priority_id,
        agreement_id=ticket.agreement_id,
        code_id=ticket.code_id,
        department_id=ticket.department_id,
    )


def _promised(ticket: Ticket, promise: Promise, pauses: "list[working_time.Pause] | tuple[()]") -> Columns:
    def by(span: Span | None, since: datetime) -> datetime | None:
        return span.due(since, promise.working_time, pauses) if span else None

    return {
        "calendar_id": promise.calendar.pk,
        "respond_by": by(promise.respond, ticket.opened_at),
        "update_by": by(promise.update, ticket.told_at or ticket.opened_at),
        "resolve_by": by(promise.resolve, ticket.opened_at),
    }


def _step_at(
    ticket: Ticket, known: LaidDown, desk: working_time.WorkingTime, pauses: list[working_time.Pause]
) -> datetime | None:
    if ticket.state in STANDING:
        return None
    done = set(ticket.steps_done.values_list("step_id", "since"))
    return next_at(running(ticket), known.steps.get(ticket.priority_id, ()), desk, pauses, done)


def _with(held: Ticket, columns: Mapping[str, Any]) -> Ticket:
    """The ticket as it will be, for reckoning only."""
    again = Ticket(pk=held.pk)
    for field in Ticket._meta.concrete_fields:
        setattr(again, field.attname, columns.get(field.attname, getattr(held, field.attname)))
    return again


def _set(ticket: Ticket, columns: Mapping[str, Any]) -> None:
    for name, value in columns.items():
        setattr(ticket, name, value)
