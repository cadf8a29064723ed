"""Targets met: only of tickets that had one and are over, with what is known of each miss."""

from datetime import timedelta

import pytest

from firstline.casework.reports.targets_met import REPORT
from firstline.casework.tickets.models import Pause, State, Stay
from tests import builders
from tests.builders import NOON
from tests.casework.reports.asking import asked, odd_figures, total

pytestmark = pytest.mark.django_db


def ticket(hours, **fields):
    """A ticket resolved so many hours after it was opened; to be responded to within one, resolved within four."""
    given = {"respond_by": NOON + timedelta(hours=1), "resolve_by": NOON + timedelta(hours=4), **fields}
    return builders.ticket(
        resolved_at=NOON + timedelta(hours=hours),
        responded_at=NOON + timedelta(hours=given.pop("responded", 0.5)),
        state=State.RESOLVED,
        **given,
    )


def marks(*names):
    return [total(REPORT, "ended", name) for name in names]


def test_met_is_what_was_resolved_at_the_promised_moment_at_the_latest():
    for hours in (3, 4, 5):
        ticket(hours)
    assert marks("resolve", "resolve_met", "missed") == [3, 2, 1]


def test_tickets_without_a_target_or_still_open_do_not_count():
    ticket(5, respond_by=None, resolve_by=None)
    builders.ticket(resolve_by=NOON)
    assert marks("", "resolve", "respond") == [0, 0, 0]


def test_whoever_resolves_has_responded():
    ticket(0.5)
    late = ticket(3)
    late.responded_at = None
    late.save()
    assert marks("respond", "respond_met") == [2, 1]


def test_an_update_that_was_promised_and_did_not_come_is_missed():
    ticket(3, update_by=NOON + timedelta(hours=2))
    ticket(3, update_by=NOON + timedelta(hours=5))
    assert marks("update", "update_met") == [2, 1]


def test_each_miss_has_the_reasons_that_are_known():
    ticket(5)
    ticket(5, responded=2, reopened=1)
    paused, moved = ticket(5), ticket(5, returns=1)
    Pause.objects.create(ticket=paused, began_at=NOON - timedelta(days=2), ended_at=NOON)
    Stay.objects.create(ticket=moved, centre=builders.centre(), tier=1, left_at=NOON)
    ticket(3, responded=2)
    reasons = ("taken_late", "waited", "paused_long", "moved", "returned", "reopened", "order", "unexplained")
    assert dict(zip(reasons, marks(*reasons), strict=True)) == {
        **dict.fromkeys(reasons, 1),
        "order": 0,
    }
    assert odd_figures(REPORT, asked()) == []
