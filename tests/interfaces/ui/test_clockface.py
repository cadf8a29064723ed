"""Times as a reader wants them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from firstline.interfaces.ui import clockface

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "text"),
    [
        (NOON - timedelta(hours=2), "10 a.m."),
        (NOON - timedelta(days=2), "Mon noon"),
        (NOON - timedelta(days=40), "23 Jan"),
        (NOON - timedelta(days=400), "28 Jan 2025"),
    ],
)
def test_a_time_is_as_short_as_it_may_be(at, text):
    assert clockface.short(at, now=NOON) == text


def test_today_is_the_readers_today():
    with timezone.override("Asia/Bangkok"), translation.override("pl"):
        assert (
            clockface.short(datetime(2026, 3, 3, 17, 30, tzinfo=UTC), now=datetime(2026, 3, 3, 18, tzinfo=UTC))
            == "00:30"
        )


def test_the_same_moment_is_another_time_for_a_reader_elsewhere():
    with translation.override("pl"):
        here = clockface.whole(NOON)
        with timezone.override("Asia/Bangkok"):
            there = clockface.whole(NOON)
    assert (here[-9:], there[-9:]) == ("12:00 UTC", "19:00 +07")


@pytest.mark.parametrize(
    ("minutes", "text"),
    [(0, "now"), (-12, "12 min ago"), (-60 * 30, "30 h ago"), (-60 * 72, "3 days ago"), (45, "in 45 min")],
)
def test_how_long_ago_in_the_largest_unit(minutes, text):
    assert clockface.relative(NOON + timedelta(minutes=minutes), now=NOON) == text


@pytest.mark.parametrize(
    ("minutes", "state", "share", "text"),
    [
        (240, "calm", 50, "4 h left"),
        (60, "soon", 88, "1 h left"),
        (-5, "late", 100, "5 min late"),
        (480, "calm", 2, "8 h left"),
    ],
)
def test_what_is_left_of_a_promise(minutes, state, share, text):
    by = NOON + timedelta(minutes=minutes)
    left = clockface.left(by, since=by - timedelta(hours=8), now=NOON)
    assert left == clockface.Left(state, share, text)


def test_a_paused_promise_is_not_late():
    left = clockface.left(NOON - timedelta(hours=1), since=None, now=NOON, paused=True)
    assert (left.state, left.text) == ("paused", "paused")


@given(st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2100, 1, 1), timezones=st.just(UTC)))
def test_any_moment_has_a_share_that_can_be_drawn(by):
    left = clockface.left(by, since=by, now=NOON)
    assert 2 <= left.share <= 100
    assert clockface.whole(by)
