"""The clocks of a ticket as its screens show them: the promise that comes first, and all of them as bars."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from firstline.casework.tickets.bars import Bar
from firstline.casework.tickets.models import OPEN_STATES, State
from firstline.interfaces.ui import clockface

# Of each clock: what it is called, and the icon that stands for it where there is no room for the word.
CLOCKS: dict[str, tuple[str | Promise, str]] = {
    "respond": (_("Respond"), "reply"),
    "update": (_("Update the customer"), "message-square-more"),
    "resolve": (_("Resolve"), "circle-check"),
}


class Clocked(Protocol):
    """What the clocks are read from: a ticket, or the few columns of it that a list reads."""

    @property
    def state(self) -> str: ...
    @property
    def opened_at(self) -> datetime: ...
    @property
    def respond_by(self) -> datetime | None: ...
    @property
    def responded_at(self) -> datetime | None: ...
    @property
    def update_by(self) -> datetime | None: ...
    @property
    def told_at(self) -> datetime | None: ...
    @property
    def resolve_by(self) -> datetime | None: ...


@dataclass(frozen=True)
class Next:
    """A promise that is yet to be kept; `stands` says that its clock stands still."""

    clock: str
    since: datetime
    by: datetime
    stands: bool

    @property
    def label(self) -> str:
        return str(CLOCKS[self.clock][0])

    @property
    def icon(self) -> str:
        return CLOCKS[self.clock][1]


def promised(ticket: Clocked) -> list[Next]:
    """The promises of an open ticket that are yet to be kept, the one that comes first first. Costs no query."""
    if ticket.state not in OPEN_STATES:
        return []
    stands = ticket.state == State.WAITING
    found = (
        ("respond", ticket.opened_at, None if ticket.responded_at else ticket.respond_by),
        ("update", ticket.told_at or ticket.opened_at, ticket.update_by),
        ("resolve", ticket.opened_at, ticket.resolve_by),
    )
    ahead = [Next(clock, since, by, stands) for clock, since, by in found if by]
    return sorted(ahead, key=lambda one: one.by)


def next_of(ticket: Clocked) -> Next | None:
    """The promise that has to be kept first; None where there is none."""
    return next(iter(promised(ticket)), None)


def as_seen(ahead: list[Next], now: datetime) -> str:
    """How much time is left, as far as it shows: what is drawn of it holds as long as this stays the same."""
    left = [clockface.left(one.by, since=one.since, now=now, paused=one.stands) for one in ahead]
    return ".".join(f"{one.state}.{one.share}.{one.text}" for one in left).replace(" ", "_")


@dataclass(frozen=True)
class Shown:
    """A bar with its name."""

    bar: Bar

    @property
    def label(self) -> str:
        return str(CLOCKS[self.bar.clock][0])

    @property
    def percent(self) -> int:
        """How much of the working time is used; more than all of it is all there is to show."""
        return min(self.bar.percent, 999)

    @property
    def was_kept(self) -> bool:
        return self.bar.kept_at is not None and not self.bar.is_late
