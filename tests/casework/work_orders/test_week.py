from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from firstline.casework.work_orders.models import State
from firstline.casework.work_orders.week import unplanned, week
from tests import builders

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 3, 2)
EIGHT = datetime(2026, 3, 2, 8, tzinfo=UTC)


def planned(start, hours, crew=None, **fields):
    end = start + timedelta(hours=hours)
    return builders.work_order(crew=crew or builders.crew(), planned_start=start, planned_end=end, **fields)


def days(**options):
    return week(MONDAY, [builders.crew()], **{"zone": UTC, **options})[0].days


def test_each_day_has_its_orders_in_order_with_their_hours():
    later, first = planned(EIGHT + timedelta(hours=4), 2), planned(EIGHT, 3)
    monday, tuesday, *_rest = days()
    assert [(placed.order, placed.hours) for placed in monday.placed] == [(first, 3), (later, 2)]
    assert (monday.hours, monday.capacity, monday.overload, tuesday.hours) == (5, 8, 0, 0)


def test_more_than_the_crew_can_do_is_an_overload_and_no_error():
    planned(EIGHT, 6)
    planned(EIGHT, 4.5)
    assert (days()[0].hours, days()[0].overload) == (10.5, 2.5)
    assert week(MONDAY, [builders.crew()], zone=UTC)[0].overload == 2.5


def test_an_order_over_several_days_takes_the_crews_hours_of_each():
    planned(EIGHT, 52)
    taken = days()
    assert [day.hours for day in taken] == [8, 8, 4, 0, 0, 0, 0]
    assert [placed.is_first for day in taken for placed in day.placed] == [True, False, False]


def test_an_order_that_began_before_the_week_reaches_into_it():
    planned(EIGHT - timedelta(days=3), 76)
    assert [day.hours for day in days()] == [4, 0, 0, 0, 0, 0, 0]
    assert days()[0].placed[0].is_first is True


def test_cancelled_orders_and_those_of_other_weeks_are_not_there():
    planned(EIGHT, 2, state=State.CANCELLED)
    planned(EIGHT + timedelta(days=7), 2)
    planned(EIGHT - timedelta(days=1), 2)
    assert [day.hours for day in days()] == [0] * 7


def test_the_week_begins_at_midnight_of_the_zone():
    planned(datetime(2026, 3, 1, 23, 30, tzinfo=UTC), 1)
    assert [day.hours for day in days()] == [0.5, 0, 0, 0, 0, 0, 0]
    assert [day.hours for day in days(zone=ZoneInfo("Europe/Warsaw"))] == [1, 0, 0, 0, 0, 0, 0]


def test_orders_of_hidden_departments_take_time_but_are_not_shown():
    planned(EIGHT, 2)
    hidden = days(departments=[0])[0]
    assert (hidden.placed, hidden.hours) == ([], 2)


def test_one_query_for_any_number_of_crews(django_assert_num_queries):
    crews = [builders.crew(f"Crew {number}") for number in range(5)]
    for crew in crews:
        planned(EIGHT, 2, crew=crew)
    with django_assert_num_queries(1):
        assert [of_crew.hours for of_crew in week(MONDAY, crews, zone=UTC)] == [2] * 5


def test_unplanned_orders_come_in_the_order_of_their_promise():
    never = builders.work_order()
    late = builders.work_order(permanent_fix_by=builders.NOON + timedelta(days=2))
    soon = builders.work_order(permanent_fix_by=builders.NOON)
    planned(EIGHT, 2)
    builders.work_order(state=State.COMPLETED)
    assert unplanned() == [soon, late, never]
    assert unplanned(departments=[0]) == []
