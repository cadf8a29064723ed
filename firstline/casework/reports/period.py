"""The time a report is about: whole days of a time zone, cut into steps, and the same time before it."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import cache, cached_property
from zoneinfo import ZoneInfo, available_timezones

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from firstline.journal.refusal import Refused

EARLIEST, LATEST = date(1980, 1, 1), date(2100, 1, 1)
MOST_YEARS = 10
MOST_STEPS = 400


class Step(StrEnum):
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


# The longest period, in days, for which a step is chosen by itself.
USUAL = ((3, Step.HOUR), (62, Step.DAY), (400, Step.WEEK))


@dataclass(frozen=True)
class Period:
    """From the beginning of the first day to the end of the last one, in a time zone. Made by `period`."""

    first: date
    last: date
    zone: str
    step: Step

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @cached_property
    def start(self) -> datetime:
        return _midnight(self.first, self.zone)

    @cached_property
    def end(self) -> datetime:
        """The first moment after it."""
        return _midnight(self.last + timedelta(days=1), self.zone)

    @property
    def before(self) -> "Period":
        """As many days directly before it."""
        return replace(self, first=self.first - timedelta(days=self.days), last=self.first - timedelta(days=1))

    @cached_property
    def starts(self) -> list[datetime]:
        """The beginnings of its steps in UTC; the first is that of the period, even within a week or month."""
        found, moment = [self.start], self.start
        while (moment := self._next(moment)) < self.end:
            found.append(moment)
        return found

    @cached_property
    def offsets(self) -> tuple[list[float], list[float]]:
        """When the clocks of its zone were changed, in it and in the time before it, in seconds since 1970; and by how
        many seconds the zone is before UTC, until the first of these moments, until the next, and after the last."""
        first, zone, hour = self.before.start, ZoneInfo(self.zone), timedelta(hours=1)
        days = [first + timedelta(days=day) for day in range((self.end - first).days + 2)]
        changes, offsets = [], [_offset(first, zone)]
        for day in days[1:]:
            if _offset(day, zone) == offsets[-1]:
                continue
            quarters = (day - hour * 24 + hour / 4 * place for place in range(1, 24 * 4 + 1))
            changes.append(next(moment for moment in quarters if _offset(moment, zone) != offsets[-1]).timestamp())
            offsets.append(_offset(day, zone))
        return changes, offsets

    def step_of(self, start: datetime) -> tuple[datetime, datetime]:
        """The step that begins at a moment, and its end; ValueError where none does."""
        place = self.starts.index(start)
        return start, self.starts[place + 1] if place + 1 < len(self.starts) else self.end

    def _next(self, moment: datetime) -> datetime:
        if self.step is Step.HOUR:
            return moment + timedelta(hours=1)
        day = moment.astimezone(ZoneInfo(self.zone)).date()
        if self.step is Step.MONTH:
            first = day.replace(day=1) + timedelta(days=32)
            return _midnight(first.replace(day=1), self.zone)
        ahead = 7 - day.weekday() if self.step is Step.WEEK else 1
        return _midnight(day + timedelta(days=ahead), self.zone)


def period(first: date, last: date, zone: str, step: Step | None = None) -> Period:
    """A period that makes sense; Refused with the field (`from`, `to`, `zone`, `step`) that does not."""
    if zone not in zones():
        raise Refused(_("This time zone is not known."), field="zone")
    for field, day in (("from", first), ("to", last)):
        if not EARLIEST <= day < LATEST:
            years = {"first": EARLIEST.year, "last": LATEST.year - 1}
            raise Refused(_("A day from %(first)s to %(last)s is needed.") % years, field=field)
    if last < first:
        raise Refused(_("The period ends before it begins."), field="to")
    days = (last - first).days + 1
    if days > MOST_YEARS * 366:
        many = ngettext(
            "A report covers %(count)s year at most.", "A report covers %(count)s years at most.", MOST_YEARS
        )
        raise Refused(many % {"count": MOST_YEARS}, field="to")
    chosen = step or next((usual for most, usual in USUAL if days <= most), Step.MONTH)
    if _steps(days, chosen) > MOST_STEPS:
        raise Refused(
            _("That would be more than %(count)s steps: choose a longer one.") % {"count": MOST_STEPS}, field="step"
        )
    return Period(first, last, zone, chosen)


@cache
def zones() -> tuple[str, ...]:
    """The names of the time zones, by the alphabet: those of places, and UTC."""
    odd = ("posix/", "right/", "Etc/", "SystemV/")
    return ("UTC", *sorted(name for name in available_timezones() if "/" in name and not name.startswith(odd)))


def _steps(days: int, step: Step) -> int:
    return {Step.HOUR: days * 24, Step.DAY: days, Step.WEEK: days // 7, Step.MONTH: days // 28}[step]


def _offset(moment: datetime, zone: ZoneInfo) -> float:
    """How many seconds a zone is before UTC."""
    offset = moment.astimezone(zone).utcoffset()
    return offset.total_seconds() if offset else 0.0


def _midnight(day: date, zone: str) -> datetime:
    """The beginning of a day; where midnight is skipped, the first moment after it."""
    return datetime.combine(day, datetime.min.time(), ZoneInfo(zone)).astimezone(UTC)
