"""What happens by itself: lines of a schedule, how the worker keeps them, and which there are."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils.functional import Promise
from procrastinate import App


@dataclass(frozen=True)
class Line:
    """When (five fields of cron, UTC) something happens, and what: a function of the moment it was due.

    `says` is what it does, for people.
    """

    cron: str
    act: Callable[[datetime], object]
    says: str | Promise = ""

    @property
    def name(self) -> str:
        return f"{self.act.__module__}.{self.act.__qualname__}"


_kept: list[Line] = []


def keep(lines: Sequence[Line]) -> Sequence[Line]:
    """Let others know the schedule without knowing who has written it."""
    _kept[:] = lines
    return lines


def kept() -> Sequence[Line]:
    """The schedule as it was last kept; empty before anybody has."""
    return tuple(_kept)


def add_to(app: App, lines: Iterable[Line]) -> None:
    """Make the worker of `app` keep the schedule."""
    for line in lines:
        task = app.task(name=line.name, queueing_lock=line.name)(_on_time(line))
        app.periodic(cron=line.cron)(task)


def _on_time(line: Line) -> Callable[[int], None]:
    def act(timestamp: int) -> None:
        line.act(datetime.fromtimestamp(timestamp, UTC))

    return act
