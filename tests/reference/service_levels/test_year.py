"""Why is the desk closed on this day?"""

from collections import Counter
from datetime import date

import pytest
from django.utils.translation import override

from firstline.reference.service_levels.calendars import create_calendar
from firstline.reference.service_levels.own_days import set_days
from firstline.reference.service_levels.year import DayKind, days_of, holiday_names
from tests.cast import marc

pytestmark = pytest.mark.django_db


def test_each_day_of_a_year_says_why_it_is_not_worked() -> None:
    calendar = create_calendar({"name": "Office", "country": "PL"}, by=marc())
    set_days(calendar, "2026-12-24 Eve\n2026-12-31 08:00-12:00\n2026-01-06 08:00-10:00", by=marc())
    days = {day.day: day for day in days_of(calendar, 2026)}
    assert len(days) == 365
    special = (date(2026, 1, 1), date(2026, 1, 3), date(2026, 1, 5), date(2026, 1, 6), date(2026, 12, 31))
    assert [(days[day].kind, days[day].name) for day in special] == [
        (DayKind.HOLIDAY, "New Year's Day"),
        (DayKind.FREE, ""),
        (DayKind.WORKED, ""),
        (DayKind.OWN_HOURS, "Epiphany"),
        (DayKind.OWN_HOURS, ""),
    ]
    kinds = Counter(day.kind for day in days.values())
    assert (kinds[DayKind.OWN_HOURS], kinds[DayKind.OWN_CLOSED] + kinds[DayKind.HOLIDAY]) == (2, 13)


def test_holidays_are_named_in_the_readers_language_where_it_is_known() -> None:
    day = date(2026, 1, 1)
    found = []
    for language in ("fr", "th", "es"):
        with override(language):
            found.append(holiday_names("FR", "", 2026)[day])
    assert found == ["Jour de l'an", "วันขึ้นปีใหม่", "New Year's Day"]
    assert holiday_names("", "", 2026) == {}
