"""What the page of a calendar knows: its facts, its week and year as pictures, and what it would promise."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from itertools import groupby
from typing import Any

import holidays
from django.utils.dates import MONTHS_3, WEEKDAYS
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from firstline.interfaces.desk.file_history import Told, file_history
from firstline.interfaces.desk.forms.calendars import CalendarForm, OwnDayForm, OwnDaysForm, QuestionForm
from firstline.journal.refusal import Refused
from firstline.reference.service_levels import previewing, written_hours
from firstline.reference.service_levels.calendars import hours_of
from firstline.reference.service_levels.models import Calendar
from firstline.reference.service_levels.previewing import Preview
from firstline.reference.service_levels.working_time import Interval
from firstline.reference.service_levels.year import DayKind, YearDay, days_of
from firstline.reference.staff.models import User
from firstline.reference.staff.roles import Right, may

YEARS_BACK, YEARS_AHEAD = 1, 2
# Width and gap of a day in the picture of the year; drawn by the reader's browser at any size.
CELL, INNER = 12, 10
SAMPLE_SPAN = "4h"


@dataclass(frozen=True)
class WeekDay:
    """A row of the picture of the week: bars are (first minute, minutes)."""

    name: str
    text: str
    bars: Sequence[tuple[int, int]]


@dataclass(frozen=True)
class Month:
    """A row of the picture of the year: the path of each kind of day, and those days that have something to say."""

    name: str
    paths: Sequence[tuple[str, str]]
    special: Sequence[tuple[int, YearDay]]


@dataclass(frozen=True)
class OwnDay:
    """A day that is not as the week says; `key` is that of an own day, which may be taken back."""

    day: YearDay
    text: str
    key: int | None


@dataclass(frozen=True)
class CalendarPage:
    """Forms are those that were refused, else as the calendar stands; `asked` is the question that was typed."""

    calendar: Calendar
    reader: User
    now: datetime
    year: int
    form: CalendarForm | None = None
    day_form: OwnDayForm | None = None
    days_form: OwnDaysForm | None = None
    asked: Any = field(default_factory=dict)

    @property
    def may_edit(self) -> bool:
        return may(self.reader, Right.EDIT_REFERENCE)

    @cached_property
    def facts(self) -> CalendarForm:
        return self.form or CalendarForm(calendar=self.calendar)

    @cached_property
    def own_day(self) -> OwnDayForm:
        return self.day_form or OwnDayForm()

    @cached_property
    def own_days(self) -> OwnDaysForm:
        return self.days_form or OwnDaysForm()

    @property
    def regions(self) -> list[str]:
        return list(holidays.list_supported_countries().get(self.calendar.country, ()))

    @cached_property
    def week(self) -> list[WeekDay]:
        hours = hours_of(self.calendar).week
        return [WeekDay(capfirst(str(WEEKDAYS[number])), in_words(day), _bars(day)) for number, day in enumerate(hours)]

    @cached_property
    def _days(self) -> list[YearDay]:
        return days_of(self.calendar, self.year)

    @cached_property
    def months(self) -> list[Month]:
        return [_month(number, list(days)) for number, days in groupby(self._days, key=lambda each: each.day.month)]

    @cached_property
    def special(self) -> list[OwnDay]:
        """The holidays and own days of the year."""
        keys = {row.day: row.pk for row in self.calendar.days.all()}
        days = (day for day in self._days if day.name or day.day in keys)
        return [OwnDay(day, in_words(day.hours), keys.get(day.day)) for day in days]

    @property
    def years(self) -> range:
        this = self.now.year
        return range(this - YEARS_BACK, this + YEARS_AHEAD + 1)

    @cached_property
    def samples(self) -> list[Preview]:
        return previewing.samples(self.calendar, self.now)

    @cached_property
    def _answer(self) -> tuple[QuestionForm, list[Preview]]:
        form = QuestionForm({"start": previewing.sample_start(), "span": SAMPLE_SPAN, **self.asked})
        return form, _previews(form, self.calendar, self.now)

    @property
    def question(self) -> QuestionForm:
        return self._answer[0]

    @property
    def answers(self) -> list[Preview]:
        """One, or two where the clock shows the typed start twice; none where it is refused."""
        return self._answer[1]

    @cached_property
    def history(self) -> list[Told]:
        return file_history(self.calendar)


def _previews(form: QuestionForm, calendar: Calendar, now: datetime) -> list[Preview]:
    if not form.is_valid():
        return []
    try:
        span = previewing.read_span(form.cleaned_data["span"])
        start = previewing.read_start(form.cleaned_data["start"], calendar.time_zone, now)
        starts = [start.at, *([start.again] if start.again else [])]
        return [previewing.foresee(calendar, at, span) for at in starts]
    except Refused as refusal:
        form.add_error(refusal.field, str(refusal))
        return []


def year_of(text: str, now: datetime) -> int:
    """The year that an address asks for, within reach; else this one."""
    wanted = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else now.year
    return wanted if now.year - YEARS_BACK <= wanted <= now.year + YEARS_AHEAD else now.year


def in_words(hours: Sequence[Interval]) -> str:
    """Hours in seconds since midnight: "08:00-12:00, 13:00-17:00", or that it is closed."""
    clock = [[f"{second // 3600:02d}:{second // 60 % 60:02d}" for second in one] for one in hours]
    return written_hours.write(clock) or _("closed")


def _bars(hours: Sequence[Interval]) -> list[tuple[int, int]]:
    return [(start // 60, (end - start) // 60) for start, end in hours]


def _month(number: int, days: Sequence[YearDay]) -> Month:
    paths = [
        (kind, "".join(_cell(day.day) for day in days if day.kind == kind)) for kind in (DayKind.WORKED, DayKind.FREE)
    ]
    special = [((day.day.day - 1) * CELL, day) for day in days if day.kind not in (DayKind.WORKED, DayKind.FREE)]
    return Month(capfirst(str(MONTHS_3[number])), paths, special)


def _cell(day: date) -> str:
    return f"M{(day.day - 1) * CELL} 0h{INNER}v{INNER}h-{INNER}z"
