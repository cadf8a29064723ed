"""Before what the knowledge base has to be searched, by kind of contact and by code."""

import pytest

from firstline.journal.models import Entry
from firstline.reference.handling import searching_first
from firstline.reference.handling.models import Before, Handling
from tests import builders
from tests.cast import marc

pytestmark = pytest.mark.django_db


def test_what_is_not_named_stays_as_it_is_and_nothing_new_writes_nothing() -> None:
    searching_first.demand("information", by=marc(), search_before_answer=True)
    searching_first.demand("information", by=marc(), search_before_ticket=True)
    searching_first.demand("information", by=marc(), search_before_ticket=True)
    row = searching_first.of_kinds()["information"]
    assert [row.asks_for_search(before) for before in (Before.ANSWER, Before.TICKET, Before.WORK_ORDER)] == [
        True,
        True,
        False,
    ]
    assert [entry.facts["kind"] for entry in Entry.objects.filter(verb="kind_handling.changed")] == ["information"] * 2


def test_the_kind_and_the_code_both_demand_a_search() -> None:
    code = builders.handled_code()
    Handling.objects.filter(code=code).update(search_before_work_order=True)
    code.refresh_from_db()
    searching_first.demand("action", by=marc(), search_before_ticket=True)
    assert searching_first.demanded(kind="action", code=code) == {Before.TICKET, Before.WORK_ORDER}
    assert searching_first.demanded(kind="comment", code=code) == {Before.WORK_ORDER}
    assert searching_first.demanded(kind="", code=None) == set()
    assert [handling.code for handling in searching_first.CODES.all()] == [code]
