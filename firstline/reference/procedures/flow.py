"""A version as it is followed: its steps, and the ways from one to another."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any

from firstline.criteria.conditions import Condition, asks, restore
from firstline.criteria.evaluating import holds
from firstline.reference.procedures.models import END, NEXT, Act, AnswerType, Branch, ProcedureVersion, Step

# The answer to a step is a fact of this name and its key.
PREFIX = "answer."
# What may come of something proposed.
OUTCOMES = ("worked", "failed", "refused", "open")


@dataclass(frozen=True)
class Way:
    """A way from a step to another, or to the end; without a condition where it is taken when no other is."""

    start: str
    goes_to: str
    condition: Condition | None = None


@dataclass(frozen=True)
class Flow:
    """All steps in their order, and the branches of each by its key. Nothing in it may be changed."""

    steps: Sequence[Step]
    branches: Mapping[str, Sequence[Way]]

    @cached_property
    def by_key(self) -> Mapping[str, Step]:
        return {step.key: step for step in self.steps}

    @cached_property
    def _following(self) -> Mapping[str, str]:
        keys = [step.key for step in self.steps]
        return dict(zip(keys, [*keys[1:], END], strict=True)) if keys else {}

    def otherwise(self, step: Step) -> str:
        """Where a step leads when none of its branches holds; empty where it does not say."""
        return self._following[step.key] if step.then == NEXT else step.then

    def ways(self, step: Step) -> Iterator[Way]:
        """All ways on from a step, in the order in which they are tried."""
        yield from self.branches.get(step.key, ())
        if otherwise := self.otherwise(step):
            yield Way(step.key, otherwise)

    def after(self, step: Step, facts: Mapping[str, Any]) -> Step | None:
        """The step that comes next by what is known; None at the end."""
        for way in self.ways(step):
            if way.condition is None or holds(way.condition, facts):
                return self.by_key.get(way.goes_to)
        return None

    @cached_property
    def asked(self) -> frozenset[str]:
        """All that its conditions ask for beside the answers given in it."""
        conditions = [way.condition for ways in self.branches.values() for way in ways if way.condition]
        fields = {ask.field for condition in conditions for ask in asks(condition)}
        return frozenset(field for field in fields if not field.startswith(PREFIX))

    @cached_property
    def reach(self) -> Mapping[str, frozenset[str]]:
        """For each step the keys of all that may come after it by any way, whether its conditions can hold or not."""
        return {step.key: frozenset(self._beyond(step)) for step in self.steps}

    def _beyond(self, step: Step) -> set[str]:
        found: set[str] = set()
        waiting = [step]
        while waiting:
            for way in self.ways(waiting.pop()):
                if way.goes_to in self.by_key and way.goes_to not in found:
                    found.add(way.goes_to)
                    waiting.append(self.by_key[way.goes_to])
        return found


def answers_of(step: Step) -> tuple[str, tuple[str, ...]]:
    """The type of a step's answer and, of a choice, its keys: as laid down, else as its act implies; "" for none."""
    if step.act == Act.PROPOSE:
        return AnswerType.CHOICE, OUTCOMES
    if step.act in (Act.SAY, Act.DO):
        return "", ()
    if step.answer_type == AnswerType.CHOICE:
        return AnswerType.CHOICE, tuple(choice["key"] for choice in step.choices)
    implied = {Act.CHECK: AnswerType.YES_NO, Act.REPRODUCE: AnswerType.YES_NO, Act.CONFIRM: AnswerType.YES_NO}
    return step.answer_type or implied.get(Act(step.act), ""), ()


def passes_by_itself(step: Step) -> bool:
    """Whether nobody is asked: it branches on what is known already."""
    return step.act == Act.DECIDE and not step.answer_type


def flow_of(version: ProcedureVersion) -> Flow:
    """The steps and ways of a version; kept in memory for what is no draft, because it never changes again."""
    if version.is_draft or version.published_at is None:
        return _read(version.pk)
    return _kept(version.pk, version.published_at)


@lru_cache(maxsize=256)
def _kept(pk: int, _published_at: datetime) -> Flow:
    return _read(pk)


def _read(pk: int) -> Flow:
    steps = tuple(Step.objects.filter(of=pk).prefetch_related("branches"))
    return Flow(steps, {step.key: tuple(_way(branch, step) for branch in step.branches.all()) for step in steps})


def _way(branch: Branch, step: Step) -> Way:
    return Way(step.key, branch.goes_to, restore(branch.condition))
