"""How much time a promise gives: minutes of working time or working days, written "240m", "4h" or "2d"."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from firstline.journal.refusal import Refused
from firstline.reference.service_levels.working_time import Pause, WorkingTime

LONGEST_MINUTES = 5 * 366 * 24 * 60
_WRITTEN = re.compile(r"\s*([0-9]{1,7})\s*([mhd])\s*", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True)
class Span:
    """An amount of working time: so many minutes, or so many working days."""

    amount: int
    unit: Literal["m", "d"]

    def __str__(self) -> str:
        if self.unit == "m" and self.amount % 60 == 0:
            return f"{self.amount // 60}h"
        return f"{self.amount}{self.unit}"

    def due(self, start: datetime, calendar: WorkingTime, pauses: Iterable[Pause] = ()) -> datetime:
        """When it is used up. Pauses of a span in days move its start on by the working time that they took."""
        if self.unit == "m":
            return calendar.deadline(start, self.amount * 60, pauses)
        due = calendar.add_days(start, self.amount)
        for away, back in sorted(pauses, key=lambda pause: pause[0]):
            if back is not None and back > start:
                due = moved(due, max(away, start), back, calendar)
        return due

    def words(self) -> str:
        """As people say it: "90 minutes", "4 hours", "2 working days"."""
        if self.unit == "d":
            return ngettext("%(count)s working day", "%(count)s working days", self.amount) % {"count": self.amount}
        if self.amount % 60 == 0:
            hours = self.amount // 60
            return ngettext("%(count)s working hour", "%(count)s working hours", hours) % {"count": hours}
        return ngettext("%(count)s working minute", "%(count)s working minutes", self.amount) % {"count": self.amount}


def moved(due: datetime, began: datetime, ended: datetime, calendar: WorkingTime) -> datetime:
    """A deadline after a pause: as much working time is left at its end as was at its beginning.

    One that had passed before the pause stays where it is.
    """
    return calendar.deadline(ended, calendar.elapsed(began, due)) if due > began else due


@lru_cache(maxsize=256)
def read(text: str) -> Span | None:
    """The span that a text writes; none where the text is empty. `Refused` where it is no span."""
    if not text.strip():
        return None
    found = _WRITTEN.fullmatch(text)
    if found is None:
        raise Refused(_("Write minutes, hours or working days, such as 30m, 4h or 2d."))
    amount, unit = int(found[1]), found[2].lower()
    span = Span(amount, "d") if unit == "d" else Span(amount * (60 if unit == "h" else 1), "m")
    if not 0 < span.amount <= (LONGEST_MINUTES if span.unit == "m" else 1830):
        raise Refused(_("A promise is longer than nothing and shorter than five years."))
    return span
