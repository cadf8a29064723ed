"""When the steps of escalation fall due for one ticket: pure reckoning on its clocks."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from firstline.casework.tickets.models import Ticket
from firstline.reference.service_levels.models import EscalationStep
from firstline.reference.service_levels.working_time import Pause, WorkingTime

Clock = EscalationStep.Clock
PROMISES = ("respond_by", "update_by", "resolve_by")
# A step of one clock of a ticket: the step, and when that clock was started.
Done = tuple[int, datetime]


@dataclass(frozen=True)
class Running:
    """A clock that runs: which promise, since when, and by when it has to be kept."""

    clock: str
    since: datetime
    by: datetime


@dataclass(frozen=True)
class Due:
    """A step and the moment at which it falls due."""

    at: datetime
    step: EscalationStep
    since: datetime
    by: datetime

    @property
    def key(self) -> Done:
        return self.step.pk, self.since


def running(ticket: Ticket, columns: Mapping[str, Any] | None = None) -> Iterator[Running]:
    """The promises of a ticket that are yet to be kept; `columns` are values that it is going to have."""
    promised = {name: getattr(ticket, name) for name in PROMISES} | dict(columns or {})
    if promised["respond_by"] and ticket.responded_at is None:
        yield Running(Clock.RESPOND, ticket.opened_at, promised["respond_by"])
    if promised["update_by"]:
        yield Running(Clock.UPDATE, ticket.told_at or ticket.opened_at, promised["update_by"])
    if promised["resolve_by"]:
        yield Running(Clock.RESOLVE, ticket.opened_at, promised["resolve_by"])


def falling_due(
    clocks: Iterable[Running],
    steps: Collection[EscalationStep],
    desk: WorkingTime,
    pauses: Collection[Pause] = (),
    done: Collection[Done] = (),
) -> list[Due]:
    """The steps that are not done yet, in the order in which they fall due. `pauses` have all ended."""
    found = [
        Due(_moment(clock, step.percent, desk, pauses), step, clock.since, clock.by)
        for clock in clocks
        for step in steps
        if step.clock == clock.clock and (step.pk, clock.since) not in done
    ]
    return sorted(found, key=lambda due: (due.at, due.step.percent))


def next_at(
    clocks: Iterable[Running],
    steps: Collection[EscalationStep],
    desk: WorkingTime,
    pauses: Collection[Pause] = (),
    done: Collection[Done] = (),
) -> datetime | None:
    """When the next step falls due; None where none will."""
    return next((due.at for due in falling_due(clocks, steps, desk, pauses, done)), None)


def _moment(clock: Running, percent: int, desk: WorkingTime, pauses: Collection[Pause]) -> datetime:
    if percent == 100:
        return clock.by
    return desk.deadline(clock.since, desk.elapsed(clock.since, clock.by, pauses) * percent / 100, pauses)
