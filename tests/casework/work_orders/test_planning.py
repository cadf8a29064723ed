from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from firstline.casework.work_orders import planning
from firstline.casework.work_orders.holding import Finished
from firstline.casework.work_orders.models import State
from firstline.casework.work_orders.planning import Misplanned
from firstline.casework.work_orders.raising import raise_for
from firstline.casework.work_orders.states import NotNow
from firstline.journal.recording import history_of
from firstline.journal.refusal import Refused
from tests import builders
from tests.cast import ana, sofia

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 3, 2)
EIGHT = datetime(2026, 3, 2, 8, tzinfo=UTC)


def hours(count):
    return timedelta(hours=count)


def plan(order, start=EIGHT, end=None, crew=None):
    return planning.plan(order, crew or builders.crew(), start, end, zone=UTC, by=ana())


def put(order, day=MONDAY, count=2.0, crew=None):
    return planning.put_on_day(order, crew or builders.crew(), day, count, zone=UTC, by=ana())


def test_without_an_end_an_order_lasts_as_long_as_its_standard_says():
    order = plan(raise_for(builders.ticket(), by=ana()))
    assert (order.planned_start, order.planned_end) == (EIGHT, EIGHT + hours(2))
    assert history_of(order).last().facts == {
        "was": "",
        "now": "2026-03-02T08:00:00+00:00/2026-03-02T10:00:00+00:00",
        "crew": "Crew 1",
        "crew_was": "Crew 1",
    }


def test_longer_than_a_day_it_goes_on_the_next_day():
    order = plan(builders.work_order(duration=hours(12)))
    assert order.planned_end == datetime(2026, 3, 3, 12, tzinfo=UTC)


def test_an_end_that_is_given_says_how_long_it_takes():
    assert plan(builders.work_order(), end=EIGHT + hours(5)).duration == hours(5)


def test_it_can_be_planned_before_a_crew_is_known():
    order = planning.plan(builders.work_order(duration=hours(3)), None, EIGHT, None, zone=UTC, by=ana())
    assert (order.crew, order.planned_end) == (None, EIGHT + hours(3))


@pytest.mark.parametrize(
    ("start", "end", "field"),
    [
        (EIGHT, EIGHT, "end"),
        (EIGHT, EIGHT - hours(1), "end"),
        (EIGHT, EIGHT + timedelta(days=63), "end"),
        (datetime(1, 1, 1, tzinfo=UTC), None, "start"),
        (datetime(9999, 12, 31, 23, tzinfo=UTC), None, "start"),
        (EIGHT, datetime(9999, 12, 31, tzinfo=UTC), "end"),
    ],
)
def test_impossible_dates_are_refused_beside_their_field(start, end, field):
    with pytest.raises(Misplanned) as refused:
        plan(builders.work_order(), start, end)
    assert refused.value.field == field


def test_a_retired_crew_and_a_finished_order_are_refused():
    retired = builders.crew("Crew 9")
    retired.retired_at = EIGHT
    retired.save()
    with pytest.raises(Refused):
        plan(builders.work_order(), crew=retired)
    with pytest.raises(Finished):
        plan(builders.work_order(state=State.CANCELLED))


def test_put_on_a_day_it_begins_in_the_morning_or_after_what_the_crew_has():
    assert put(builders.work_order(), count=3).planned_start == EIGHT
    second = put(builders.work_order(), count=1.5)
    assert (second.planned_start, second.planned_end) == (EIGHT + hours(3), EIGHT + hours(4.5))


def test_put_on_another_day_it_keeps_its_time_and_goes_to_another_crew():
    order = plan(builders.work_order(), start=EIGHT + hours(2), end=EIGHT + hours(4))
    moved = put(order, day=MONDAY + timedelta(days=2), crew=builders.crew("Crew 2"))
    assert (moved.crew.name, moved.planned_start) == ("Crew 2", EIGHT + timedelta(days=2, hours=2))


def test_more_hours_than_a_day_has_go_over_night():
    order = put(builders.work_order(), count=10)
    assert (order.planned_end, order.duration) == (datetime(2026, 3, 3, 10, tzinfo=UTC), hours(10))


@pytest.mark.parametrize("count", [0, -1, 1001, float("inf"), float("nan")])
def test_impossible_hours_are_refused(count):
    with pytest.raises(Misplanned) as refused:
        put(builders.work_order(), count=count)
    assert refused.value.field == "hours"


@pytest.mark.parametrize("day", [date.min, date.max, date(1999, 12, 31)])
def test_impossible_days_are_refused(day):
    with pytest.raises(Misplanned) as refused:
        put(builders.work_order(), day=day)
    assert refused.value.field == "day"


def test_taken_out_of_the_plan_a_released_order_is_planned_anew():
    order = plan(builders.work_order(state=State.RELEASED))
    out = planning.unplan(order, by=sofia())
    assert (out.state, out.planned_start, out.crew) == (State.PLANNED, None, builders.crew())
    with pytest.raises(NotNow):
        planning.unplan(builders.work_order(state=State.IN_PROGRESS), by=sofia())


def test_an_appointment_is_a_window_and_can_be_taken_back():
    order = planning.appoint(builders.work_order(), EIGHT, EIGHT + hours(4), by=ana())
    assert (order.appointment_start, order.appointment_end) == (EIGHT, EIGHT + hours(4))
    assert planning.appoint(order, None, None, by=ana()).appointment_start is None


@pytest.mark.parametrize(
    ("start", "end", "field"), [(EIGHT, None, "end"), (None, EIGHT, "start"), (EIGHT, EIGHT, "end")]
)
def test_half_an_appointment_is_none(start, end, field):
    with pytest.raises(Misplanned) as refused:
        planning.appoint(builders.work_order(), start, end, by=ana())
    assert refused.value.field == field


class AnyDates(TestCase):
    @settings(max_examples=40)
    @given(st.datetimes(timezones=st.timezones()), st.none() | st.datetimes(timezones=st.just(UTC)), st.timezones())
    def test_any_dates_are_planned_or_refused(self, start, end, zone):
        order = builders.work_order()
        crew = builders.crew()
        crew.hours_a_day = Decimal("7.5")
        with suppress(Misplanned):
            planned = planning.plan(order, crew, start, end, zone=zone, by=None)
            assert planned.planned_end > planned.planned_start
