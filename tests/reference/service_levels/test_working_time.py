from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstline.reference.service_levels.working_time import (
    DAY,
    Hours,
    NoWorkingTime,
    OverlappingHours,
    WorkingTime,
)

HOUR = 3600
OFFICE = ((9 * HOUR, 17 * HOUR),)
WEEK = (OFFICE,) * 5 + ((), ())
SPLIT = (((8 * HOUR, 12 * HOUR), (13 * HOUR, 17 * HOUR)),) * 7
ALWAYS = (((0, DAY),),) * 7
BERLIN = ZoneInfo("Europe/Berlin")


def at(text: str, zone: str = "Europe/Berlin") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def office(**more: object) -> WorkingTime:
    return WorkingTime(Hours("Europe/Berlin", WEEK, **more))


def test_a_ticket_opened_late_on_friday_is_due_on_monday():
    assert office().deadline(at("2026-03-06T16:50"), 90 * 60) == at("2026-03-09T10:20")


def test_nobody_works_at_night_so_no_time_passes():
    assert office().elapsed(at("2026-03-09T17:00"), at("2026-03-10T09:00")) == 0


def test_holidays_are_closed_unless_the_date_has_hours_of_its_own():
    eve = frozenset({date(2026, 12, 24), date(2026, 12, 25)})
    closed = office(holidays=eve, shifts={date(2026, 12, 24): ((9 * HOUR, 12 * HOUR),)})
    assert closed.deadline(at("2026-12-23T16:00"), 5 * HOUR) == at("2026-12-28T10:00")
    assert closed.elapsed(at("2026-12-24T00:00"), at("2026-12-26T00:00")) == 3 * HOUR


def test_breaks_are_taken_out():
    lunch = office(breaks={date(2026, 3, 9): ((12 * HOUR, 13 * HOUR), (16 * HOUR, 18 * HOUR))})
    assert lunch.elapsed(at("2026-03-09T00:00"), at("2026-03-10T00:00")) == 6 * HOUR
    assert [lunch.is_open(at(f"2026-03-09T{hour}:00")) for hour in (11, 12, 13, 15, 16)] == [
        True,
        False,
        True,
        True,
        False,
    ]


def test_the_day_the_clocks_go_forward_has_23_hours_and_the_other_25():
    always = WorkingTime(Hours("Europe/Berlin", ALWAYS))
    assert always.elapsed(at("2026-03-29T00:00"), at("2026-03-30T00:00")) == 23 * HOUR
    assert always.elapsed(at("2026-10-25T00:00"), at("2026-10-26T00:00")) == 25 * HOUR


def test_hours_stay_on_the_wall_clock_when_it_changes():
    assert office().deadline(at("2026-03-27T16:00"), 2 * HOUR) == at("2026-03-30T10:00")


def test_hours_inside_the_hour_that_is_skipped_are_moved_behind_it():
    night = WorkingTime(Hours("Europe/Berlin", (((2 * HOUR, 3 * HOUR),),) * 7))
    day = (datetime(2026, 3, 29, tzinfo=BERLIN), datetime(2026, 3, 30, tzinfo=BERLIN))
    assert night.elapsed(*day) == 0
    assert night.deadline(day[0], 60) == at("2026-03-30T02:01")


def test_what_the_clock_put_forward_moves_into_later_hours_is_worked_once():
    early = WorkingTime(Hours("Europe/Berlin", (((HOUR, 5 * HOUR // 2), (3 * HOUR, 4 * HOUR)),) * 7))
    assert early.elapsed(at("2026-03-29T00:00"), at("2026-03-30T00:00")) == 2 * HOUR
    assert early.deadline(at("2026-03-29T01:00"), 2 * HOUR) == at("2026-03-29T04:00")


def test_a_start_that_no_clock_shows_counts_as_the_time_it_would_have_been():
    always = WorkingTime(Hours("Europe/Berlin", ALWAYS))
    assert always.deadline(at("2026-03-29T02:30"), HOUR) == at("2026-03-29T04:30")


def test_a_time_that_comes_twice_is_told_apart_by_its_fold():
    always = WorkingTime(Hours("Europe/Berlin", ALWAYS))
    first, second = at("2026-10-25T02:30"), at("2026-10-25T02:15").replace(fold=1)
    assert always.elapsed(first, second) == 45 * 60
    assert always.elapsed(second, first) == 0
    assert always.elapsed(first, at("2026-10-25T04:00"), [(first, second)]) == 105 * 60
    assert always.deadline(first, 45 * 60).astimezone(UTC) == second.astimezone(UTC)
    assert always.add_days(second, 0).astimezone(UTC) == second.astimezone(UTC)
    assert always.add_days(second, 154) == at("2027-03-28T03:15")


def test_many_threads_may_ask_while_the_line_grows():
    desk, spans = office(), [HOUR * 8 * 5 * 40 * years for years in range(1, 20)]
    due = [office().deadline(at("2026-03-09T09:00"), span) for span in spans]
    with ThreadPoolExecutor(8) as pool:
        asked = pool.map(lambda span: desk.deadline(at("2026-03-09T09:00"), span), spans * 4)
    assert list(asked) == due * 4


def test_zero_time_from_a_closed_moment_is_the_next_opening():
    assert office().deadline(at("2026-03-07T12:00"), 0) == at("2026-03-09T09:00")
    assert office().deadline(at("2026-03-09T12:00"), 0) == at("2026-03-09T12:00")


def test_an_amount_used_up_at_closing_time_is_due_then_or_at_the_next_opening():
    start = at("2026-03-06T09:00")
    assert office().deadline(start, 8 * HOUR) == at("2026-03-06T17:00")
    assert office(rolls_over=True).deadline(start, 8 * HOUR) == at("2026-03-09T09:00")


def test_pauses_stop_the_clock_also_when_they_overlap():
    pauses = [
        (at("2026-03-09T10:00"), at("2026-03-09T12:00")),
        (at("2026-03-09T11:00"), at("2026-03-09T13:00")),
    ]
    assert office().deadline(at("2026-03-09T09:00"), 2 * HOUR, pauses) == at("2026-03-09T14:00")
    assert office().elapsed(at("2026-03-09T09:00"), at("2026-03-09T14:00"), pauses) == 2 * HOUR


def test_a_pause_without_an_end_has_no_deadline_but_an_elapsed_time():
    pauses = [(at("2026-03-09T10:00"), None), (at("2026-03-09T11:00"), at("2026-03-09T11:30"))]
    assert office().elapsed(at("2026-03-09T09:00"), at("2026-03-09T16:00"), pauses) == HOUR
    with pytest.raises(NoWorkingTime):
        office().deadline(at("2026-03-09T09:00"), 2 * HOUR, pauses)


def test_what_is_done_before_the_pause_is_not_moved_by_it():
    pauses = [(at("2026-03-09T12:00"), None)]
    assert office().deadline(at("2026-03-09T09:00"), HOUR, pauses) == at("2026-03-09T10:00")


def test_going_back_from_a_deadline_gives_the_latest_start():
    assert office().before(at("2026-03-09T10:20"), 90 * 60) == at("2026-03-06T16:50")


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        ("2026-03-06T10:00", 1, "2026-03-09T10:00"),
        ("2026-03-06T18:00", 1, "2026-03-10T09:00"),
        ("2026-03-07T12:00", 1, "2026-03-10T09:00"),
        ("2026-03-09T07:00", 0, "2026-03-09T09:00"),
        ("2026-03-09T10:00", -1, "2026-03-06T10:00"),
        ("2026-03-08T10:00", -1, "2026-03-05T17:00"),
    ],
)
def test_working_days_keep_the_local_time_within_the_hours(start, days, expected):
    assert office().add_days(at(start), days) == at(expected)


def test_a_week_without_hours_is_refused_at_once():
    with pytest.raises(NoWorkingTime):
        WorkingTime(Hours("UTC", ((),) * 7))


def test_hours_of_one_single_date_end_with_it():
    single = WorkingTime(Hours("UTC", ((),) * 7, shifts={date(2026, 3, 9): OFFICE}))
    assert single.deadline(at("2026-01-01T00:00", "UTC"), HOUR) == at("2026-03-09T10:00", "UTC")
    with pytest.raises(NoWorkingTime):
        single.deadline(at("2026-04-01T00:00", "UTC"), HOUR)
    with pytest.raises(NoWorkingTime):
        single.before(at("2026-01-01T00:00", "UTC"), HOUR)
    with pytest.raises(NoWorkingTime):
        single.add_days(at("2026-03-09T10:00", "UTC"), 1)


@pytest.mark.parametrize("moment", ["0003-01-05T12:00", "9996-12-31T12:00"])
def test_the_ends_of_the_calendar_are_no_endless_loop(moment):
    with pytest.raises(NoWorkingTime):
        office().deadline(at(moment), 1e9)


@pytest.mark.parametrize(
    "day",
    [
        ((9 * HOUR, 12 * HOUR), (11 * HOUR, 17 * HOUR)),
        ((9 * HOUR, 9 * HOUR),),
        ((17 * HOUR, 9 * HOUR),),
        ((22 * HOUR, DAY + HOUR),),
        ((-HOUR, HOUR),),
    ],
)
def test_hours_that_overlap_or_leave_their_day_are_refused(day):
    with pytest.raises(OverlappingHours):
        Hours("UTC", (day,) + ((),) * 6)


CALENDARS = [
    WorkingTime(Hours("Europe/Berlin", WEEK, frozenset({date(2026, 4, 3), date(2026, 4, 6)}))),
    WorkingTime(Hours("America/New_York", SPLIT)),
    WorkingTime(Hours("Asia/Bangkok", ALWAYS)),
    WorkingTime(Hours("Europe/Warsaw", (((0, 3 * HOUR), (22 * HOUR, DAY)),) * 7)),
]
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))
AMOUNTS = st.integers(1, 40 * 8 * HOUR)
PAUSES = st.lists(
    st.tuples(MOMENTS, st.integers(0, 20 * DAY)).map(lambda p: (p[0], p[0] + timedelta(seconds=p[1]))), max_size=4
)


# Clocks that change by half an hour, at midnight, twice around Ramadan, and one that left out a whole day.
ZONES = {
    "Australia/Lord_Howe": 2026,
    "America/Sao_Paulo": 2018,
    "Africa/Casablanca": 2026,
    "Pacific/Apia": 2011,
    "America/St_Johns": 2006,
}


@st.composite
def odd_calendars(draw):
    """Any hours in a zone whose clock changes oddly in a year, and a moment of that year in it."""
    zone = draw(st.sampled_from(sorted(ZONES)))
    borders = st.lists(st.integers(0, 96), unique=True, min_size=2, max_size=8).map(sorted)
    day = borders.map(lambda marks: tuple((a * 900, b * 900) for a, b in zip(marks[::2], marks[1::2], strict=False)))
    week = draw(st.tuples(*[day] * 7))
    year = ZONES[zone]
    zones = st.just(ZoneInfo(zone))
    start = draw(st.datetimes(datetime(year, 1, 1), datetime(year + 1, 1, 1), timezones=zones, allow_imaginary=True))
    return WorkingTime(Hours(zone, week, rolls_over=draw(st.booleans()))), start


@settings(max_examples=50)
@given(odd_calendars(), AMOUNTS, AMOUNTS)
def test_odd_clocks_and_any_hours_keep_all_of_that_true(odd, amount, more):
    calendar, start = odd
    due = calendar.deadline(start, amount)
    assert calendar.elapsed(start, due) == amount
    assert calendar.is_open(due) or calendar.is_open(due.astimezone(UTC) - timedelta(microseconds=1))
    assert due.astimezone(UTC) <= calendar.deadline(start, amount + more).astimezone(UTC)


@given(st.sampled_from(CALENDARS), MOMENTS, AMOUNTS, PAUSES)
def test_the_time_elapsed_until_a_deadline_is_the_amount(calendar, start, amount, pauses):
    assert calendar.elapsed(start, calendar.deadline(start, amount, pauses), pauses) == amount


@given(st.sampled_from(CALENDARS), MOMENTS, AMOUNTS)
def test_a_deadline_never_falls_outside_working_time(calendar, start, amount):
    due = calendar.deadline(start, amount)
    assert calendar.is_open(due) or calendar.is_open(due - timedelta(microseconds=1))
    assert calendar.is_open(calendar.deadline(start, 0))


@given(st.sampled_from(CALENDARS), MOMENTS, AMOUNTS, AMOUNTS, PAUSES)
def test_more_time_never_gives_an_earlier_deadline(calendar, start, amount, more, pauses):
    assert calendar.deadline(start, amount, pauses) <= calendar.deadline(start, amount + more, pauses)


@given(st.sampled_from(CALENDARS), MOMENTS, AMOUNTS)
def test_going_back_and_forth_loses_nothing(calendar, end, amount):
    start = calendar.before(end, amount)
    assert calendar.elapsed(start, end) == amount
