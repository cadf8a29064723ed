"""Working time: how long the desk has worked between two moments, and when so much work will have been done.

A pure module. All moments are aware datetimes; amounts are whole or broken seconds of working time. `Hours` describe
the week of a calendar in its own time zone. Its open intervals are laid on one line of UTC microseconds with running
totals, so that every question is one or two bisections, and exact; the line grows by years as far as it is asked for.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
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


@dataclass(frozen=True)
class Line:
    """The open intervals of some years in UTC microseconds, in order, and how much was worked before each."""

    first: int
    last: int
    starts: Sequence[int]
    ends: Sequence[int]
    totals: Sequence[int]
    began: int = field(init=False)
    ended: int = field(init=False)

    def __post_init__(self) -> None:
        # A local year begins and ends within a day of that of UTC.
        object.__setattr__(self, "began", _micros(datetime(self.first, 1, 2, tzinfo=UTC)))
        object.__setattr__(self, "ended", _micros(datetime(self.last, 12, 30, tzinfo=UTC)))

    def worked_until(self, moment: int) -> int:
        index = bisect_right(self.starts, moment) - 1
        if index < 0:
            return 0
        return self.totals[index] + min(moment, self.ends[index]) - self.starts[index]

    def between(self, start: int, end: int) -> int:
        return self.worked_until(end) - self.worked_until(start)

    def at(self, worked: int, find: Callable[[Sequence[int], int], int]) -> int:
        """The moment at which so much has been worked; `find` decides between a closing and the next opening."""
        index = find(self.totals, worked) - 1
        return self.starts[index] + worked - self.totals[index]


class WorkingTime:
    """Answers questions about one calendar. Keep it: what it has laid out once serves all later questions.

    It may be asked by several threads at once: each reads one line, which is replaced as a whole when it grows.
    """

    def __init__(self, hours: Hours) -> None:
        if not any(hours.week) and not any(hours.shifts.values()):
            raise NoWorkingTime
        self.hours = hours
        self._zone = ZoneInfo(hours.zone)
        self._line: Line | None = None
        self._worked_on: dict[date, bool] = {}

    def is_open(self, at: datetime) -> bool:
        """Whether the desk works at this moment; the end of an interval is closed."""
        moment = _micros(at)
        line = self._reach(moment, moment)
        index = bisect_right(line.starts, moment) - 1
        return index >= 0 and moment < line.ends[index]

    def elapsed(self, start: datetime, end: datetime, pauses: Iterable[Pause] = ()) -> float:
        """Seconds of working time between two moments, without those of the pauses; 0 where `end` is not later."""
        began, ended = _micros(start), _micros(end)
        if ended <= began:
            return 0.0
        line = self._reach(began, ended)
        worked = line.between(began, ended)
        for away, back in _merged(pauses):
            if away < ended and (back is None or back > began):
                worked -= line.between(max(away, began), ended if back is None else min(back, ended))
        return worked / 1e6

    def laid_out(self, first: datetime, last: datetime) -> Line:
        """The line that holds these moments, for whoever reckons with many at once."""
        return self._reach(_micros(first), _micros(last))

    def deadline(self, start: datetime, seconds: float, pauses: Iterable[Pause] = ()) -> datetime:
        """The first moment at which so much working time has passed since `start`, pauses not counted.

        Never outside working time: zero seconds from a closed moment is the next opening. A pause without an end stops
        the clock for good and has no deadline (`NoWorkingTime`).
        """
        cursor, left = _micros(start), round(seconds * 1e6)
        for away, back in _merged(pauses):
            if back is not None and back <= cursor:
                continue
            worked = self._reach(cursor, away).between(cursor, away) if away > cursor else 0
            if worked >= left and (left or away > cursor):
                break
            if back is None:
                raise NoWorkingTime
            left, cursor = left - worked, back
        return _moment(self._forward(cursor, left), start)

    def before(self, end: datetime, seconds: float) -> datetime:
        """The last moment from which so much working time passes until `end`."""
        moment, amount = _micros(end), round(seconds * 1e6)
        line = self._reach(moment, moment)
        while (target := line.worked_until(moment) - amount) <= 0:
            if end.year - line.first >= FURTHEST_YEARS or line.first <= FIRST_YEAR:
                raise NoWorkingTime
            line = self._lay_out(2 * line.first - line.last - 1, line.last)
        return _moment(line.at(target, bisect_left), end)

    def add_days(self, start: datetime, days: int) -> datetime:
        """The same local time so many working days later (earlier when negative), moved into working time.

        A working day is a date with hours. A start on a date without hours counts as the next opening (going back: as
        the last closing).
        """
        step = 1 if days >= 0 else -1
        if not self._works_on(start.astimezone(self._zone).date()):
            start = self.deadline(start, 0) if step > 0 else self.before(start, 0)
        local = start.astimezone(self._zone)
        day = local.date()
        for _ in range(abs(days)):
            day = self._next_working_day(day, step)
        # Which of two equal times it is concerns only the day on which the clock is put back.
        wall = local.time().replace(fold=local.fold if day == local.date() else 0)
        moment = datetime.combine(day, wall, self._zone).astimezone(UTC)
        if self.is_open(moment):
            return moment.astimezone(start.tzinfo)
        return (self.deadline(moment, 0) if step > 0 else self.before(moment, 0)).astimezone(start.tzinfo)

    def _next_working_day(self, day: date, step: int) -> date:
        for _ in range(FURTHEST_YEARS * 366):
            day += timedelta(days=step)
            if self._works_on(day):
                return day
        raise NoWorkingTime

    def _works_on(self, day: date) -> bool:
        known = self._worked_on.get(day)
        if known is None:
            known = self._worked_on[day] = bool(self.hours.on(day))
        return known

    def _forward(self, moment: int, amount: int) -> int:
        line = self._reach(moment, moment)
        if amount <= 0:
            while (index := bisect_right(line.ends, moment)) >= len(line.ends):
                line = self._go_on(line, moment)
            return max(moment, line.starts[index])
        while (target := line.worked_until(moment) + amount) >= line.totals[-1]:
            line = self._go_on(line, moment)
        return line.at(target, bisect_right if self.hours.rolls_over else bisect_left)

    def _go_on(self, line: Line, moment: int) -> Line:
        """A line of as many years again."""
        if line.last - _year(moment) >= FURTHEST_YEARS or line.last >= LAST_YEAR:
            raise NoWorkingTime
        return self._lay_out(line.first, 2 * line.last - line.first + 1)

    def _reach(self, first: int, last: int) -> Line:
        """The line, of all years from one moment to another at least, and one more on both sides for the time zones."""
        line = self._line
        if line is None:
            return self._lay_out(_year(first) - 1, _year(last) + 2)
        before, after = line.first > FIRST_YEAR and first < line.began, line.last < LAST_YEAR and last > line.ended
        if not before and not after:
            return line
        return self._lay_out(
            _year(first) - 1 if before else line.first,
            _year(last) + 2 if after else line.last,
        )

    def _lay_out(self, first: int, last: int) -> Line:
        first, last = max(first, FIRST_YEAR), min(last, LAST_YEAR)
        starts, ends, totals = [], [], [0]
        day, end = date(first, 1, 1), date(last, 12, 31)
        closed = _micros(datetime.combine(day, datetime.min.time(), UTC)) - DAY * 1_000_000
        while day <= end:
            for opening, closing in self.hours.on(day):
                # What a clock put forward moves into the hours after it is worked once.
                start, stop = max(self._utc(day, opening), closed), self._utc(day, closing)
                if start < stop:
                    starts.append(start)
                    ends.append(stop)
                    totals.append(totals[-1] + stop - start)
                    closed = stop
            day += timedelta(days=1)
        self._line = Line(first, last, starts, ends, totals)
        return self._line

    def _utc(self, day: date, seconds: int) -> int:
        """UTC microseconds of a local time of a day, counted on the wall clock: 9:00 is 9:00 on every day.

        A time that a clock change skips is as much later as the change is long; of one that comes twice, the first.
        """
        if seconds == DAY:
            day, seconds = day + timedelta(days=1), 0
        return _micros(datetime.combine(day, datetime.min.time(), self._zone) + timedelta(seconds=seconds))


def _micros(moment: datetime) -> int:
    return (moment - EPOCH) // MICROSECOND


def _year(micros: int) -> int:
    """The year of a moment in UTC; of those before the first and after the last year, these."""
    first, last = (_micros(datetime(year, 1, 1, tzinfo=UTC)) for year in (FIRST_YEAR, LAST_YEAR))
    return (EPOCH + timedelta(microseconds=min(max(micros, first), last))).year


def _moment(micros: int, like: datetime) -> datetime:
    return (EPOCH + timedelta(microseconds=micros)).astimezone(like.tzinfo)


def _merged(pauses: Iterable[Pause]) -> list[tuple[int, int | None]]:
    """Pauses in order, joined where they overlap; after one without an end there is no other."""
    merged: list[tuple[int, int | None]] = []
    spans = [(_micros(away), None if back is None else _micros(back)) for away, back in pauses]
    for start, end in sorted(spans, key=lambda span: span[0]):
        last = merged[-1][1] if merged else start - 1
        if last is None:
            break
        if start > last:
            merged.append((start, end))
        elif end is None or end > last:
            merged[-1] = (merged[-1][0], end)
    return merged
