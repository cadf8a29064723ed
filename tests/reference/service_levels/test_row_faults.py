"""What is wrong with the rows of a table: what keeps them from use, and what makes them idle."""

from datetime import UTC, datetime

import pytest

from firstline.reference.service_levels import criteria_tables as tables
from firstline.reference.service_levels.models import CriteriaRow
from firstline.reference.service_levels.row_faults import faults, idle_behind, vocabulary_of
from tests.builders import centre, priority
from tests.cast import marc, tomek
from tests.criteria.words import VOCABULARY

pytestmark = pytest.mark.django_db
MANY = {"field": "number", "is": "at_least", "value": 50}
FAX = {"field": "channel", "is": "any_of", "value": ["fax"]}
GONE = datetime(2026, 1, 1, tzinfo=UTC)


def draft(*conditions, kind="priority", **decided):
    table = tables.draft(kind, by=marc())
    decided = decided or {"priority": priority()}
    return [
        CriteriaRow.objects.create(table=table, position=position, condition=condition, **decided)
        for position, condition in enumerate(conditions, start=1)
    ]


def test_a_row_that_is_in_order_has_no_fault():
    (row,) = draft(FAX)
    assert faults(row, vocabulary_of([row], VOCABULARY)) == []


def test_a_condition_that_is_none_or_names_what_is_gone_is_told():
    rows = draft({"field": "colour"}, {**FAX, "value": ["telex"]}, {"all": [MANY, {**MANY, "is": "at_most"}]})
    known = vocabulary_of(rows, VOCABULARY)
    assert [len(faults(row, known)) for row in rows[:2]] == [1, 1]
    assert faults(rows[0], known) == ["This condition cannot be read."]
    assert "telex" in faults(rows[1], known)[0]


def test_what_a_row_decides_may_have_gone_since():
    gone = priority("gone", 9)
    (row,) = draft(FAX, priority=gone)
    gone.retired_at = GONE
    assert faults(row, VOCABULARY) == ["gone is retired."]
    depot = centre("Depot", tiers=2)
    (high,) = draft(FAX, kind="route", centre=depot, tier=3)
    left = tomek()
    left.is_active = False
    (given,) = draft(FAX, kind="route", centre=depot, person=left)
    assert [faults(each, VOCABULARY) for each in (high, given)] == [
        ["Depot has no tier 3."],
        ["Tomek Nowak no longer works here."],
    ]


def test_a_row_is_idle_behind_one_that_asks_for_no_more():
    rows = draft(FAX, {"all": [FAX, MANY]}, MANY, {"all": []}, {"any": [FAX]}, {"all": [MANY]})
    rows[2].is_on = False
    assert idle_behind(rows, VOCABULARY) == {rows[1].pk: 1, rows[5].pk: 4}
    assert idle_behind([], VOCABULARY) == {}


def test_labels_of_many_rows_cost_one_question_per_field(django_assert_num_queries):
    rows = draft(*[FAX] * 30)
    with django_assert_num_queries(0):
        known = vocabulary_of(rows, VOCABULARY)
        assert {tuple(faults(row, known)) for row in rows} == {()}
