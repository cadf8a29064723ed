"""What stands in the way of publishing, each with its place; and what publishing does to the version before."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from firstline.casework.tickets.facts import VOCABULARY
from firstline.journal.recording import history_of
from firstline.journal.refusal import Refused
from firstline.reference.procedures import drafts, publishing
from firstline.reference.procedures.flow import Flow, flow_of
from firstline.reference.procedures.models import Branch, ProcedureVersion, Step
from tests import builders
from tests.builders import NOON
from tests.cast import marc, sofia

pytestmark = pytest.mark.django_db

ALL = dict.fromkeys(("en", "fr", "es", "pl", "th"), "A")
FULL = {"title": ALL, "say": ALL}
YES = [{"key": "y", "labels": ALL}]


def step(key: str, act: str = "ask", **facts: Any) -> Step:
    return builders.step(key, act, **{"texts": FULL, **facts})


def faults(version: ProcedureVersion) -> list[tuple[str, str]]:
    return [(one.step_key, one.field) for one in publishing.problems(version, vocabulary=VOCABULARY)]


def draft(*steps: Step) -> ProcedureVersion:
    return builders.procedure(*steps, state="draft")


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([], [("", "steps")]),
        ([step("a"), step("b", "say")], []),
        ([step("a", texts={"title": {}})], [("a", "title")]),
        ([step("a", texts={"title": {"en": "A"}})], [("a", "texts")]),
        ([step("a", "say", texts={"title": ALL})], [("a", "say")]),
        ([step("a", answer_type="")], [("a", "answer_type")]),
        ([step("a", answer_type="choice")], [("a", "choices")]),
        ([step("a", "do", deed="")], [("a", "deed")]),
        ([step("a", lands_in="contact.words")], []),
        ([step("a", lands_in="question.17")], []),
        ([step("a", lands_in="question.17", answer_type="photo")], [("a", "lands_in")]),
        ([step("a", lands_in="contact.code")], [("a", "lands_in")]),
        ([step("a", lands_in="contact.kind", answer_type="choice", choices=YES)], [("a", "lands_in")]),
        ([step("a", blocks_closing=True)], [("a", "required")]),
        ([step("a", then="b")], [("a", "then")]),
        ([step("a", then="a")], [("a", "then")]),
        ([step("a"), step("b", then="a")], [("a", "then"), ("b", "then")]),
        ([step("a", then="end"), step("b")], [("b", "position")]),
        ([step("a", then="c"), step("b"), step("c", then="b")], [("b", "then"), ("c", "then")]),
        ([step("a", then="")], [("a", "then")]),
    ],
)
def test_each_fault_is_named_with_its_place(steps: list[Step], expected: list[tuple[str, str]]) -> None:
    assert faults(draft(*steps)) == expected


def asks(field: str, operator: str, value: Any = None) -> dict[str, Any]:
    return {"field": field, "is": operator} | ({} if value is None else {"value": value})


YES_NO_OR_SKIPPED = [
    asks("answer.a", "is", value=True),
    asks("answer.a", "is", value=False),
    asks("answer.a", "unknown"),
]


@pytest.mark.parametrize(
    ("conditions", "facts", "expected"),
    [
        (YES_NO_OR_SKIPPED, {"answer_type": "yes_no"}, []),
        (YES_NO_OR_SKIPPED[:2], {"answer_type": "yes_no"}, [("a", "then")]),
        ([asks("answer.a", "known"), asks("answer.a", "unknown")], {"answer_type": "choice", "choices": YES}, []),
        ([asks("code", "known"), asks("code", "unknown")], {"answer_type": "yes_no"}, [("a", "then")]),
        ([{"all": []}], {}, []),
        ([asks("answer.a", "known")], {}, [("a", "then")]),
        ([asks("code", "known")], {"act": "decide", "answer_type": ""}, [("a", "then")]),
        ([{"all": []}], {"act": "decide", "answer_type": ""}, []),
    ],
)
def test_a_step_without_otherwise_needs_branches_for_everything(
    conditions: list[Any], facts: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    version = draft(step("a", **{"act": "ask", "then": "", **facts}))
    for condition in conditions:
        builders.branch(version.steps.get(), "end", condition)
    assert faults(version) == expected


@pytest.mark.parametrize(
    ("condition", "goes_to", "expected"),
    [
        (asks("answer.b", "known"), "end", []),
        (asks("answer.c", "known"), "end", []),
        (asks("answer.d", "known"), "end", [("c", "branches")]),
        (asks("answer.gone", "known"), "end", [("c", "branches")]),
        (asks("answer.sorted", "known"), "end", [("c", "branches")]),
        (asks("answer.b", "any_of", ["gone"]), "end", [("c", "branches")]),
        (asks("code", "any_of", ["999999"]), "end", [("c", "branches")]),
        ({"any": []}, "end", [("c", "branches")]),
        ({"all": []}, "gone", [("c", "branches")]),
        ({"all": []}, "d", []),
    ],
)
def test_a_branch_asks_for_what_came_before_and_leads_to_what_is_there(
    condition: Any, goes_to: str, expected: list[tuple[str, str]]
) -> None:
    chosen = step("b", answer_type="choice", choices=YES)
    version = draft(step("sorted", "decide", answer_type=""), chosen, step("c"), step("d"))
    builders.branch(version.steps.get(key="c"), goes_to, condition)
    assert faults(version) == expected


def test_publishing_makes_the_version_before_it_past() -> None:
    old = builders.procedure(step("a"))
    new = drafts.draft(old.procedure, by=marc())
    publishing.publish(new, vocabulary=VOCABULARY, by=sofia(), at=NOON)
    states = [(row.number, row.state, row.published_by) for row in old.procedure.versions.all()]
    assert states == [(2, "published", sofia()), (1, "past", None)]
    assert history_of(old.procedure).last().verb == "procedure.published"


def test_a_draft_with_grave_faults_is_not_published_and_says_which() -> None:
    version = draft(step("a", then="b", blocks_closing=True))
    with pytest.raises(publishing.Unfit) as unfit:
        publishing.publish(version, vocabulary=VOCABULARY, by=marc())
    assert [one.step_key for one in unfit.value.problems] == ["a"]
    assert str(unfit.value) == "Before it can be published: A leads to a step that does not exist: b."


def test_two_who_publish_at_once_publish_it_once() -> None:
    version = draft(step("a"))
    publishing.publish(version, vocabulary=VOCABULARY, by=marc())
    with pytest.raises(drafts.NoDraft):
        publishing.publish(version, vocabulary=VOCABULARY, by=sofia())


def test_a_published_version_is_withdrawn_once() -> None:
    version = builders.procedure(step("a"))
    publishing.withdraw(version, by=marc())
    with pytest.raises(Refused):
        publishing.withdraw(version, by=marc())
    assert [row.state for row in version.procedure.versions.all()] == ["past"]


def test_what_is_published_is_read_once() -> None:
    version = builders.procedure(step("a"))
    assert flow_of(version) is flow_of(ProcedureVersion.objects.get())


def ends(flow: Flow, key: str, *, deep: int = 0) -> bool:
    """Whether every way from a step leads to the end, found by trying them all."""
    if deep > len(flow.steps):
        return False
    goals = [way.goes_to for way in flow.ways(flow.by_key[key])]
    return all(goal == "end" or (goal in flow.by_key and ends(flow, goal, deep=deep + 1)) for goal in goals)


class RandomGraphs(TestCase):
    @settings(max_examples=60, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def test_what_is_published_ends_whatever_is_answered_and_is_reached_as_a_whole(self, data: st.DataObject) -> None:
        keys = [f"s{number}" for number in range(data.draw(st.integers(1, 5)))]
        goals = st.sampled_from([*keys, "end", "gone"])
        thens = [data.draw(st.sampled_from(["next", "next", "end", *keys])) for _ in keys]
        version = draft(*(step(key, "check", then=then) for key, then in zip(keys, thens, strict=True)))
        for one in version.steps.all():
            for goal in data.draw(st.lists(goals, max_size=2)):
                builders.branch(one, goal, asks(f"answer.{one.key}", "is", value=data.draw(st.booleans())))
        flow = flow_of(version)
        reached = {keys[0], *flow.reach[keys[0]]}
        sound = reached == set(keys) and all(ends(flow, key) for key in keys)
        assert (not publishing.problems(version, vocabulary=VOCABULARY)) == sound
        assert Branch.objects.filter(step__of=version).count() == sum(map(len, flow.branches.values()))
