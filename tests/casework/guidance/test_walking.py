"""The way through a procedure, over any graph and any answers."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from firstline.casework.guidance.walking import blocking, due, fact_of, walk
from firstline.criteria.conditions import ALWAYS, restore
from firstline.reference.procedures.flow import Flow, Way
from firstline.reference.procedures.models import Step
from tests import builders

LEAKS = {"field": "answer.leaks", "is": "is", "value": True}
AT_NIGHT = {"field": "time", "is": "between", "value": [1320, 360]}


def ways(key: str, *branches: tuple[Any, str]) -> dict[str, list[Way]]:
    return {key: [Way(key, goal, restore(condition)) for condition, goal in branches]}


def pipe() -> Flow:
    """Does it leak? Then shut the tap, which blocks closing; at night somebody is called; then goodbye."""
    steps = [
        builders.step("leaks", answer_type="yes_no"),
        builders.step("night", "decide", answer_type=""),
        builders.step("bye", "say", then="end"),
        builders.step("tap", required=True, blocks_closing=True, then="night"),
        builders.step("call", "do", required=True, blocks_resolving=True, then="bye"),
    ]
    return Flow(steps, ways("leaks", (LEAKS, "tap")) | ways("night", (AT_NIGHT, "call")))


def keys(steps: Any) -> list[str]:
    return [step.key for step in steps]


DAY, NIGHT = {"time": 600}, {"time": 30}


def test_the_way_follows_the_answers_and_what_is_known() -> None:
    assert keys(walk(pipe(), {}, DAY)) == ["leaks", "night", "bye"]
    assert keys(walk(pipe(), {"leaks": True}, NIGHT)) == ["leaks", "tap", "night", "call", "bye"]
    assert keys(walk(pipe(), {"leaks": None}, {})) == ["leaks", "night", "bye"]


def test_what_decides_by_itself_is_never_due() -> None:
    found = due(pipe(), {"leaks": False}, DAY)
    assert found is not None
    assert found.key == "bye"
    assert due(pipe(), {"leaks": False, "bye": True}, DAY) is None


def test_an_answer_that_is_off_the_way_leads_nowhere() -> None:
    steps = [builders.step("a", answer_type="yes_no"), builders.step("b", answer_type="yes_no"), builders.step("c")]
    steps.append(builders.step("d"))
    flow = Flow(
        steps,
        ways("a", ({"field": "answer.a", "is": "is", "value": True}, "c"))
        | ways("c", ({"field": "answer.b", "is": "known"}, "end")),
    )
    assert keys(walk(flow, {"a": True, "b": True}, {})) == ["a", "c", "d"]


def test_after_a_jump_it_goes_on_there_and_comes_back_only_for_what_is_required() -> None:
    flow = Flow([builders.step("a"), builders.step("b", required=True), builders.step("c")], {})
    assert [found.key if (found := due(flow, answers, {}, "c")) else None for answers in ({}, {"c": 1})] == ["c", "b"]
    assert due(flow, {"c": 1, "b": 1}, {}, "b") is None


def test_a_jump_off_the_way_goes_on_from_there() -> None:
    found = due(pipe(), {"leaks": False, "tap": "x"}, NIGHT, "tap")
    assert found is not None
    assert found.key == "call"


def test_required_steps_on_the_way_block_and_so_does_the_question_that_leads_to_one() -> None:
    assert keys(blocking(pipe(), {}, DAY, "closing")) == ["leaks"]
    assert keys(blocking(pipe(), {"leaks": True}, DAY, "closing")) == ["tap"]
    assert keys(blocking(pipe(), {"leaks": True, "tap": None}, NIGHT, "closing")) == []
    assert keys(blocking(pipe(), {"leaks": False}, NIGHT, "resolving")) == ["call"]
    assert keys(blocking(pipe(), {"leaks": False}, DAY, "resolving")) == []


def test_a_chosen_row_is_asked_for_by_its_key_and_words_by_themselves() -> None:
    assert [fact_of(value) for value in ({"id": 3, "text": "A"}, {"id": None, "text": "B"}, {"number": 1}, "C")] == [
        "3",
        "B",
        "",
        "C",
    ]


def test_nothing_at_all_has_no_way() -> None:
    assert (keys(walk(Flow([], {}), {}, {})), due(Flow([], {}), {}, {})) == ([], None)


KEYS = ["a", "b", "c", "d"]
CONDITIONS = st.sampled_from(
    [ALWAYS, restore(LEAKS), *(restore({"field": f"answer.{k}", "is": "known"}) for k in KEYS)]
)
GOALS = st.sampled_from([*KEYS, "end", "gone"])
PLANS = st.fixed_dictionaries(
    {
        key: st.tuples(st.sampled_from(["next", "end", "", *KEYS]), st.lists(st.tuples(CONDITIONS, GOALS)))
        for key in KEYS
    }
)


@given(PLANS, st.dictionaries(st.sampled_from(KEYS), st.one_of(st.none(), st.booleans(), st.text())), st.text())
def test_any_graph_comes_to_an_end_and_answering_what_is_due_does_too(
    plans: dict[str, tuple[str, list[tuple[Any, str]]]], answers: dict[str, Any], place: str
) -> None:
    steps: list[Step] = [builders.step(key, then=then, required=True) for key, (then, _ways) in plans.items()]
    flow = Flow(steps, {key: [Way(key, goal, c) for c, goal in branches] for key, (_then, branches) in plans.items()})
    found = keys(walk(flow, answers, {}))
    assert len(found) == len(set(found)) <= len(KEYS)
    for _turn in range(len(KEYS) + 1):
        step = due(flow, answers, {}, place)
        if step is None:
            break
        assert step.key not in answers
        answers[step.key], place = None, step.key
    assert due(flow, answers, {}, place) is None
