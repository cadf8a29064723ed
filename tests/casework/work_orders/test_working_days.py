from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstline.casework.work_orders.working_days import duration_of, end_of, hours_by_day, later

WARSAW = ZoneInfo("Europe/Warsaw")
MONDAY = datetime(2026, 3, 2, 8, tzinfo=UTC)


def at(day, hour, zone=UTC):
    return datetime(2026, 3, day, hour, tzinfo=zone)


@pytest.mark.parametrize(
    ("hours", "end"),
    [(2, at(2, 10)), (8, at(2, 16)), (9, at(3, 9)), (16, at(3, 16)), (20, at(4, 12))],
)
def test_work_goes_on_the_next_day_where_a_day_is_not_enough(hours, end):
    assert end_of(MONDAY, timedelta(hours=hours), 8, UTC) == end


def test_a_crew_without_hours_works_through():
    assert end_of(MONDAY, timedelta(hours=30), 0, UTC) == at(3, 14)


def test_the_second_day_begins_at_the_same_time_of_the_clock_across_summer_time():
    start = at(28, 8, WARSAW)
    assert end_of(start, timedelta(hours=10), 8, WARSAW) == at(29, 10, WARSAW)
    assert later(start, timedelta(days=1), WARSAW) == datetime(2026, 3, 29, 6, tzinfo=UTC)


def test_an_order_within_one_day_takes_all_its_hours_even_too_many():
    assert hours_by_day(at(2, 8), at(2, 20), 8, UTC) == {date(2026, 3, 2): 12}


def test_an_order_over_midnight_takes_no_night():
    assert hours_by_day(at(2, 8), at(4, 12), 8, UTC) == {
        date(2026, 3, 2): 8,
        date(2026, 3, 3): 8,
        date(2026, 3, 4): 4,
    }
    assert hours_by_day(at(2, 20), at(3, 2), 8, UTC) == {date(2026, 3, 2): 4, date(2026, 3, 3): 2}


def test_an_end_at_midnight_belongs_to_the_day_before():
    assert hours_by_day(at(2, 20), at(3, 0), 8, UTC) == {date(2026, 3, 2): 4}


def test_the_day_is_that_of_the_zone():
    assert hours_by_day(at(2, 23), at(3, 1), 8, WARSAW) == {date(2026, 3, 3): 2}


def test_the_short_day_of_summer_time_is_an_hour_shorter():
    assert hours_by_day(at(29, 1, WARSAW), at(29, 4, WARSAW), 24, WARSAW) == {date(2026, 3, 29): 2}


@settings(max_examples=40)
@given(
    st.floats(0, 36500).map(lambda days: MONDAY + timedelta(days=days)),
    st.timedeltas(timedelta(minutes=15), timedelta(days=20)),
    st.floats(1, 24),
)
def test_the_end_is_later_and_the_hours_of_the_days_are_never_more_than_lie_between(start, duration, hours_a_day):
    end = end_of(start, duration, hours_a_day, WARSAW)
    assert end > start
    assert duration_of(start, end, hours_a_day, WARSAW) <= end - start + timedelta(milliseconds=1)


@given(st.integers(0, 23), st.integers(1, 240), st.sampled_from([6.0, 7.5, 8.0, 24.0, 0.0]))
def test_work_takes_exactly_its_hours_whenever_it_begins(hour, quarters, hours_a_day):
    start, duration = MONDAY.replace(hour=hour), timedelta(minutes=15 * quarters)
    assert duration_of(start, end_of(start, duration, hours_a_day, UTC), hours_a_day, UTC) == duration


def test_what_fits_into_a_day_is_done_in_one_go_at_night_too():
    assert end_of(at(2, 20), timedelta(hours=6), 8, UTC) == at(3, 2)


def test_what_does_not_goes_on_at_the_same_time_of_the_next_day():
    assert end_of(at(2, 20), timedelta(hours=10), 8, UTC) == at(4, 22)
