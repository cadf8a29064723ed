"""The way through a procedure by what was answered and what is known: pure, so that a dry run asks it too."""

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from firstline.reference.procedures.flow import PREFIX, Flow, passes_by_itself
from firstline.reference.procedures.models import Step

# Values by the key of the step; None for one that was skipped.
Answers = Mapping[str, Any]
Facts = Mapping[str, Any]


def fact_of(value: Any) -> Any:
    """An answer as conditions ask for it: of a chosen row its key, else its words."""
    if isinstance(value, Mapping):
        ident = value.get("id")
        return str(value.get("text", "")) if ident is None else str(ident)
    return value


def walk(flow: Flow, answers: Answers, facts: Facts) -> Iterator[Step]:
    """The steps on the way, from the first to the end.

    Where a step is not answered yet, on the way that is taken when nothing is known of it. Only answers on the way
    count, so that what was said before somebody changed their mind leads nowhere.
    """
    step = flow.steps[0] if flow.steps else None
    yield from _from(step, flow, answers, dict(facts))


def walk_from(key: str, flow: Flow, answers: Answers, facts: Facts) -> Iterator[Step]:
    """The same from a step on that somebody has jumped to; all answers count."""
    known = {**facts, **{f"{PREFIX}{name}": fact_of(value) for name, value in answers.items()}}
    yield from _from(flow.by_key.get(key), flow, answers, known)


def _from(step: Step | None, flow: Flow, answers: Answers, known: dict[str, Any]) -> Iterator[Step]:
    passed: set[str] = set()
    while step is not None and step.key not in passed:
        passed.add(step.key)
        yield step
        if step.key in answers:
            known[f"{PREFIX}{step.key}"] = fact_of(answers[step.key])
        step = flow.after(step, known)


def due(flow: Flow, answers: Answers, facts: Facts, place: str = "") -> Step | None:
    """The next step that nobody has answered, from `place` on; after the end, a required one that was jumped over."""
    path = list(walk(flow, answers, facts))
    keys = [step.key for step in path]
    if place in keys:
        onward = path[keys.index(place) :]
    else:
        onward = list(walk_from(place, flow, answers, facts)) if place in flow.by_key else path
    missed = (step for step in path if step.required)
    return next((step for step in chain(onward, missed) if is_open(step, answers)), None)


def is_open(step: Step, answers: Answers) -> bool:
    """Whether a step waits for somebody."""
    return step.key not in answers and not passes_by_itself(step)


def blocking(flow: Flow, answers: Answers, facts: Facts, act: str) -> list[Step]:
    """The open steps because of which `act` ("closing" or "resolving") cannot be, in their order.

    A question that is open itself, and decides whether such a step comes, is one of them.
    """
    held_up = {step.key for step in flow.steps if blocks(step, act) and is_open(step, answers)}
    return [
        step
        for step in walk(flow, answers, facts)
        if step.key in held_up
        or (is_open(step, answers) and flow.branches.get(step.key) and not held_up.isdisjoint(flow.reach[step.key]))
    ]


def blocks(step: Step, act: str) -> bool:
    return step.required and (step.blocks_closing if act == "closing" else step.blocks_resolving)
