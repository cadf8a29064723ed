"""Writing steps: what may be said of one, their order, and two people at it at once."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from firstline.journal.recording import history_of
from firstline.journal.refusal import Refused
from firstline.journal.versions import Conflict
from firstline.reference.procedures import drafts, steps
from firstline.reference.procedures.models import ProcedureVersion, Step
from tests import builders
from tests.cast import marc, sofia

pytestmark = pytest.mark.django_db


def draft(*keys: str) -> ProcedureVersion:
    return builders.procedure(*(builders.step(key) for key in keys), state="draft")


def order(version: ProcedureVersion) -> list[tuple[int, str]]:
    return [(one.position, one.key) for one in version.steps.all()]


def test_steps_are_added_at_the_end_or_behind_another() -> None:
    version = draft()
    first = steps.add_step(version, "ask", title={"en": "What?"}, by=marc())
    steps.add_step(version, "say", by=marc())
    steps.add_step(version, "ask", after=first, by=marc())
    assert order(version) == [(1, "ask-1"), (2, "ask-2"), (3, "say-1")]
    assert first.title == "What?"


def test_a_key_that_was_used_once_is_not_used_again() -> None:
    version = draft()
    for _ in range(2):
        made = steps.add_step(version, "ask", by=marc())
    builders.procedure(builders.step("ask-9"), state="past")
    steps.remove_step(made, by=marc())
    assert steps.add_step(version, "ask", by=marc()).key == "ask-10"


@pytest.mark.parametrize("key", ["what", "Ą", "a b", "-a", "x" * 41])
def test_a_key_that_is_taken_or_odd_is_refused(key: str) -> None:
    with pytest.raises(Refused) as refusal:
        steps.add_step(draft("what"), "ask", key=key, by=marc())
    assert refusal.value.field == "key"


def test_there_is_an_end_to_the_number_of_steps() -> None:
    version = draft()
    Step.objects.bulk_create(
        Step(of=version, key=f"s{number}", position=number, act="say") for number in range(1, steps.MOST_STEPS + 1)
    )
    with pytest.raises(Refused):
        steps.add_step(version, "say", by=marc())


def test_steps_are_moved_and_removed_and_the_others_close_up() -> None:
    version = draft("a", "b", "c")
    first, second, _third = version.steps.all()
    steps.move_step(first, 99, by=marc())
    assert order(version) == [(1, "b"), (2, "c"), (3, "a")]
    steps.move_step(first, -5, by=marc())
    steps.move_step(first, 1, by=marc())
    steps.remove_step(second, by=marc())
    assert order(version) == [(1, "a"), (2, "c")]
    verbs = [entry.verb.removeprefix("procedure.") for entry in history_of(version.procedure)]
    assert verbs == ["step_moved", "step_moved", "step_removed"]


def test_a_step_that_somebody_removed_is_told_so() -> None:
    step = draft("a").steps.get()
    steps.remove_step(step, by=marc())
    with pytest.raises(Refused, match="removed"):
        steps.change_step(step, {"required": True}, seen=None, by=sofia())


def test_a_published_step_stays_as_it_is() -> None:
    step = builders.procedure(builders.step("a")).steps.get()
    with pytest.raises(drafts.NoDraft):
        steps.change_step(step, {"required": True}, seen=None, by=marc())


def test_fields_are_changed_and_the_journal_says_what_was() -> None:
    step = draft("a").steps.get()
    choices = [{"key": "y", "labels": {"en": "Yes", "fr": "Oui"}}]
    values = {"answer_type": "choice", "choices": choices, "lands_in": "question.17", "article": 12, "then": "end"}
    held = steps.change_step(step, values, seen=1, by=marc())
    steps.change_step(step, values, seen=1, by=marc())
    entry = history_of(step.of.procedure).get()
    assert [(one["field"], one["was"], one["now"]) for one in entry.facts["changes"]] == [
        ("answer_type", "text", "choice"),
        ("choices", [], choices),
        ("lands_in", "", "question.17"),
        ("article", None, 12),
        ("then", "next", "end"),
    ]
    assert held.version == 2
    assert steps.change_step(step, {"answer_type": "", "lands_in": "", "article": None}, seen=2, by=marc()).version == 3


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("act", "dance"),
        ("answer_type", "colour"),
        ("deed", "sing"),
        ("required", "yes"),
        ("lands_in", "contact.secret"),
        ("lands_in", "question.x"),
        ("article", 0),
        ("article", True),
        ("article", 2**63),
        ("then", "x" * 41),
        ("then", "\x00"),
        ("choices", [{"key": "a", "labels": {}}]),
        ("choices", [{"key": "A b", "labels": {"en": "A"}}]),
        ("choices", [{"key": "a", "labels": {"en": "A"}}] * 2),
        ("choices", [{"key": f"k{n}", "labels": {"en": "A"}} for n in range(41)]),
        ("choices", [{"key": "a", "labels": {"en": "\udfff"}}]),
    ],
)
def test_what_a_step_cannot_be_is_refused_with_its_field(field: str, value: Any) -> None:
    step = draft("a").steps.get()
    with pytest.raises(Refused) as refusal:
        steps.change_step(step, {field: value}, seen=None, by=marc())
    assert refusal.value.field == field


def test_two_editors_of_one_field_see_both_values_and_of_two_fields_disturb_nobody() -> None:
    step = draft("a").steps.get()
    steps.change_step(step, {"then": "end"}, seen=1, by=marc())
    steps.change_step(step, {"required": True}, seen=1, by=sofia())
    with pytest.raises(Conflict) as conflict:
        steps.change_step(step, {"then": "b"}, seen=1, by=sofia())
    assert (conflict.value.theirs, conflict.value.mine, conflict.value.version) == ("end", "b", 3)


def test_two_people_write_two_languages_at_once() -> None:
    step = draft("a").steps.get()
    steps.write_text(step, "say", "fr", "Quoi ?", seen=1, by=marc())
    held = steps.write_text(step, "say", "pl", "Co?", seen=1, by=sofia())
    assert held.texts["say"] == {"en": "A?", "fr": "Quoi ?", "pl": "Co?"}
    with pytest.raises(Conflict) as conflict:
        steps.write_text(step, "say", "fr", "Comment ?", seen=1, by=sofia())
    assert (conflict.value.field, conflict.value.theirs) == ("say.fr", "Quoi ?")
    steps.write_text(step, "say", "fr", "Quoi ?", seen=1, by=sofia())
    assert steps.write_text(step, "say", "fr", "", seen=None, by=sofia()).texts["say"] == {"en": "A?", "pl": "Co?"}


@pytest.mark.parametrize(("part", "language"), [("shout", "en"), ("say", "xx")])
def test_a_text_that_no_step_has_is_refused(part: str, language: str) -> None:
    with pytest.raises(Refused):
        steps.write_text(draft("a").steps.get(), part, language, "x", seen=None, by=marc())


def test_a_step_says_in_which_languages_it_is_missing() -> None:
    step = builders.step("a", texts={"title": {"en": "A", "fr": "A", "es": "A", "pl": "A", "th": "A"}})
    assert step.missing_languages == []
    step.choices = [{"key": "a", "labels": {"en": "A", "pl": "A", "th": "A", "es": "A"}}]
    assert step.missing_languages == ["fr"]
    step.texts["help"] = {"en": "A"}
    assert step.missing_languages == ["fr", "es", "pl", "th"]


class HostileTexts(TestCase):
    @settings(max_examples=30, suppress_health_check=list(HealthCheck))
    @given(st.text(st.characters(), max_size=50), st.sampled_from(["title", "say", "help"]))
    def test_any_text_is_kept_as_it_is_or_refused_with_its_field(self, text: str, part: str) -> None:
        step = draft("a").steps.get()
        storable = "\x00" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)
        if storable:
            held = steps.write_text(step, part, "en", text, seen=None, by=None)
            assert Step.objects.get(pk=held.pk).texts.get(part, {}).get("en", "") == text.strip()
        else:
            with pytest.raises(Refused) as refusal:
                steps.write_text(step, part, "en", text, seen=None, by=None)
            assert refusal.value.field == f"{part}.en"
