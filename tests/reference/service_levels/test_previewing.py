"""What a calendar would promise, asked as people ask it."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from firstline.journal.refusal import Refused
from firstline.reference.service_levels.calendars import create_calendar
from firstline.reference.service_levels.models import Calendar
from firstline.reference.service_levels.previewing import foresee, read_span, read_start, samples
from firstline.reference.service_levels.spans import Span
from tests.cast import marc

pytestmark = pytest.mark.django_db
WEDNESDAY = datetime(2026, 3, 4, 12, tzinfo=UTC)
PARIS = "Europe/Paris"


def calendar(**facts: Any) -> Calendar:
    return create_calendar({"name": "Office", **facts}, by=marc())


def typed(text: str, zone: str = "UTC") -> str:
    return f"{read_start(text, zone, WEDNESDAY).at:%Y-%m-%d %H:%M %z}"


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2026-03-27 16:50", "2026-03-27 16:50 +0000"),
        ("2026-3-7T6:05", "2026-03-07 06:05 +0000"),
        (" Friday   16:50 ", "2026-03-06 16:50 +0000"),
        ("fri 16:50", "2026-03-06 16:50 +0000"),
        ("Fri. 9:00", "2026-03-06 09:00 +0000"),
        ("We 9:00", "2026-03-04 09:00 +0000"),
        ("tue 0:00", "2026-03-10 00:00 +0000"),
    ],
)
def test_a_start_is_a_date_or_a_day_of_the_week_with_a_time(text: str, at: str) -> None:
    assert typed(text) == at


def test_days_of_the_week_have_their_names_in_the_readers_language_too() -> None:
    with override("fr"):
        assert (typed("vendredi 16:50"), typed("Fri 16:50")) == ("2026-03-06 16:50 +0000",) * 2
    with override("th"):
        assert typed("วันศุกร์ 16:50") == "2026-03-06 16:50 +0000"


@pytest.mark.parametrize(
    "text",
    ["", "Friday", "16:50", "Someday 16:50", "F 16:50", "2026-02-30 10:00", "2026-03-01 24:00", "Fri 25:00",
     "1e9 x 1:00", "2026-03-27", "٢٠٢٦-03-27 16:50", "9999-01-01 10:00", "\x00", "x" * 5000],
)  # fmt: skip
def test_what_is_no_start_is_refused_at_its_field(text: str) -> None:
    with pytest.raises(Refused) as refused:
        read_start(text, "UTC", WEDNESDAY)
    assert refused.value.field == "start"


def test_a_time_that_the_clock_never_shows_is_refused_with_the_reason() -> None:
    with pytest.raises(Refused) as refused:
        read_start("2026-03-29 02:30", PARIS, WEDNESDAY)
    said = "The clocks of Europe/Paris never show 02:30 on 2026-03-29: they are put forward then."
    assert (str(refused.value), refused.value.field) == (said, "start")


def test_a_time_that_the_clock_shows_twice_is_two_moments() -> None:
    start = read_start("2026-10-25 02:30", PARIS, WEDNESDAY)
    assert start.again is not None
    assert [one.astimezone(UTC).hour for one in (start.at, start.again)] == [0, 1]
    assert read_start("2026-10-25 03:30", PARIS, WEDNESDAY).again is None


def test_friday_at_ten_to_five_is_due_on_monday() -> None:
    start = read_start("Fri 16:50", PARIS, WEDNESDAY).at
    found = foresee(calendar(time_zone=PARIS), start, read_span("4h"))
    assert f"{found.start:%a %H:%M} {found.due:%a %H:%M}" == "Fri 16:50 Mon 10:50"


def test_an_hour_is_an_hour_when_the_clock_is_changed_in_between() -> None:
    night = calendar(time_zone=PARIS, week=[[["00:00", "24:00"]]] * 7)
    due = foresee(night, read_start("2026-03-29 01:30", PARIS, WEDNESDAY).at, read_span("1h")).due
    assert f"{due:%H:%M}" == "03:30"


@pytest.mark.parametrize("text", ["", "-3h", "1e9d", "h", "0m", "9999999d", "4 weeks", "x" * 5000])
def test_what_is_no_span_is_refused_at_its_field(text: str) -> None:
    with pytest.raises(Refused) as refused:
        read_span(text)
    assert refused.value.field == "span"


def test_a_calendar_that_hardly_ever_works_says_so() -> None:
    rare = calendar(week=[[["08:00", "08:01"]], *[[]] * 6])
    with pytest.raises(Refused) as refused:
        foresee(rare, WEDNESDAY, Span(30_000, "m"))
    assert refused.value.field == "span"


def test_samples_lead_over_the_weekend_a_holiday_and_a_change_of_the_clock() -> None:
    found = samples(calendar(time_zone=PARIS, country="FR"), WEDNESDAY)
    assert [f"{one.start:%m-%d %H:%M} {one.due:%m-%d %H:%M}" for one in found] == [
        "03-06 16:50 03-09 10:50",
        "03-27 16:50 03-30 10:50",
        "04-03 16:50 04-07 10:50",
    ]


def test_a_desk_that_never_closes_has_samples_only_where_its_clock_changes() -> None:
    always = [[["00:00", "24:00"]]] * 7
    assert samples(calendar(week=always), WEDNESDAY) == []
    assert len(samples(calendar(name="Paris", week=always, time_zone=PARIS), WEDNESDAY)) == 1


@given(st.text(max_size=60), st.sampled_from(["UTC", PARIS, "America/New_York", "Australia/Lord_Howe"]))
def test_any_text_is_a_start_or_refused(text: str, zone: str) -> None:
    try:
        read_start(text, zone, WEDNESDAY)
        field = "start"
    except Refused as refusal:
        field = str(refusal.field)
    assert field == "start"


@given(st.datetimes(datetime(1991, 1, 1), datetime(2099, 1, 1)))
def test_a_start_shows_the_time_that_was_typed_or_is_refused(wall: datetime) -> None:
    text = f"{wall:%Y-%m-%d %H:%M}"
    try:
        start = read_start(text, PARIS, WEDNESDAY)
    except Refused:
        return
    moments = [start.at, *([start.again] if start.again else [])]
    assert {f"{one.astimezone(ZoneInfo(PARIS)):%Y-%m-%d %H:%M}" for one in moments} == {text}
