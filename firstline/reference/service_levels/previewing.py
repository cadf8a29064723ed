"""What a calendar would promise: a start as people write it, and when so much time after it has been worked (T7)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import override

from firstline.journal.refusal import Refused
from firstline.reference.service_levels import spans
from firstline.reference.service_levels.calendars import working_time
from firstline.reference.service_levels.models import Calendar
from firstline.reference.service_levels.spans import Span
from firstline.reference.service_levels.working_time import NoWorkingTime, WorkingTime

FIRST_YEAR, LAST_YEAR = 1990, 2100
LONGEST_TYPED = 40
_DATED = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})[ T]+([0-9]{1,2}):([0-9]{2})")
_NAMED = re.compile(r"(\S+?)[.,]?\s+([0-9]{1,2}):([0-9]{2})")
SAMPLE = Span(240, "m")


@dataclass(frozen=True)
class Start:
    """A moment as it was typed; `again` is the same time once more, where the clock shows it twice."""

    at: datetime
    again: datetime | None = None


@dataclass(frozen=True)
class Preview:
    """From `start`, so much time is used up at `due`; both on the calendar's own clock."""

    start: datetime
    span: Span
    due: datetime


def sample_start() -> str:
    """A start worth a look, as the reader would write it: towards the end of a working week."""
    return f"{WEEKDAYS[4]} 16:50"


def foresee(calendar: Calendar, start: datetime, span: Span) -> Preview:
    """One preview; `Refused` where the calendar does not work so much in all its years."""
    zone = ZoneInfo(calendar.time_zone)
    try:
        due = span.due(start, working_time(calendar))
    except NoWorkingTime:
        raise Refused(_("The calendar never works that long."), field="span") from None
    return Preview(start.astimezone(zone), span, due.astimezone(zone))


def read_start(text: str, zone: str, now: datetime) -> Start:
    """A start typed as "2026-03-27 16:50", or as "Friday 16:50" for the next one, on the clock of `zone`.

    `Refused` where it is none, or where the clock never shows it because it was put forward.
    """
    here = ZoneInfo(zone)
    wall = _wall(" ".join(text.split())[: LONGEST_TYPED + 1], now.astimezone(here).date())
    first, second = (wall.replace(tzinfo=here, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first.astimezone(here).replace(tzinfo=None) != wall:
        words = {"time": f"{wall:%H:%M}", "day": f"{wall:%Y-%m-%d}", "zone": zone}
        text = _("The clocks of %(zone)s never show %(time)s on %(day)s: they are put forward then.")
        raise Refused(text % words, field="start")
    return Start(first.astimezone(here), second.astimezone(here) if second > first else None)


def _wall(text: str, today: date) -> datetime:
    dated, named = _DATED.fullmatch(text), _NAMED.fullmatch(text)
    try:
        if dated:
            year, month, day, hour, minute = (int(part) for part in dated.groups())
            wall = datetime(year, month, day, hour, minute)  # noqa: DTZ001 its zone comes after
        elif named:
            ahead = (_weekday(named[1]) - today.weekday()) % 7
            wall = datetime.combine(today + timedelta(days=ahead), time(int(named[2]), int(named[3])))
        else:
            raise ValueError(text)
    except ValueError:
        raise Refused(_("Write a start as 2026-03-27 16:50 or as Friday 16:50."), field="start") from None
    if not FIRST_YEAR <= wall.year <= LAST_YEAR:
        years = {"first": FIRST_YEAR, "last": LAST_YEAR}
        raise Refused(_("Give a year from %(first)s to %(last)s.") % years, field="start")
    return wall


def _weekday(name: str) -> int:
    """A day of the week by its beginning, in the reader's language or in English; ValueError where it is none."""
    wanted = name.casefold()
    for language in (None, "en"):
        for number, word in _day_words(language):
            if len(wanted) > 1 and word.startswith(wanted):
                return number
    raise ValueError(name)


def _day_words(language: str | None) -> Iterator[tuple[int, str]]:
    for names in (WEEKDAYS, WEEKDAYS_ABBR):
        for number, name in names.items():
            if language:
                with override(language):
                    yield number, str(name).casefold()
            else:
                yield number, str(name).casefold()


def samples(calendar: Calendar, now: datetime) -> list[Preview]:
    """Previews worth a look: over the coming weekend, the next holiday, and the next change of the clock."""
    desk, zone = working_time(calendar), ZoneInfo(calendar.time_zone)
    found = (_before_break(desk, now), _before_holiday(desk, now, zone), _clock_change(now, zone))
    starts = {_late(desk, at) for at in found if at is not None}
    return [foresee(calendar, start, SAMPLE) for start in sorted(start for start in starts if start)]


def _late(desk: WorkingTime, before: datetime) -> datetime | None:
    """Seventy minutes before the desk closes for the last time before a moment."""
    try:
        return desk.before(before, 70 * 60)
    except NoWorkingTime:
        return None


def _before_break(desk: WorkingTime, now: datetime) -> datetime | None:
    """The end of the week, where the desk does not work through it."""
    days = (now + timedelta(days=ahead) for ahead in range(1, 15))
    return next((day for day in days if not desk.hours.on(_local(desk, day)) and desk.hours.on(_eve(desk, day))), None)


def _before_holiday(desk: WorkingTime, now: datetime, zone: ZoneInfo) -> datetime | None:
    today = now.astimezone(zone).date()
    for ahead in range(1, 367):
        day = today + timedelta(days=ahead)
        if desk.hours.week[day.weekday()] and not desk.hours.on(day):
            return datetime.combine(day, time(), zone)
    return None


def _clock_change(now: datetime, zone: ZoneInfo) -> datetime | None:
    """The morning after the clocks were next put forward or back."""
    offset = now.astimezone(zone).utcoffset()
    for ahead in range(1, 367):
        then = (now + timedelta(days=ahead)).astimezone(zone)
        if then.utcoffset() != offset:
            return datetime.combine(then.date(), time(), zone)
    return None


def _local(desk: WorkingTime, at: datetime) -> date:
    return at.astimezone(ZoneInfo(desk.hours.zone)).date()


def _eve(desk: WorkingTime, at: datetime) -> date:
    return _local(desk, at) - timedelta(days=1)


def read_span(text: str) -> Span:
    """A span as it was typed; `Refused` at its field where it is none."""
    try:
        span = spans.read(text[: LONGEST_TYPED + 1])
    except Refused as refused:
        raise Refused(str(refused), field="span") from None
    if span is None:
        raise Refused(_("Write minutes, hours or working days, such as 30m, 4h or 2d."), field="span")
    return span
