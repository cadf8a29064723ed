"""Keeping procedures: their names and ranks, what they are chosen for, and their drafts."""

import pytest

from firstline.journal.recording import history_of
from firstline.journal.refusal import Refused
from firstline.reference.procedures import drafts, writing
from firstline.reference.procedures.models import Branch, Procedure, ProcedureVersion
from tests import builders
from tests.cast import marc

pytestmark = pytest.mark.django_db


def verbs(procedure: Procedure) -> list[str]:
    return [entry.verb for entry in history_of(procedure)]


def test_a_new_procedure_has_an_empty_draft() -> None:
    made = writing.create_procedure({"en": "Appliance pick-up", "fr": " "}, by=marc())
    assert (made.key, made.labels) == ("appliance-pick-up", {"en": "Appliance pick-up"})
    assert [(row.number, row.state, row.steps.count()) for row in made.versions.all()] == [(1, "draft", 0)]
    assert verbs(made) == ["procedure.created"]


def test_a_second_of_the_same_name_gets_a_key_of_its_own() -> None:
    made = [writing.create_procedure({"en": "Printer"}, by=marc()).key for _ in range(3)]
    assert made == ["printer", "printer-2", "printer-3"]


def test_a_name_without_latin_letters_gets_a_key_too() -> None:
    assert writing.create_procedure({"th": "เครื่องพิมพ์"}, by=marc()).key == "procedure"


@pytest.mark.parametrize(
    "labels", [{}, {"en": " "}, {"xx": "A"}, {"en": "a\x00b"}, {"en": "\ud800"}, {"en": "x" * 201}]
)
def test_a_name_that_cannot_be_is_refused(labels: dict[str, str]) -> None:
    with pytest.raises(Refused) as refusal:
        writing.create_procedure(labels, by=marc())
    assert refusal.value.field == "labels"
    assert Procedure.objects.count() == 0


def test_it_is_renamed_ranked_retired_and_restored_once_each() -> None:
    made = writing.create_procedure({"en": "Printer"}, by=marc())
    for _ in range(2):
        writing.rename(made, "pl", "Drukarka", by=marc())
        writing.set_rank(made, 5, by=marc())
        writing.retire(made, by=marc())
    for _ in range(2):
        writing.restore(made, by=marc())
    made.refresh_from_db()
    assert (made.labels["pl"], made.rank, made.retired_at) == ("Drukarka", 5, None)
    assert verbs(made)[1:] == ["procedure.renamed", "procedure.ranked", "procedure.retired", "procedure.restored"]


@pytest.mark.parametrize("rank", [0, -1, 10_000])
def test_a_rank_out_of_reach_is_refused(rank: int) -> None:
    made = writing.create_procedure({"en": "Printer"}, by=marc())
    with pytest.raises(Refused):
        writing.set_rank(made, rank, by=marc())


def test_what_it_is_chosen_for_is_kept_once_and_taken_back_once() -> None:
    made = writing.create_procedure({"en": "Printer"}, by=marc())
    code = builders.code("Printer")
    first = writing.choose_for(made, by=marc(), code=code, category=code.category)
    assert writing.choose_for(made, by=marc(), code=code) == first
    assert (first.category, str(first)) == (None, "Printer")
    writing.choose_no_more(first, by=marc())
    writing.choose_no_more(first, by=marc())
    assert made.occasions.count() == 0
    assert verbs(made)[1:] == ["procedure.chosen_for", "procedure.chosen_no_more"]


def test_a_new_draft_is_a_copy_of_what_is_published() -> None:
    published = builders.procedure(builders.step("what"), builders.step("end", "say"))
    builders.branch(published.steps.all()[0], "end", {"all": []})
    made = drafts.draft(published.procedure, by=marc())
    assert drafts.draft(published.procedure, by=marc()) == made
    assert [(one.key, one.position, one.texts) for one in made.steps.all()] == [
        (one.key, one.position, one.texts) for one in published.steps.all()
    ]
    assert [(one.step.of.number, one.goes_to) for one in Branch.objects.order_by("pk")] == [(1, "end"), (2, "end")]
    assert published.steps.count() == 2


def test_a_draft_can_begin_from_an_earlier_version() -> None:
    old = builders.procedure(builders.step("old"), state="past")
    builders.procedure(builders.step("new"))
    made = drafts.draft(old.procedure, source=old, by=marc())
    assert [one.key for one in made.steps.all()] == ["old"]


def test_a_draft_is_described_and_thrown_away() -> None:
    made = drafts.draft(builders.procedure(builders.step("what")).procedure, by=marc())
    drafts.describe(made, " Asks for the floor ", by=marc())
    drafts.describe(made, "Asks for the floor", by=marc())
    made.refresh_from_db()
    assert made.note == "Asks for the floor"
    drafts.discard(made, by=marc())
    assert [row.number for row in ProcedureVersion.objects.all()] == [1]
    assert verbs(made.procedure) == ["procedure.drafted", "procedure.described", "procedure.draft_discarded"]
    for act in (lambda: drafts.discard(made, by=marc()), lambda: drafts.describe(made, "x", by=marc())):
        with pytest.raises(drafts.NoDraft):
            act()
