"""What is different between two versions, step by step."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from firstline.reference.procedures.flow import flow_of
from firstline.reference.procedures.models import PARTS, ProcedureVersion, Step

FIELDS = (
    "act",
    "answer_type",
    "choices",
    "required",
    "blocks_closing",
    "blocks_resolving",
    "lands_in",
    "deed",
    "article",
    "then",
)


@dataclass(frozen=True)
class Difference:
    """A step that was "added", "removed", "moved" or "changed", and of that the fields: (name, was, now).

    Texts are named "say.fr"; branches are given as [(condition, goes to)].
    """

    key: str
    title: str
    change: str
    fields: Sequence[tuple[str, Any, Any]] = ()


def differences(old: ProcedureVersion, new: ProcedureVersion) -> list[Difference]:
    """All differences in the order of the new version, then what is gone; what was moved and changed counts twice."""
    was, now = flow_of(old), flow_of(new)
    stayed_before = [step.key for step in was.steps if step.key in now.by_key]
    stayed = [step.key for step in now.steps if step.key in was.by_key]
    moved = _moved(stayed_before, stayed)
    found = []
    for step in now.steps:
        before = was.by_key.get(step.key)
        if before is None:
            found.append(Difference(step.key, str(step), "added"))
            continue
        if step.key in moved:
            found.append(Difference(step.key, str(step), "moved", [("position", before.position, step.position)]))
        if fields := _changed(before, step):
            found.append(Difference(step.key, str(step), "changed", fields))
    gone = [step for step in was.steps if step.key not in now.by_key]
    return found + [Difference(step.key, str(step), "removed") for step in gone]


def _moved(before: Sequence[str], after: Sequence[str]) -> set[str]:
    """The fewest keys that must have been moved to make one order of the other: all but a longest common order."""
    place = {key: number for number, key in enumerate(before)}
    best: list[list[str]] = [[]]
    for key in after:
        longest: list[str] = max((one for one in best if not one or place[one[-1]] < place[key]), key=len)
        best.append([*longest, key])
    stayed: list[str] = max(best, key=len)
    return set(after) - set(stayed)


def _changed(was: Step, now: Step) -> list[tuple[str, Any, Any]]:
    pairs = [(name, getattr(was, name), getattr(now, name)) for name in FIELDS]
    for part in PARTS:
        before, after = was.texts.get(part, {}), now.texts.get(part, {})
        pairs += [(f"{part}.{name}", before.get(name, ""), after.get(name, "")) for name in sorted({*before, *after})]
    pairs.append(("branches", _branches(was), _branches(now)))
    return [(name, before, after) for name, before, after in pairs if before != after]


def _branches(step: Step) -> list[tuple[Any, str]]:
    return [(branch.condition, branch.goes_to) for branch in step.branches.all()]
