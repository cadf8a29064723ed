"""Call-backs kept: those due in the period, however they ended."""

from datetime import timedelta

import pytest

from firstline.casework.reports.call_backs_kept import REPORT
from firstline.casework.tickets.models import CallBack
from tests import builders
from tests.builders import NOON
from tests.casework.reports.asking import asked, odd_figures, total

pytestmark = pytest.mark.django_db
KEPT, OWED, CANCELLED = CallBack.State.KEPT, CallBack.State.OWED, CallBack.State.CANCELLED


def promised(state, after=None, **fields):
    settled = None if after is None else NOON + timedelta(hours=after)
    return CallBack.objects.create(state=state, due_by=NOON, made_at=NOON, settled_at=settled, **fields)


def test_kept_in_time_late_and_overdue_are_told_apart():
    promised(KEPT, -1)
    promised(KEPT, 0)
    promised(KEPT, 1)
    promised(OWED)
    promised(CANCELLED, 1)
    marks = ("", "due", "kept", "late", "missed", "cancelled")
    assert [total(REPORT, "promised", mark) for mark in marks] == [5, 4, 2, 1, 1, 1]
    assert odd_figures(REPORT, asked()) == []


def test_what_is_not_due_yet_is_neither_kept_nor_missed():
    promised(OWED)
    of = asked(now=NOON - timedelta(hours=1))
    assert [total(REPORT, "promised", mark, of) for mark in ("", "due", "missed")] == [1, 0, 0]


def test_calls_about_tickets_of_other_departments_are_not_counted():
    others = builders.department("Parks")
    promised(OWED).tickets.add(builders.ticket(department=others))
    promised(OWED)
    own = builders.department()
    assert [total(REPORT, "promised", of=asked(within=(one.pk,))) for one in (others, own)] == [2, 1]
