"""Satisfaction: how well, of how many, and what was not solved."""

from datetime import timedelta

import pytest

from firstline.casework.reports.satisfied import REPORT
from firstline.casework.tickets.models import State
from firstline.casework.tickets.satisfaction import rate
from tests import builders
from tests.builders import NOON
from tests.casework.reports.asking import asked, by, odd_figures, total

pytestmark = pytest.mark.django_db


def solved(score=None, words="", **fields):
    ticket = builders.ticket(state=State.RESOLVED, resolved_at=NOON, **fields)
    if score:
        rate(ticket, score, words, by=None, at=NOON + timedelta(hours=1))
    return ticket


def test_average_distribution_and_share_are_those_of_the_ratings():
    for score, words in ((5, ""), (5, "Thank you"), (4, ""), (1, "Too late")):
        solved(score, words)
    solved(reopened=1)
    solved(confirmed_at=NOON)
    assert by(REPORT, "ratings", "score") == {"5": 2, "4": 1, "1": 1}
    assert [total(REPORT, "ratings", mark) for mark in ("", "good", "bad", "words")] == [4, 3, 1, 2]
    assert [total(REPORT, "solved", mark) for mark in ("", "rated", "reopened", "confirmed")] == [6, 4, 1, 1]
    assert REPORT.answer(asked()).middles("ratings") == {"": 3.75}
    assert [row.key for row in REPORT.answer(asked()).table(REPORT.panels[0]).rows] == ["5", "4", "3", "2", "1"]
    assert odd_figures(REPORT, asked()) == []


def test_departments_limit_ratings_by_their_tickets():
    ticket = solved(2, department=builders.department())
    solved(3, department=builders.department("Parks"))
    of = asked(within=(ticket.department_id,))
    assert (by(REPORT, "ratings", "score", of), odd_figures(REPORT, of)) == ({"2": 1}, [])
