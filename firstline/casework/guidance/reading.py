"""What was given as an answer, read as the step's type of answer demands it."""

import math
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from firstline.journal.refusal import Refused
from firstline.reference.catalogue.models import ProblemCode
from firstline.reference.customers.models import Equipment, Location
from firstline.reference.procedures.flow import answers_of
from firstline.reference.procedures.models import Act, AnswerType, Step
from firstline.reference.procedures.texts import kept, storable

LONGEST_ANSWER = 5000
LARGEST_NUMBER = 1e15


class NotAnAnswer(Refused):
    """What was given cannot be read as an answer of the step's type."""

    def __init__(self, text: str) -> None:
        super().__init__(text, field="value")


def read(step: Step, given: Any) -> Any:
    """The answer as it is kept, or `NotAnAnswer` with what is wrong."""
    kind, keys = answers_of(step)
    if step.act == Act.DO:
        return _outcome(given)
    if not kind:
        return True
    if kind == AnswerType.CHOICE:
        if given not in keys:
            raise NotAnAnswer(_("Choose one of the list."))
        return given
    return _READERS[AnswerType(kind)](given)


def told(step: Step, value: Any) -> dict[str, Any]:
    """An answer as the journal keeps it: the value, and as it is shown, of a choice in every language."""
    labels = {choice["key"]: choice["labels"] for choice in step.choices}
    shown = value["text"] if isinstance(value, Mapping) else labels.get(value, value) if labels else value
    return {"value": value, "shown": shown}


def _text(given: Any) -> str:
    text = kept(given, "value", longest=LONGEST_ANSWER) if isinstance(given, str) else ""
    if not text:
        raise NotAnAnswer(_("Write the answer down, or skip the step with a reason."))
    return text


def _number(given: Any) -> int | float:
    is_number = isinstance(given, int | float) and not isinstance(given, bool)
    if not is_number or not math.isfinite(given) or abs(given) >= LARGEST_NUMBER:
        raise NotAnAnswer(_("This is no number."))
    found: int | float = given
    return found


def _yes_no(given: Any) -> bool:
    if not isinstance(given, bool):
        raise NotAnAnswer(_("Say yes or no."))
    return given


def _date(given: Any) -> str:
    try:
        return date.fromisoformat(given).isoformat()
    except (TypeError, ValueError):
        raise NotAnAnswer(_("This is no date.")) from None


def _row(kind: type[models.Model]) -> Callable[[Any], dict[str, Any]]:
    def read_row(given: Any) -> dict[str, Any]:
        if not isinstance(given, kind) or given.pk is None:
            raise NotAnAnswer(_("Choose one of the list."))
        return {"id": given.pk, "text": str(given)}

    return read_row


def _place(given: Any) -> dict[str, Any]:
    """A known location, or words for one."""
    return {"id": None, "text": _text(given)} if isinstance(given, str) else _row(Location)(given)


def _photo(_given: Any) -> dict[str, Any]:
    """Made by `photos.add_photo`, never handed in."""
    raise NotAnAnswer(_("Add a photo, or skip the step with a reason."))


def _outcome(given: Any) -> dict[str, Any]:
    """What came of something done: a few words and numbers, such as {"ticket": 17, "number": 42}."""
    if not isinstance(given, Mapping) or not all(isinstance(one, str | int) for one in given.values()):
        raise NotAnAnswer(_("This step is carried out, not answered."))
    storable(given, "value")
    return dict(given)


_READERS: Mapping[AnswerType, Callable[[Any], Any]] = {
    AnswerType.TEXT: _text,
    AnswerType.NUMBER: _number,
    AnswerType.YES_NO: _yes_no,
    AnswerType.DATE: _date,
    AnswerType.EQUIPMENT: _row(Equipment),
    AnswerType.LOCATION: _place,
    AnswerType.CODE: _row(ProblemCode),
    AnswerType.PHOTO: _photo,
}
