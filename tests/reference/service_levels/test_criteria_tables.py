from datetime import UTC, datetime

import pytest

from firstline.criteria.conditions import ALWAYS, write
from firstline.journal.models import Entry
from firstline.journal.refusal import Refused
from firstline.reference.service_levels import criteria_tables as tables
from firstline.reference.service_levels.deciding import matching, rules_of
from firstline.reference.service_levels.laid_down import current
from firstline.reference.service_levels.models import CriteriaRow, CriteriaTable
from tests.builders import centre, priority
from tests.cast import marc
from tests.criteria.words import VOCABULARY

pytestmark = pytest.mark.django_db
MANY = {"field": "number", "is": "at_least", "value": 50}
FAX = {"field": "channel", "is": "any_of", "value": ["fax"]}
EVERYTHING = write(ALWAYS)


def row(condition, decided, table=None, **facts):
    table = table or tables.draft("priority", by=marc())
    return tables.add_row(
        table, {"condition": condition, "priority": decided, **facts}, vocabulary=VOCABULARY, by=marc()
    )


def live(table):
    return tables.go_live(table, vocabulary=VOCABULARY, by=marc())


def decided(facts):
    found = next(matching(facts, current().rules("priority", VOCABULARY)), None)
    return found.row.priority.key if found else None


def test_the_first_row_that_matches_decides():
    row(MANY, priority("critical", 2))
    row(FAX, priority("planned", 4))
    live(row(EVERYTHING, priority("regular", 3)).table)
    facts = [{"number": 60, "channel": "fax"}, {"number": 2, "channel": "fax"}, {"number": 2}]
    assert [decided(one) for one in facts] == ["critical", "planned", "regular"]


def test_a_draft_decides_nothing_until_it_is_put_in_use():
    table = row(EVERYTHING, priority("critical", 2)).table
    assert (decided({}), len(rules_of(table, VOCABULARY))) == (None, 1)
    live(table)
    assert decided({}) == "critical"


def test_a_new_draft_begins_as_a_copy_and_leaves_what_is_in_use_alone():
    live(row(EVERYTHING, priority("critical", 2)).table)
    table = tables.draft("priority", by=marc())
    tables.remove_row(table.rows.get(), by=marc())
    assert decided({}) == "critical"
    live(table)
    assert decided({}) is None
    assert sorted(CriteriaTable.objects.values_list("state", flat=True)) == ["live", "past"]


def test_there_is_one_draft_at_a_time_and_it_can_be_thrown_away():
    table = tables.draft("priority", by=marc())
    assert tables.draft("priority", by=marc()) == table
    tables.discard(table, by=marc())
    assert (CriteriaTable.objects.count(), tables.draft("priority", by=marc()).pk == table.pk) == (0, False)


def test_rows_are_moved_and_close_up():
    rows = [row(EVERYTHING, priority(key, rank)) for key, rank in (("a", 11), ("b", 12), ("c", 13))]
    tables.move_row(rows[2], 1, by=marc())
    tables.remove_row(rows[0], by=marc())
    kept = CriteriaRow.objects.order_by("position").values_list("position", "priority__key")
    assert list(kept) == [(1, "c"), (2, "b")]


def test_a_row_can_be_changed_and_switched_off():
    changed = row(FAX, priority("critical", 2))
    tables.change_row(changed, {"condition": EVERYTHING, "is_on": False}, vocabulary=VOCABULARY, by=marc())
    live(changed.table)
    assert decided({}) is None
    entry = Entry.objects.get(verb="criteria_table.row_changed")
    assert (entry.facts["was"]["condition"], entry.facts["now"]["condition"]) == (FAX, EVERYTHING)


def test_a_table_in_use_cannot_be_edited():
    table = row(EVERYTHING, priority()).table
    live(table)
    with pytest.raises(Refused):
        row(FAX, priority(), table=table)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"condition": {"all": [MANY, {**MANY, "is": "at_most", "value": 3}]}}, "condition"),
        ({"condition": {**FAX, "value": ["telex"]}}, "condition"),
        ({"condition": {**FAX, "value": []}}, "condition"),
        ({"condition": {"field": "colour"}}, "condition"),
        ({"condition": None}, "condition"),
        ({"decided": None}, "priority"),
    ],
)
def test_a_row_that_could_never_match_or_decide_is_refused_at_its_field(facts, field):
    with pytest.raises(Refused) as refused:
        row(
            **{
                "condition": FAX,
                "decided": priority(),
                **{("decided" if k == "priority" else k): v for k, v in facts.items()},
            }
        )
    assert (refused.value.field, CriteriaRow.objects.count()) == (field, 0)


def test_what_is_retired_decides_nothing_more():
    gone = priority("gone", 9)
    gone.retired_at = datetime(2026, 1, 1, tzinfo=UTC)
    with pytest.raises(Refused) as refused:
        row(FAX, gone)
    assert (str(refused.value), refused.value.field) == ("gone is retired.", "priority")


def test_a_route_names_a_centre_and_one_of_its_tiers():
    table = tables.draft("route", by=marc())
    depot = centre("Depot", tiers=2)
    facts = {"condition": FAX, "centre": depot, "tier": 2, "to_best": True, "skill": "pumps"}
    made = tables.add_row(table, facts, vocabulary=VOCABULARY, by=marc())
    assert (made.centre, made.tier, made.to_best, made.skill) == (depot, 2, True, "pumps")
    with pytest.raises(Refused) as refused:
        tables.add_row(table, {**facts, "tier": 3}, vocabulary=VOCABULARY, by=marc())
    assert refused.value.field == "tier"


def test_asking_the_rules_again_costs_one_query(django_assert_num_queries):
    for number in range(20):
        row({**MANY, "value": 1000 + number}, priority())
    live(CriteriaTable.objects.get())
    decided({})
    with django_assert_num_queries(1):
        assert decided({"number": 3}) is None


def test_a_row_is_switched_off_and_on_even_when_it_names_what_is_gone():
    gone = priority("gone", 9)
    made = row(FAX, gone)
    gone.retired_at = datetime(2026, 1, 1, tzinfo=UTC)
    gone.save()
    states = [tables.switch_row(made, is_on=is_on, by=marc()).is_on for is_on in (False, False, True)]
    assert (states, Entry.objects.filter(verb="criteria_table.row_switched").count()) == ([False, False, True], 2)


def test_a_row_that_somebody_else_changed_is_not_gone_over_unseen():
    made = row(FAX, priority("critical", 2))
    seen = tables.stamp(made)
    first = tables.change_row(made, {"condition": MANY}, vocabulary=VOCABULARY, by=marc(), seen=seen)
    with pytest.raises(tables.ChangedMeanwhile) as changed:
        tables.change_row(made, {"condition": EVERYTHING}, vocabulary=VOCABULARY, by=marc(), seen=seen)
    assert (changed.value.row.condition, tables.stamp(changed.value.row)) == (MANY, tables.stamp(first))
    again = tables.stamp(first)
    assert tables.change_row(made, {"condition": EVERYTHING}, vocabulary=VOCABULARY, by=marc(), seen=again)


def test_a_row_that_somebody_else_removed_is_not_there_any_more():
    made = row(FAX, priority())
    tables.remove_row(made, by=marc())
    verbs = (
        lambda: tables.change_row(made, {}, vocabulary=VOCABULARY, by=marc()),
        lambda: tables.switch_row(made, is_on=False, by=marc()),
        lambda: tables.move_row(made, 1, by=marc()),
        lambda: tables.remove_row(made, by=marc()),
    )
    for verb in verbs:
        with pytest.raises(Refused, match="Somebody has removed this row"):
            verb()


def test_a_draft_with_a_fault_does_not_go_live_and_the_row_is_named():
    row(EVERYTHING, priority())
    gone = priority("gone", 9)
    faulty = row(FAX, gone)
    gone.retired_at = datetime(2026, 1, 1, tzinfo=UTC)
    gone.save()
    with pytest.raises(Refused, match="Row 2: gone is retired"):
        live(faulty.table)
    tables.switch_row(faulty, is_on=False, by=marc())
    assert live(faulty.table).state == "live"


def test_a_draft_that_changed_after_it_was_seen_does_not_go_live():
    table = row(EVERYTHING, priority()).table
    seen = CriteriaTable.objects.get().changed_at
    row(FAX, priority(), table=table)
    with pytest.raises(Refused, match="The draft has changed"):
        tables.go_live(table, vocabulary=VOCABULARY, by=marc(), seen=seen)


def test_reasons_are_kept_in_languages_that_the_desk_speaks():
    made = row(FAX, priority(), because={"en": " Fax ", "fr": ""})
    assert made.because == {"en": "Fax"}
    for because in ({"xx": "?"}, {"en": "x" * 201}):
        with pytest.raises(Refused):
            row(FAX, priority(), because=because)
