"""The clocks of one ticket as a screen shows them: how much of each promise's time is used up."""

from dataclasses import dataclass
from datetime import datetime

from firstline.casework.tickets.models import Pause as Pausing
from firstline.casework.tickets.models import Ticket
from firstline.casework.tickets.steps import Clock
from firstline.journal.prepared import Prepared
from firstline.reference.service_levels.calendars import working_time
from firstline.reference.service_levels.working_time import Pause, WorkingTime

_PAUSES: Prepared[Pausing] = Prepared(lambda ticket: Pausing.objects.filter(ticket=ticket), int)


@dataclass(frozen=True)
class Bar:
    """One promise: `percent` of its working time used, over 100 when it is late; `seconds` of it are left.

    `kept_at` is when it was kept; it may be kept and late. `stands` says that the clock stands still.
    """

    clock: str
    since: datetime
    by: datetime
    kept_at: datetime | None
    stands: bool
    is_late: bool
    percent: int
    seconds: float


def bars(ticket: Ticket, at: datetime, *, ever_stood: bool = True) -> list[Bar]:
    """The promises of a ticket as they stand at a moment, those that come first at the left.

    In one query, and one for its calendar where the ticket does not hold it; in none where its clocks never stood.
    """
    if ticket.calendar is None:
        return []
    desk = working_time(ticket.calendar)
    pauses = [(pause.began_at, pause.ended_at) for pause in _PAUSES.all(ticket.pk)] if ever_stood else []
    stood_since = next((began for began, ended in pauses if ended is None), None)
    told_at = ticket.told_at or ticket.opened_at
    promised = (
        (Clock.RESPOND, ticket.opened_at, ticket.respond_by, ticket.responded_at),
        (Clock.UPDATE, told_at, ticket.update_by if ticket.is_open else None, None),
        (Clock.RESOLVE, ticket.opened_at, ticket.resolve_by, ticket.resolved_at),
    )
    return [
        _bar(clock, since, by, kept_at, _stop(kept_at, stood_since, at), pauses, desk)
        for clock, since, by, kept_at in promised
        if by
    ]


def _stop(kept_at: datetime | None, stood_since: datetime | None, at: datetime) -> tuple[datetime, bool]:
    """Until when a clock has run, and whether it stands still."""
    if kept_at:
        return kept_at, False
    return (stood_since, True) if stood_since else (at, False)


def _bar(
    clock: str,
    since: datetime,
    by: datetime,
    kept_at: datetime | None,
    stop: tuple[datetime, bool],
    pauses: list[Pause],
    desk: WorkingTime,
) -> Bar:
    until, stands = stop
    ended = [(began, end) for began, end in pauses if end]
    used, whole = desk.elapsed(since, until, ended), desk.elapsed(since, by, ended)
    return Bar(
        clock=str(clock),
        since=since,
        by=by,
        kept_at=kept_at,
        stands=stands,
        is_late=until > by,
        percent=round(used / whole * 100) if whole else 100 if until >= by else 0,
        seconds=whole - used,
    )
