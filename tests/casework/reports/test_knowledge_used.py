"""Articles: what was searched, used, missing, and whether the search came first."""

import pytest

from firstline.casework.contacts import closing, looking_up
from firstline.casework.contacts.models import Kind, Outcome
from firstline.casework.reports.knowledge_used import REPORT
from firstline.reference.handling.searching_first import demand
from tests import builders
from tests.builders import NOON
from tests.casework.reports.asking import asked, by, odd_figures, total
from tests.cast import ana, marc

pytestmark = pytest.mark.django_db


def test_uses_gaps_and_searches_to_the_figure():
    fridges, lamps = builders.handled_code("Fridge"), builders.handled_code("Lamp")
    version = builders.article(code=fridges).versions.get()
    demand(Kind.INFORMATION, search_before_answer=True, by=marc())
    first, second = (
        builders.contact(kind=Kind.INFORMATION, words="x", answer="x", code=one) for one in (fridges, lamps)
    )
    looking_up.search(first, "Fridges", found=1, language="en", by=ana(), at=NOON)
    looking_up.open_article(first, version, by=ana(), at=NOON)
    looking_up.not_helpful(first, version, "Too long", by=ana(), at=NOON)
    looking_up.search(first, "iceboxes", found=0, language="fr", by=ana(), at=NOON)
    looking_up.skip(second, "In a hurry", by=ana(), at=NOON)
    for contact in (first, second):
        closing.close(contact, Outcome.ANSWERED, by=ana(), at=NOON)
    assert [total(REPORT, "look_ups", mark) for mark in ("searched", "in_vain")] == [2, 1]
    assert by(REPORT, "uses", "version") == {str(version.pk): 2}
    assert [total(REPORT, "uses", mark) for mark in ("opened", "not_helpful", "answered")] == [1, 1, 0]
    assert len(by(REPORT, "vain", "folded")) == 1
    assert by(REPORT, "bare", "code") == {str(lamps.pk): 1}
    assert [total(REPORT, "first", mark) for mark in ("", "done", "skipped")] == [2, 1, 1]
    assert by(REPORT, "first", "skipped") == {"": 1, "In a hurry": 1}
    assert odd_figures(REPORT, asked()) == []
