"""The backlog: what was open at the end of a period, and how old it was then."""

from datetime import date, timedelta

import pytest

from firstline.casework.reports.backlog import REPORT
from firstline.casework.reports.scan import middles
from firstline.casework.tickets.models import State
from tests import builders
from tests.builders import NOON
from tests.casework.reports.asking import asked, by, odd_figures, total

pytestmark = pytest.mark.django_db


def ticket(opened, over=None, state=None, **fields):
    """A ticket opened and resolved so many days after noon of the builders."""
    at = None if over is None else NOON + timedelta(days=over)
    chosen = state or (State.RESOLVED if at else State.NEW)
    return builders.ticket(opened_at=NOON + timedelta(days=opened), resolved_at=at, state=chosen, **fields)


def test_open_is_what_was_not_over_at_the_end_of_the_period():
    ticket(-1)
    ticket(-1, over=2)
    ticket(-1, over=9)
    ticket(9)
    ticket(-1, state=State.CLOSED)
    assert total(REPORT, "open") == 2


def test_of_a_period_that_goes_on_now_counts_and_not_its_end():
    ticket(-1, over=1)
    ticket(-1, over=3)
    of = asked(now=NOON + timedelta(days=2))
    assert (total(REPORT, "open", of=of), odd_figures(REPORT, of)) == (1, [])


def test_the_age_is_that_at_the_end():
    for days in (4, 2, -0.5, -20, -100):
        ticket(days)
    assert by(REPORT, "open", "age") == {"1": 1, "3": 1, "7": 1, "30": 1, "more": 1}
    assert odd_figures(REPORT, asked()) == []


def test_what_came_in_stands_beside_what_went_out():
    ticket(0, over=1)
    ticket(0)
    ticket(-30, over=1)
    steps = [by(REPORT, scan, "step") for scan in ("opened", "over")]
    assert steps == [{"20260304T0000Z": 2}, {"20260305T0000Z": 2}]


def test_late_is_what_should_have_been_resolved():
    ticket(-3, resolve_by=NOON)
    ticket(-3, resolve_by=NOON + timedelta(days=40))
    assert (total(REPORT, "open", "late"), total(REPORT, "open", "nobody")) == (1, 2)


def test_the_median_is_that_of_the_hours_from_opening_to_closing():
    for hours in (1, 2, 30):
        ticket(0, over=hours / 24)
    scan = REPORT.scan("over")
    assert middles(scan, asked(), scan.split("code")) == {str(builders.code().pk): 2.0}


def test_a_limit_that_nothing_can_fulfil_gives_nothing():
    assert total(REPORT, "open", of=asked(date(2026, 3, 1), within=(10**9,))) == 0
