"""A procedure tried in the browser: the answers stand in the address, and nothing is written."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from firstline.casework.contacts.models import Kind
from firstline.casework.guidance.reading import NotAnAnswer
from firstline.casework.guidance.reading import read as read_answer
from firstline.casework.guidance.walking import due, walk
from firstline.interfaces.desk import procedure_answers as answering
from firstline.interfaces.desk.procedure_answers import Control, control_of, words_of
from firstline.journal.refusal import Refused
from firstline.reference.procedures.flow import Flow, answers_of, flow_of, passes_by_itself
from firstline.reference.procedures.models import Act, AnswerType, ProcedureVersion, Step

# Of these a dry run takes any words: there is no customer whose things they could be.
OPEN = (AnswerType.EQUIPMENT, AnswerType.LOCATION, AnswerType.CODE, AnswerType.PHOTO)
MOST = 200
LONGEST = 500


@dataclass(frozen=True)
class Trial:
    """A dry run: `sent` holds "a.<step>" for each answer in its order ("-" for skipped), and what is known."""

    version: ProcedureVersion
    sent: QueryDict
    has_focus: bool = True

    @cached_property
    def flow(self) -> Flow:
        return flow_of(self.version)

    @property
    def kinds(self) -> list[tuple[str, str]]:
        return [(kind.value, str(kind.label)) for kind in Kind]

    @property
    def kind(self) -> str:
        kind = self.sent.get("kind", "")
        return kind if kind in Kind.values else ""

    @cached_property
    def given(self) -> dict[str, str]:
        """What was answered so far, as it was typed, in its order; the last is looked over by `error`."""
        found = [(name[2:], self.sent.get(name, "")[:LONGEST]) for name in self.sent if name.startswith("a.")]
        return {key: text for key, text in found[:MOST] if key in self.flow.by_key}

    @cached_property
    def _read(self) -> tuple[dict[str, Any], str]:
        """The answers as they would be kept, and what is wrong with the step that was answered last."""
        answers: dict[str, Any] = {}
        wrong = ""
        for key, text in self.given.items():
            try:
                answers[key] = _value(self.flow.by_key[key], text)
            except NotAnAnswer as refusal:
                wrong = str(refusal)
        step = self.flow.by_key.get(self.sent.get("step", ""))
        if step and (
            "value" in self.sent or "value_text" in self.sent or "skip" in self.sent or not answers_of(step)[0]
        ):
            try:
                text = "-" if "skip" in self.sent else self.sent.get("value_text") or self.sent.get("value", "")
                answers[step.key] = _value(step, text[:LONGEST])
                self.given[step.key] = text[:LONGEST]
            except Refused as refusal:
                wrong = str(refusal)
        return answers, wrong

    @property
    def answers(self) -> dict[str, Any]:
        return self._read[0]

    @property
    def error(self) -> str:
        return self._read[1]

    @property
    def facts(self) -> dict[str, Any]:
        return {"kind": self.kind or None}

    @cached_property
    def due(self) -> Step | None:
        place = next(reversed(self.answers), "")
        return due(self.flow, self.answers, self.facts, place)

    @property
    def count(self) -> int:
        return len([step for step in walk(self.flow, self.answers, self.facts) if not passes_by_itself(step)])

    @property
    def anchor(self) -> str:
        return f"try.{self.due.key}" if self.due else ""

    @property
    def control(self) -> Control | None:
        if self.due is None:
            return None
        if self.due.act == Act.DO:
            return Control("said", [])
        found = control_of(self.due, None, None, self.sent.get("value") if self.error else None)
        return Control("text", [], found.text) if found.kind in OPEN else found

    @property
    def lines(self) -> list[tuple[Step, str, str]]:
        """The answers so far: step, words, and the address without it and what came after."""
        keys = list(self.answers)
        return [
            (self.flow.by_key[key], _shown(self.flow.by_key[key], self.answers[key]), self._address(keys[:place]))
            for place, key in enumerate(keys)
        ]

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What the next answer has to bring along."""
        return [("kind", self.kind), *((f"a.{key}", self.given[key]) for key in self.answers)]

    def _address(self, keys: list[str]) -> str:
        return "?" + urlencode({"kind": self.kind, **{f"a.{key}": self.given[key] for key in keys}})


def _value(step: Step, text: str) -> Any:
    """A typed answer as it would be kept; None where it is skipped."""
    if text == "-":
        return None
    kind = answers_of(step)[0]
    if step.act == Act.DO or not kind:
        return True
    if kind in OPEN:
        return {"id": None, "text": text}
    return read_answer(step, answering.read(step, {"value": text}))


def _shown(step: Step, value: Any) -> str:
    return "" if step.act == Act.DO else words_of(step, value)
