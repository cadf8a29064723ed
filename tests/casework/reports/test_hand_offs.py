"""Escalations and hand-offs: every move counted, from where to where, and how long a ticket was at each tier."""

from datetime import timedelta

import pytest

from firstline.casework.reports.hand_offs import REPORT
from firstline.casework.tickets import assignment, escalation, opening, resolution
from tests import builders
from tests.builders import NOON
from tests.casework.reports.asking import asked, by, odd_figures, total
from tests.cast import ana, tomek

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def opened():
    code = builders.handled_code("Deep", centre=builders.centre("Deep", tiers=3))
    return opening.open_ticket(builders.problem(code=code), by=ana(), at=NOON)


def up(ticket, tier, hours):
    at = NOON + hours * HOUR
    return escalation.escalate(ticket, tier, "x", tried="x", expected="x", by=ana(), at=at)


def down(ticket, tier, hours):
    return escalation.de_escalate(ticket, tier, "x", by=ana(), at=NOON + hours * HOUR)


def test_each_move_is_counted_by_where_it_went_and_leads_to_its_entries():
    other = builders.centre("Other", tiers=3)
    skipped = up(opened(), 3, 1)
    to_and_fro = down(up(opened(), 2, 2), 1, 4)
    passed = assignment.pass_on(opened(), other, 1, "x", by=ana(), at=NOON + HOUR)
    opened()
    assert by(REPORT, "moves", "move") == {"1>3": 1, "1>2": 1, "2>1": 1, "1>1": 1}
    marks = ("", "up", "down", "across", "skipped", "clock")
    assert [total(REPORT, "moves", mark) for mark in marks] == [4, 2, 1, 1, 1, 0]
    assert by(REPORT, "moves", "to")[str(other.pk)] == 1
    assert [total(REPORT, "tickets", mark) for mark in ("", "moved", "returned", "to_and_fro")] == [4, 3, 1, 0]
    assert (odd_figures(REPORT, asked()), skipped.tier, to_and_fro.returns, passed.centre) == ([], 3, 1, other)
    limited = asked(within=(builders.department("Far away").pk,))
    assert (total(REPORT, "moves", of=limited), odd_figures(REPORT, limited)) == (0, [])


def test_the_time_at_a_tier_runs_from_its_arrival_there():
    moved = up(assignment.take(opened(), by=tomek(), at=NOON), 2, 3)
    resolution.resolve(moved, "Done", by=tomek(), at=NOON + 8 * HOUR)
    resolution.resolve(assignment.take(opened(), by=tomek(), at=NOON), "Done", by=tomek(), at=NOON + HOUR)
    up(opened(), 2, 5)
    answer = REPORT.answer(asked())
    tiers = REPORT.scan("moves").split("was_tier"), REPORT.scan("solved").split("tier")
    assert answer.middles("moves", tiers[0]) == {"1": 4.0}
    assert answer.middles("solved", tiers[1]) == {"1": 1.0, "2": 5.0}
