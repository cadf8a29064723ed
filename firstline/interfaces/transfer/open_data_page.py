"""What the screen of the open-data files knows."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property

from firstline.interfaces.access import department_limits
from firstline.interfaces.transfer.open_data import COLUMNS, SMALLEST, Month, month_of, path_of
from firstline.reference.staff.models import User

MONTHS = 12


@dataclass(frozen=True)
class Line:
    """A month that is over; its size and when it was written where there is a file of it."""

    month: Month
    size: int = 0
    written_at: datetime | None = None

    @property
    def first(self) -> date:
        return self.month.first


@dataclass(frozen=True)
class OpenData:
    user: User
    now: datetime
    refusal: str = ""
    columns = COLUMNS
    smallest = SMALLEST

    @property
    def may_write(self) -> bool:
        return not department_limits(self.user)

    @cached_property
    def lines(self) -> list[Line]:
        """The last twelve months, the newest first."""
        found, month = [], month_of(self.now)
        for _number in range(MONTHS):
            month = month.before
            found.append(_line(month))
        return found


def _line(month: Month) -> Line:
    try:
        facts = path_of(month).stat()
    except FileNotFoundError:
        return Line(month)
    return Line(month, facts.st_size, datetime.fromtimestamp(facts.st_mtime, UTC))
