"""The catalogue is kept by verbs: added to, renamed, moved, retired, and removed only while unused."""

import pytest

from firstline.journal.models import Entry
from firstline.journal.refusal import Refused
from firstline.reference.catalogue import keeping
from firstline.reference.catalogue.models import Department, ProblemCode, ServiceCategory, ServiceProvider
from tests import builders
from tests.cast import marc

pytestmark = pytest.mark.django_db


def last_entry() -> tuple[str, str, dict[str, object]]:
    entry = Entry.objects.latest("id")
    return entry.verb, entry.actor_name, entry.facts


def test_four_levels_are_added_one_below_the_other() -> None:
    department = keeping.add_department({"en": "Public works", "fr": "Travaux publics"}, by=marc())
    provider = keeping.add_below(department, {"en": "Street care"}, by=marc())
    assert isinstance(provider, ServiceProvider)
    category = keeping.add_below(provider, {"en": "Roads"}, by=marc())
    assert isinstance(category, ServiceCategory)
    code = keeping.add_below(category, {"en": "Pothole", "th": "  หลุม  บ่อ "}, by=marc())
    assert isinstance(code, ProblemCode)
    assert code.path == "Public works › Street care › Roads"
    assert code.labels == {"en": "Pothole", "th": "หลุม บ่อ"}
    assert last_entry() == ("problem_code.added", "Marc Petit", {"labels": {"en": "Pothole", "th": "หลุม บ่อ"}})


def test_a_second_of_the_same_name_below_one_parent_is_refused() -> None:
    category = builders.category()
    keeping.add_below(category, {"en": "Pothole"}, by=marc())
    with pytest.raises(Refused, match="There is one of this name here already"):
        keeping.add_below(category, {"en": "Pothole"}, by=marc())
    assert ProblemCode.objects.count() == 1


@pytest.mark.parametrize("labels", [{}, {"en": "  "}, {"xx": "Pothole"}, {"en": "x" * 201}])
def test_a_label_must_be_a_short_text_in_a_language_of_the_desk(labels: dict[str, str]) -> None:
    with pytest.raises(Refused):
        keeping.add_department(labels, by=marc())
    assert Department.objects.count() == 0


def test_renaming_changes_one_language_and_leaves_the_key() -> None:
    code = keeping.rename(builders.code("Pothole"), "pl", "Dziura w jezdni", by=marc())
    assert (code.labels, code.key) == ({"en": "Pothole", "pl": "Dziura w jezdni"}, "Pothole")
    assert code.missing_languages == ["fr", "es", "th"]
    facts = {"field": "label pl", "was": "", "now": "Dziura w jezdni"}
    assert last_entry() == ("problem_code.renamed", "Marc Petit", facts)


def test_the_last_label_cannot_be_taken_out() -> None:
    code = builders.code("Pothole")
    with pytest.raises(Refused, match="at least one language"):
        keeping.rename(code, "en", " ", by=marc())


def test_renaming_to_the_same_words_leaves_no_entry() -> None:
    keeping.rename(builders.code("Pothole"), "en", "Pothole", by=marc())
    assert Entry.objects.count() == 0


def test_synonyms_are_kept_once_each_and_without_blanks() -> None:
    code = keeping.set_synonyms(builders.code(), "en", ["fridge", " ", "fridge", "old  stove"], by=marc())
    assert code.synonyms == {"en": ["fridge", "old stove"]}
    facts = {"field": "synonyms en", "was": [], "now": ["fridge", "old stove"]}
    assert last_entry() == ("problem_code.described", "Marc Petit", facts)


def test_a_code_moves_to_another_category_only() -> None:
    code, category = builders.code(), builders.category("Parks")
    moved = keeping.move(code, category, by=marc())
    assert isinstance(moved, ProblemCode)
    assert moved.category == category
    with pytest.raises(Refused, match="cannot stand below"):
        keeping.move(code, builders.department(), by=marc())


def test_a_code_does_not_move_beside_one_of_its_name() -> None:
    there = builders.code("Pothole", of=builders.category("Parks"))
    with pytest.raises(Refused, match="of this name"):
        keeping.move(builders.code("Pothole"), there.category, by=marc())


def test_retired_and_restored() -> None:
    code = keeping.retire(builders.code(), by=marc(), at=builders.NOON)
    assert code.retired_at == builders.NOON
    assert list(ProblemCode.objects.in_use()) == []
    assert keeping.restore(code, by=marc()).retired_at is None
    assert [entry.verb for entry in Entry.objects.order_by("id")] == ["problem_code.retired", "problem_code.restored"]


def test_retiring_a_department_takes_its_codes_out_of_use() -> None:
    code = builders.code()
    keeping.retire(code.category.provider.department, by=marc(), at=builders.NOON)
    assert list(ProblemCode.objects.in_use()) == []


def test_what_was_never_used_can_be_removed() -> None:
    keeping.remove(builders.code(), by=marc())
    assert ProblemCode.objects.count() == 0
    assert last_entry()[0] == "problem_code.removed"


def test_what_is_used_can_only_be_retired() -> None:
    code = builders.code()
    builders.contact(code=code)
    with pytest.raises(Refused, match="can only be retired"):
        keeping.remove(code, by=marc())
    with pytest.raises(Refused, match="can only be retired"):
        keeping.remove(code.category, by=marc())
    assert (ProblemCode.objects.count(), Entry.objects.count()) == (1, 0)
