"""Staffing from one's own calls: counted by half hour of a weekday in the zone of the desk, and to the figure."""

from datetime import UTC, date, datetime, timedelta

import pytest

from firstline.casework.reports.erlang import Goal
from firstline.casework.reports.period import period
from firstline.casework.reports.staffing import WORKING_DAYS, plan, volumes
from tests import builders

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
MARCH = period(date(2026, 3, 1), date(2026, 3, 31), "Europe/Warsaw")
NOW = datetime(2026, 3, 17, tzinfo=UTC)


def call(at, minutes=5, **facts):
    end = at + timedelta(minutes=minutes)
    return builders.contact(started_at=at, **{"ended_at": end, "closed_at": end, "outcome": "answered", **facts})


@pytest.mark.django_db
def test_calls_are_the_mean_of_such_days_and_handling_what_they_took():
    nine = MONDAY.replace(hour=8)  # nine o'clock in Warsaw
    for week in (0, 1, 2):
        call(nine + timedelta(days=7 * week))
    call(nine + timedelta(minutes=29), 10, closed_at=nine + timedelta(minutes=49))
    call(nine + timedelta(minutes=90), 1, closed_at=nine + timedelta(hours=20))
    call(nine + timedelta(minutes=31), 0, outcome="abandoned")
    for other in ({"channel": "email"}, {"outbound": True}):
        call(nine, **other)
    call(nine + timedelta(days=1))
    found = volumes(MARCH, (1,), now=NOW)
    # Mondays that have begun: the 2nd, 9th and 16th. Handled: 5, 5, 5, 20 and 1 + 30 minutes.
    assert found.calls == pytest.approx({"09:00": 4 / 3, "09:30": 1 / 3, "10:00": 0, "10:30": 1 / 3})
    assert (found.days, found.handling_s, found.measured) == (3, 66 * 60 / 5, 5)
    week = volumes(MARCH, WORKING_DAYS, now=NOW)
    assert (week.days, week.calls["09:00"]) == (12, 5 / 12)


@pytest.mark.django_db
def test_a_day_without_calls_gives_nothing():
    found = volumes(MARCH, (7,), now=NOW)
    assert (found.calls, found.days, found.handling_s, found.measured) == ({}, 3, None, 0)


@pytest.mark.django_db
def test_calls_of_other_departments_are_not_counted_for_whoever_is_limited():
    works, code = builders.department(), builders.code()
    for facts in ({"code": code}, {}):
        call(MONDAY.replace(hour=8), **facts)
    limits = ((), (works.pk,), (builders.department("Parks").pk,))
    counts = [volumes(MARCH, (1,), now=NOW, within=within).calls["09:00"] * 3 for within in limits]
    assert counts == [2, 2, 1]


def test_a_half_hour_is_staffed_as_published():
    """pyworkforce's documented example of Erlang A: 100 calls, 180 s, patience 300 s, 80 % in 20 s, shrinkage 30 %."""
    goal = Goal(0.8, 20, max_occupancy=0.85, max_abandonment=0.05)
    [half, none] = plan([("09:00", 100), ("09:30", 0)], 180, 300, goal, 0.3)
    assert (half.found.agents, half.roster) == (13, 19)
    assert (
        f"{half.found.service_level:.3f} {half.found.occupancy:.3f} {half.found.p_abandon:.3f}" == "0.858 0.750 0.025"
    )
    assert (none.found, none.roster, none.is_out_of_reach) == (None, 0, False)


def test_what_no_number_of_analysts_reaches_is_said_so():
    [half] = plan([("09:00", 5_000)], 14_400, None, Goal(0.8, 20), 0.3)
    assert (half.found, half.is_out_of_reach) == (None, True)
