"""Demanded, done and skipped searches, to the figure."""

from datetime import timedelta

import pytest

from firstline.casework.contacts import closing, looking_up
from firstline.casework.contacts.models import Kind, Outcome
from firstline.casework.reports.search_first import Line, entries, measured, reasons, totals
from firstline.casework.tickets import opening
from firstline.reference.handling.models import Before
from firstline.reference.handling.searching_first import demand
from firstline.reference.staff.models import User
from tests import builders
from tests.builders import NOON
from tests.cast import ana, marc, sofia

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def answered(by: User, *, day: int = 0, skipped: str = "", **fields: object) -> None:
    """A contact closed as answered, after a search or without one for a reason."""
    contact = builders.contact(kind=Kind.INFORMATION, words="When?", answer="At nine.", **fields)
    at = NOON + day * DAY
    if skipped:
        looking_up.skip(contact, skipped, by=by, at=at)
    else:
        looking_up.search(contact, "when", found=1, language="en", by=by, at=at)
    closing.close(contact, Outcome.ANSWERED, by=by, at=at)


def test_a_week_to_the_figure() -> None:
    answered(ana())  # nothing was demanded yet
    demand(Kind.INFORMATION, search_before_answer=True, by=marc())
    code = builders.handled_code("Lamp", search_before_ticket=True)
    answered(ana())
    answered(ana(), day=1, skipped="The line is full")
    answered(sofia(), day=2, skipped="The line is full")
    answered(sofia(), day=3, skipped="I know it")
    answered(sofia(), day=8)
    lamp = builders.problem(code=code)
    looking_up.search(lamp, "lamp", found=0, language="en", by=ana())
    opening.open_ticket(lamp, by=ana(), at=NOON + DAY)

    week = {"since": NOON - DAY, "until": NOON + 7 * DAY}
    assert totals(**week) == Line(None, "", 5, 2)
    assert totals(**week).skipped == 3
    assert measured("act", **week) == [Line(Before.ANSWER, "", 4, 1), Line(Before.TICKET, "", 1, 1)]
    assert measured("kind", **week) == [Line("information", "", 4, 1), Line("action", "", 1, 1)]
    assert measured("analyst", **week) == [
        Line(ana().pk, "Ana Silva", 3, 2),
        Line(sofia().pk, "Sofía Ruiz", 2, 0),
    ]
    assert sorted(measured("code", **week), key=lambda line: line.demanded) == [
        Line(code.pk, "", 1, 1),
        Line(None, "", 4, 1),
    ]
    assert reasons(**week) == [("The line is full", 2), ("I know it", 1)]
    assert entries(**week).count() == 5
    assert totals() == Line(None, "", 6, 3)


def test_nothing_demanded_is_nothing_measured() -> None:
    answered(ana())
    assert (totals(), measured("kind"), reasons()) == (Line(None, "", 0, 0), [], [])
