"""How a line of the schedule becomes a job of the queue."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from procrastinate import App


@dataclass(frozen=True)
class Line:
    """When (five fields of cron, UTC) something happens, and what: a function of the moment it was due."""

    cron: str
    act: Callable[[datetime], object]

    @property
    def name(self) -> str:
        return f"{self.act.__module__}.{self.act.__qualname__}"


def add_to(app: App, lines: Iterable[Line]) -> None:
    """Make the worker of `app` keep the schedule."""
    for line in lines:
        task = app.task(name=line.name, queueing_lock=line.name)(_on_time(line))
        app.periodic(cron=line.cron)(task)


def _on_time(line: Line) -> Callable[[int], None]:
    def act(timestamp: int) -> None:
        line.act(datetime.fromtimestamp(timestamp, UTC))

    return act
