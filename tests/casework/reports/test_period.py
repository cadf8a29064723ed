"""Periods: whole days of a zone, their steps, and what is refused."""

from bisect import bisect_right
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstline.casework.reports.period import MOST_STEPS, Period, Step, period, zones
from firstline.journal.refusal import Refused

DAYS = st.dates(date(1975, 1, 1), date(2105, 1, 1))


def test_days_begin_at_midnight_of_the_zone():
    march = period(date(2026, 3, 1), date(2026, 3, 31), "Asia/Bangkok")
    assert (march.start, march.end) == (
        datetime(2026, 2, 28, 17, tzinfo=UTC),
        datetime(2026, 3, 31, 17, tzinfo=UTC),
    )


def test_the_hour_that_comes_twice_is_two_steps():
    day = period(date(2026, 10, 25), date(2026, 10, 25), "Europe/Paris", Step.HOUR)
    assert len(day.starts) == 25


def test_a_day_on_which_clocks_are_put_on_has_23_hours():
    day = period(date(2026, 3, 29), date(2026, 3, 29), "Europe/Paris", Step.HOUR)
    assert len(day.starts) == 23


def test_weeks_begin_on_mondays_but_the_first_with_the_period():
    weeks = period(date(2026, 3, 4), date(2026, 3, 17), "UTC", Step.WEEK)
    assert [start.day for start in weeks.starts] == [4, 9, 16]


def test_months_begin_on_their_first_day():
    months = period(date(2026, 1, 20), date(2026, 3, 1), "UTC", Step.MONTH)
    assert [start.date() for start in months.starts] == [date(2026, 1, 20), date(2026, 2, 1), date(2026, 3, 1)]


def test_before_is_as_many_days_directly_before():
    week = period(date(2026, 3, 9), date(2026, 3, 15), "UTC").before
    assert (week.first, week.last) == (date(2026, 3, 2), date(2026, 3, 8))


@pytest.mark.parametrize(
    ("first", "last", "zone", "step", "field"),
    [
        (date(2026, 3, 2), date(2026, 3, 1), "UTC", None, "to"),
        (date(1970, 3, 2), date(2020, 3, 1), "UTC", None, "from"),
        (date(1990, 3, 2), date(2040, 3, 1), "UTC", None, "to"),
        (date(2026, 3, 1), date(9999, 12, 31), "UTC", None, "to"),
        (date(2026, 3, 1), date(2026, 3, 2), "Mars/Olympus", None, "zone"),
        (date(2026, 3, 1), date(2026, 3, 2), "posix/Europe/Paris", None, "zone"),
        (date(2026, 1, 1), date(2026, 12, 31), "UTC", Step.HOUR, "step"),
    ],
)
def test_what_makes_no_sense_is_refused_beside_its_field(first, last, zone, step, field):
    with pytest.raises(Refused) as refused:
        period(first, last, zone, step)
    assert refused.value.field == field


@given(DAYS, st.integers(-5, 4000), st.sampled_from(zones()), st.sampled_from([None, *Step]))
def test_any_period_is_refused_or_is_covered_by_its_steps(first, days, zone, step):
    try:
        found = period(first, first + timedelta(days=days), zone, step)
    except Refused:
        return
    assert isinstance(found, Period)
    assert found.starts == sorted(set(found.starts))
    assert (found.starts[0], found.starts[-1] < found.end, len(found.starts) <= MOST_STEPS + 2) == (
        found.start,
        True,
        True,
    )


def test_when_clocks_are_put_on_is_known():
    march = period(date(2026, 3, 1), date(2026, 3, 31), "Europe/Paris")
    changed = datetime(2026, 3, 29, 1, tzinfo=UTC).timestamp()
    assert march.offsets == ([changed], [3600.0, 7200.0])
    assert period(date(2026, 3, 1), date(2026, 3, 31), "Asia/Kathmandu").offsets == ([], [20700.0])


@given(DAYS, st.integers(0, 800), st.sampled_from(zones()), st.floats(0, 1))
def test_the_clock_of_any_moment_is_known(first, days, zone, share):
    try:
        found = period(first, first + timedelta(days=days), zone)
    except Refused:
        return
    moment = found.before.start + (found.end - found.before.start) * share * 0.999
    changes, offsets = found.offsets
    ahead = timedelta(seconds=offsets[bisect_right(changes, moment.timestamp())])
    assert ahead == moment.astimezone(ZoneInfo(zone)).utcoffset()
