"""Branches speak the one vocabulary, over what is known and what was answered."""

from typing import Any

import pytest

from firstline.casework.tickets.facts import VOCABULARY
from firstline.criteria.conditions import restore, write
from firstline.journal.recording import history_of
from firstline.journal.refusal import Refused
from firstline.reference.procedures import branches
from firstline.reference.procedures.models import Branch, Step
from tests import builders
from tests.cast import marc

pytestmark = pytest.mark.django_db

KNOWN = {"field": "words", "is": "has_any", "value": ["fridge"]}


def asked() -> Step:
    """The second of three steps of a draft: a choice."""
    choices = [{"key": "a", "labels": {"en": "A"}}]
    steps = [
        builders.step("plugged", answer_type="yes_no"),
        builders.step("which", answer_type="choice", choices=choices),
        builders.step("tried", "propose"),
    ]
    return builders.procedure(*steps, state="draft").steps.all()[1]


def add(step: Step, condition: Any, goes_to: str = "end") -> Branch:
    return branches.add_branch(step, condition, goes_to, vocabulary=VOCABULARY, by=marc())


@pytest.mark.parametrize(
    "condition",
    [
        KNOWN,
        {"field": "answer.plugged", "is": "is", "value": False},
        {"all": [KNOWN, {"not": {"field": "answer.which", "is": "any_of", "value": ["a"]}}]},
        {"any": [{"field": "answer.tried", "is": "none_of", "value": ["worked"]}, {"field": "code", "is": "known"}]},
    ],
)
def test_a_branch_asks_for_answers_and_for_what_is_known(condition: dict[str, Any]) -> None:
    kept = add(asked(), condition).condition
    assert kept == condition
    assert write(restore(kept)).keys() == condition.keys()


@pytest.mark.parametrize(
    ("condition", "goes_to", "field"),
    [
        ({"field": "answer.nobody", "is": "known"}, "end", "condition"),
        ({"field": "answer.plugged", "is": "at_least", "value": 3}, "end", "condition"),
        ({"field": "words", "is": "has_any", "value": ["a\x00"]}, "end", "condition"),
        (["all"], "end", "condition"),
        (None, "end", "condition"),
        (KNOWN, "  ", "goes_to"),
        (KNOWN, "\ud800", "goes_to"),
        (KNOWN, "x" * 41, "goes_to"),
    ],
)
def test_a_branch_that_says_nothing_is_refused(condition: Any, goes_to: str, field: str) -> None:
    step = asked()
    with pytest.raises(Refused) as refusal:
        add(step, condition, goes_to)
    assert (refusal.value.field, step.branches.count()) == (field, 0)


def test_branches_are_changed_moved_and_removed() -> None:
    step = asked()
    first, second = add(step, KNOWN), add(step, {"all": []})
    for _ in range(2):
        branches.change_branch(second, KNOWN, "tried", vocabulary=VOCABULARY, by=marc())
        branches.move_branch(second, 1, by=marc())
    assert [(one.pk, one.goes_to) for one in step.branches.all()] == [(second.pk, "tried"), (first.pk, "end")]
    branches.remove_branch(second, by=marc())
    assert [(one.pk, one.position) for one in step.branches.all()] == [(first.pk, 1)]
    verbs = [entry.verb.removeprefix("procedure.branch_") for entry in history_of(step.of.procedure)]
    assert verbs == ["added", "added", "changed", "moved", "removed"]


def test_a_branch_that_somebody_removed_is_told_so() -> None:
    branch = add(asked(), KNOWN)
    branches.remove_branch(branch, by=marc())
    with pytest.raises(Refused, match="removed"):
        branches.move_branch(branch, 1, by=marc())


def test_there_is_an_end_to_the_number_of_branches() -> None:
    step = asked()
    Branch.objects.bulk_create(
        Branch(step=step, position=position, goes_to="end") for position in range(branches.MOST_BRANCHES)
    )
    with pytest.raises(Refused):
        add(step, KNOWN)


def test_the_answers_stand_in_the_vocabulary_with_what_may_be_chosen() -> None:
    words = branches.vocabulary(asked().of.steps.all(), VOCABULARY)
    assert [str(words[f"answer.{key}"].type) for key in ("plugged", "which", "tried")] == ["yes_no", "choice", "choice"]
    assert words["answer.which"].labels(["a"]) == {"a": "A"}
    assert list(words["answer.tried"].labels([]) or {}) == ["worked", "failed", "refused", "open"]
    assert words["answer.plugged"].label == "answer: Plugged"
