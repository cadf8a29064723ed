"""Working time: how long the desk has worked between two moments, and when so much work will have been done.

A pure module. All moments are aware datetimes; amounts are whole or broken seconds of working time. `Hours` describe
the week of a calendar in its own time zone. Its open intervals are laid on one line of UTC microseconds with running
totals, so that every question is one or two bisections, and exact; the line grows by years as far as it is asked for.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

DAY = 24 * 3600
FURTHEST_YEARS = 60
FIRST_YEAR, LAST_YEAR = 2, 9997
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)

Interval = tuple[int, int]
Pause = tuple[datetime, datetime | None]


class NoWorkingTime(ValueError):
    """The calendar has no working time where it was asked for: a week without hours, or a target beyond its horizon."""


class OverlappingHours(ValueError):
    """Two intervals of one day overlap, or an interval is empty or leaves its day."""


@dataclass(frozen=True)
class Hours:
    """The working hours of a calendar.

    `week` holds for each day, Monday first, intervals in seconds since local midnight, at most 86,400. `holidays` are
    closed; `shifts` are the hours of single dates instead of the week's, also on a holiday (none: closed); `breaks` are
    taken out.
    `rolls_over` says that an amount used up just at closing time is due at the next opening, not at closing.
    """

    zone: str
    week: tuple[tuple[Interval, ...], ...]
    holidays: Container[date] = frozenset()
    shifts: Mapping[date, tuple[Interval, ...]] = field(default_factory=dict)
    breaks: Mapping[date, tuple[Interval, ...]] = field(default_factory=dict)
    rolls_over: bool = False

    def __post_init__(self) -> None:
        for day in (*self.week, *self.shifts.values(), *self.breaks.values()):
            _check(day)

    def on(self, day: date) -> tuple[Interval, ...]:
        """The open intervals of one date, in seconds since its local midnight."""
        if day in self.shifts:
            open_hours = self.shifts[day]
        else:
            open_hours = () if day in self.holidays else self.week[day.weekday()]
        return _without(sorted(open_hours), sorted(self.breaks.get(day, ())))


def _check(day: Sequence[Interval]) -> None:
    last = 0
    for start, end in sorted(day):
        if not last <= start < end <= DAY:
            raise OverlappingHours
        last = end


def _without(intervals: Iterable[Interval], breaks: Sequence[Interval]) -> tuple[Interval, ...]:
    left = []
    for start, end in intervals:
        cursor = start
        for away, back in breaks:
            if away < end and back > cursor:
                if away > cursor:
                    left.append((cursor, away))
                cursor = back
        if cursor < end:
            left.append((cursor, end))
    return tuple(left)


class WorkingTime:
    """Answers questions about one calendar. Keep it: what it has laid out once serves all later questions."""

    def __init__(self, hours: Hours) -> None:
        if not any(hours.week) and not any(hours.shifts.values()):
            raise NoWorkingTime
        self.hours = hours
        self._zone = ZoneInfo(hours.zone)
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._totals: list[int] = [0]
        self._first = self._last = 0

    def is_open(self, at: datetime) -> bool:
        """Whether the desk works at this moment; the end of an interval is closed."""
        moment = _micros(at)
        self._reach(at.year, at.year)
        index = bisect_right(self._starts, moment) - 1
        return index >= 0 and moment < self._ends[index]

    def elapsed(self, start: datetime, end: datetime, pauses: Iterable[Pause] = ()) -> float:
        """Seconds of working time between two moments, without those of the pauses; 0 where `end` is not later."""
        if end <= start:
            return 0.0
        worked = self._between(start, end)
        for away, back in _merged(pauses):
            if away < end and (back is None or back > start):
                worked -= self._between(max(away, start), min(back or end, end))
        return worked / 1e6

    def deadline(self, start: datetime, seconds: float, pauses: Iterable[Pause] = ()) -> datetime:
        """The first moment at which so much working time has passed since `start`, pauses not counted.

        Never outside working time: zero seconds from a closed moment is the next opening. A pause without an end stops
        the clock for good and has no deadline (`NoWorkingTime`).
        """
        cursor, left = start, round(seconds * 1e6)
        for away, back in _merged(pauses):
            if back is not None and back <= cursor:
                continue
            worked = self._between(cursor, away) if away > cursor else 0
            if worked >= left and (left or away > cursor):
                return self._forward(cursor, left)
            if back is None:
                raise NoWorkingTime
            left, cursor = left - worked, back
        return self._forward(cursor, left)

    def before(self, end: datetime, seconds: float) -> datetime:
        """The last moment from which so much working time passes until `end`."""
        self._reach(end.year - 1, end.year)
        while (target := self._worked_until(_micros(end)) - round(seconds * 1e6)) <= 0:
            if end.year - self._first >= FURTHEST_YEARS or self._first <= FIRST_YEAR:
                raise NoWorkingTime
            self._reach(2 * self._first - self._last, self._last)
        index = bisect_left(self._totals, target) - 1
        return _moment(self._starts[index] + target - self._totals[index], end)

    def add_days(self, start: datetime, days: int) -> datetime:
        """The same local time so many working days later (earlier when negative), moved into working time.

        A working day is a date with hours. A start on a date without hours counts from the next opening (going back:
        from the last closing).
        """
        step = 1 if days >= 0 else -1
        if not self.hours.on(start.astimezone(self._zone).date()):
            start = self.deadline(start, 0) if step > 0 else self.before(start, 0)
        local = start.astimezone(self._zone)
        day = local.date()
        for _ in range(abs(days)):
            day = self._next_working_day(day, step)
        moment = datetime.combine(day, local.timetz().replace(tzinfo=None), self._zone).astimezone(UTC)
        if self.is_open(moment):
            return moment.astimezone(start.tzinfo)
        return self.deadline(moment, 0) if step > 0 else self.before(moment, 0)

    def _next_working_day(self, day: date, step: int) -> date:
        for _ in range(FURTHEST_YEARS * 366):
            day += timedelta(days=step)
            if self.hours.on(day):
                return day
        raise NoWorkingTime

    def _between(self, start: datetime, end: datetime) -> int:
        self._reach(start.year, end.year)
        return self._worked_until(_micros(end)) - self._worked_until(_micros(start))

    def _worked_until(self, moment: int) -> int:
        index = bisect_right(self._starts, moment) - 1
        if index < 0:
            return 0
        return self._totals[index] + min(moment, self._ends[index]) - self._starts[index]

    def _forward(self, start: datetime, amount: int) -> datetime:
        self._reach(start.year, start.year + 1)
        moment = _micros(start)
        if amount <= 0:
            return self._next_opening(moment, start)
        while (target := self._worked_until(moment) + amount) >= self._totals[-1]:
            self._go_on(start)
        find = bisect_right if self.hours.rolls_over else bisect_left
        index = find(self._totals, target) - 1
        return _moment(self._starts[index] + target - self._totals[index], start)

    def _next_opening(self, moment: int, start: datetime) -> datetime:
        while (index := bisect_right(self._ends, moment)) >= len(self._ends):
            self._go_on(start)
        return _moment(max(moment, self._starts[index]), start)

    def _go_on(self, start: datetime) -> None:
        """Lay out as many years again."""
        if self._last - start.year >= FURTHEST_YEARS or self._last >= LAST_YEAR:
            raise NoWorkingTime
        self._reach(self._first, 2 * self._last - self._first)

    def _reach(self, first: int, last: int) -> None:
        """Lay out all years from `first` to `last`, one more on both sides for the time zones."""
        first, last = max(first - 1, FIRST_YEAR), min(last + 1, LAST_YEAR)
        if not self._first:
            self._lay_out(first, last)
        elif first < self._first or last > self._last:
            self._lay_out(min(first, self._first), max(last, self._last))

    def _lay_out(self, first: int, last: int) -> None:
        starts, ends = [], []
        day, end = date(first, 1, 1), date(last, 12, 31)
        while day <= end:
            for opening, closing in self.hours.on(day):
                start, stop = self._utc(day, opening), self._utc(day, closing)
                if start < stop:
                    starts.append(start)
                    ends.append(stop)
            day += timedelta(days=1)
        totals = [0]
        for start, stop in zip(starts, ends, strict=True):
            totals.append(totals[-1] + stop - start)
        self._starts, self._ends, self._totals, self._first, self._last = starts, ends, totals, first, last

    def _utc(self, day: date, seconds: int) -> int:
        """UTC microseconds of a local time of a day, counted on the wall clock: 9:00 is 9:00 on every day.

        A time that a clock change skips is as much later as the change is long; of one that comes twice, the first.
        """
        if seconds == DAY:
            day, seconds = day + timedelta(days=1), 0
        return _micros(datetime.combine(day, datetime.min.time(), self._zone) + timedelta(seconds=seconds))


def _micros(moment: datetime) -> int:
    return (moment - EPOCH) // MICROSECOND


def _moment(micros: int, like: datetime) -> datetime:
    return (EPOCH + timedelta(microseconds=micros)).astimezone(like.tzinfo)


def _merged(pauses: Iterable[Pause]) -> list[Pause]:
    """Pauses in order, joined where they overlap; after one without an end there is no other."""
    merged: list[Pause] = []
    for start, end in sorted(pauses, key=lambda pause: pause[0]):
        last = merged[-1][1] if merged else start - MICROSECOND
        if last is None:
            break
        if start > last:
            merged.append((start, end))
        elif end is None or end > last:
            merged[-1] = (merged[-1][0], end)
    return merged
