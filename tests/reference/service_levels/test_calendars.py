from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstline.journal.models import Entry
from firstline.journal.refusal import Refused
from firstline.reference.service_levels.calendars import (
    OFFICE,
    change_calendar,
    create_calendar,
    forget_day,
    hours_of,
    make_default,
    set_day,
    working_time,
)
from firstline.reference.service_levels.models import Calendar
from tests.cast import marc

pytestmark = pytest.mark.django_db
HOUR = 3600


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def office(**facts):
    return create_calendar({"name": "Office", **facts}, by=marc())


def test_a_new_calendar_works_from_8_to_18_and_the_first_is_the_default():
    first, second = office(), office(name="Depot")
    assert (first.week, first.is_default, second.is_default) == (OFFICE, True, False)
    assert working_time(first).deadline(at("2026-03-06T17:50"), HOUR) == at("2026-03-09T08:50")
    assert list(Entry.objects.values_list("verb", flat=True)) == ["calendar.created"] * 2


def test_holidays_come_from_the_country_and_region():
    boston = office(country="US", region="MA", time_zone="America/New_York")
    assert working_time(boston).is_open(at("2026-04-20T15:00")) is False
    assert working_time(boston).is_open(at("2026-04-21T15:00")) is True


def test_a_day_of_its_own_goes_before_holidays_and_week():
    calendar = office(country="PL")
    set_day(calendar, date(2026, 1, 6), "Stocktaking", [["08:00", "10:00"]], by=marc())
    set_day(calendar, date(2026, 1, 7), "Move", [], by=marc())
    calendar.refresh_from_db()
    assert working_time(calendar).elapsed(at("2026-01-06T00:00"), at("2026-01-08T00:00")) == 2 * HOUR
    forget_day(calendar, date(2026, 1, 7), by=marc())
    calendar.refresh_from_db()
    assert working_time(calendar).elapsed(at("2026-01-06T00:00"), at("2026-01-08T00:00")) == 12 * HOUR


def test_a_change_is_seen_at_once_and_written_down_once():
    calendar = office()
    assert working_time(calendar).is_open(at("2026-03-07T12:00")) is False
    calendar = change_calendar(calendar, {"week": [[["00:00", "24:00"]]] * 7}, by=marc())
    change_calendar(calendar, {"week": [[["00:00", "24:00"]]] * 7}, by=marc())
    assert working_time(calendar).is_open(at("2026-03-07T12:00")) is True
    assert Entry.objects.filter(verb="calendar.changed").count() == 1


def test_another_calendar_can_become_the_default():
    office()
    make_default(office(name="Depot"), by=marc())
    assert list(Calendar.objects.filter(is_default=True).values_list("name", flat=True)) == ["Depot"]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "Office"}, "name"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"time_zone": "../etc"}, "time_zone"),
        ({"week": [[]] * 7}, "week"),
        ({"week": OFFICE[:6]}, "week"),
        ({"week": "always"}, "week"),
        ({"week": [[["09:00", "12:00"], ["11:00", "17:00"]]] + [[]] * 6}, "week"),
        ({"week": [[["22:00", "06:00"]]] + [[]] * 6}, "week"),
        ({"week": [[["22:00", "25:00"]]] + [[]] * 6}, "week"),
        ({"week": [[["nine", "five"]]] + [[]] * 6}, "week"),
        ({"week": [["09:00"]] + [[]] * 6}, "week"),
        ({"week": [[[9, 17]]] + [[]] * 6}, "week"),
        ({"country": "XX"}, "country"),
        ({"country": "US", "region": "ZZ"}, "region"),
        ({"region": "MA"}, "region"),
    ],
)
def test_what_makes_no_calendar_is_refused_at_its_field(facts, field):
    office()
    with pytest.raises(Refused) as refused:
        office(**{"name": "Other", **facts})
    assert (refused.value.field, Calendar.objects.count()) == (field, 1)


def test_hours_of_a_single_day_are_checked_too():
    with pytest.raises(Refused):
        set_day(office(), date(2026, 1, 6), "", [["10:00", "09:00"]], by=marc())


@pytest.mark.parametrize("year", [1, 1989, 2101, 9999])
def test_a_day_of_a_year_that_nobody_plans_for_is_refused(year: int):
    with pytest.raises(Refused) as refusal:
        set_day(office(), date(year, 1, 6), "", [], by=marc())
    assert (refusal.value.field, str(refusal.value)) == ("day", "Give a year from 1990 to 2100.")


TIMES = st.integers(0, 24 * 4).map(lambda quarter: f"{quarter // 4:02d}:{quarter % 4 * 15:02d}")
DAYS = st.lists(st.lists(TIMES, min_size=2, max_size=2), max_size=3)


@given(st.lists(DAYS, min_size=7, max_size=7))
def test_any_week_is_kept_as_it_was_written_or_refused(week):
    try:
        calendar = create_calendar({"name": "Any", "week": week}, by=None)
    except Refused:
        return
    hours = [sorted((f"{a // 3600:02d}:{a % 3600 // 60:02d}", f"{b // 3600:02d}:{b % 3600 // 60:02d}") for a, b in day)
             for day in hours_of(calendar).week]  # fmt: skip
    assert hours == [sorted(map(tuple, day)) for day in week]
    calendar.delete()
