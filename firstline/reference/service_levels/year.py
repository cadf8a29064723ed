"""A calendar's year: which days are worked, and why the others are not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import holidays
from django.utils.translation import get_language

from firstline.reference.service_levels.calendars import hours_of
from firstline.reference.service_levels.models import Calendar
from firstline.reference.service_levels.working_time import Interval

ENGLISH = "en_US"


class DayKind(StrEnum):
    WORKED = "worked"
    FREE = "free"
    HOLIDAY = "holiday"
    OWN_HOURS = "own_hours"
    OWN_CLOSED = "own_closed"


@dataclass(frozen=True)
class YearDay:
    """One date; `name` says what is special about it, `hours` are in seconds since its midnight."""

    day: date
    kind: DayKind
    name: str
    hours: tuple[Interval, ...]


def days_of(calendar: Calendar, year: int) -> list[YearDay]:
    """All days of a year, in order."""
    hours, names = hours_of(calendar), holiday_names(calendar.country, calendar.region, year)
    own = {row.day: row for row in calendar.days.all()}
    found = []
    day = date(year, 1, 1)
    while day.year == year:
        worked = hours.on(day)
        if day in own:
            kind, name = DayKind.OWN_HOURS if worked else DayKind.OWN_CLOSED, own[day].name or names.get(day, "")
        elif day in names:
            kind, name = DayKind.HOLIDAY, names[day]
        else:
            kind, name = DayKind.WORKED if worked else DayKind.FREE, ""
        found.append(YearDay(day, kind, name, worked))
        day += timedelta(days=1)
    return found


def holiday_names(country: str, region: str, year: int) -> Mapping[date, str]:
    """The holidays of a country or region, named in the reader's language, else in English, else in the country's."""
    if not country:
        return {}
    spoken = holidays.country_holidays(country, subdiv=region or None, years=year)
    own = (get_language() or "en")[:2]
    known = [one for one in getattr(spoken, "supported_languages", ()) if one == own] or [ENGLISH]
    return dict(holidays.country_holidays(country, subdiv=region or None, years=year, language=known[0]))
