"""Two managers at the criteria in the same moment: real commits, real locks."""

import pytest

from firstline.journal.refusal import Refused
from firstline.reference.service_levels import criteria_tables as tables
from firstline.reference.service_levels import matrix
from firstline.reference.service_levels.models import CriteriaRow, CriteriaTable, ImpactUrgency
from tests.builders import priority
from tests.casework.work_orders.test_at_once import at_once
from tests.criteria.words import VOCABULARY

pytestmark = pytest.mark.django_db(transaction=True)
EVERYTHING = {"all": []}


def test_two_who_begin_a_draft_get_the_same_one():
    found = at_once(*[lambda: tables.draft("route", by=None)] * 4)
    assert (len({table.pk for table in found}), CriteriaTable.objects.count()) == (1, 1)


def test_only_one_of_two_who_change_a_row_has_seen_it_as_it_was():
    table = tables.draft("priority", by=None)
    row = tables.add_row(table, {"condition": EVERYTHING, "priority": priority()}, vocabulary=VOCABULARY, by=None)
    seen = tables.stamp(row)
    facts = [{"because": {"en": text}} for text in ("one", "two")]
    found = at_once(
        *[lambda each=each: tables.change_row(row, each, vocabulary=VOCABULARY, by=None, seen=seen) for each in facts]
    )
    assert sorted(type(one) for one in found if isinstance(one, Refused)) == [tables.ChangedMeanwhile]
    assert CriteriaRow.objects.count() == 1


def test_two_who_put_a_draft_in_use_leave_one_table_in_use():
    table = tables.draft("priority", by=None)
    found = at_once(*[lambda: tables.go_live(table, vocabulary=VOCABULARY, by=None)] * 2)
    assert [isinstance(one, Refused) for one in found].count(True) == 1
    assert CriteriaTable.objects.get().state == "live"


def test_two_who_switch_the_matrix_on_leave_nine_cells():
    cells = matrix.by_sum([priority()])
    at_once(*[lambda: matrix.lay_down(cells, by=None)] * 3)
    assert ImpactUrgency.objects.count() == 9
