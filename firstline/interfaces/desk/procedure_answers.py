"""How a step is answered: its control with what stands in it, what was sent read as an answer, and as it is shown."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from firstline.casework.contacts.looking_up import tidy
from firstline.casework.contacts.models import Contact
from firstline.casework.guidance.models import Answer
from firstline.casework.tickets.models import Ticket
from firstline.interfaces.desk.forms.contacts import key_of
from firstline.language.folding import fold
from firstline.reference.catalogue.finding import find_codes
from firstline.reference.catalogue.models import ProblemCode
from firstline.reference.customers.models import Equipment, Location
from firstline.reference.customers.numbers import normal_code
from firstline.reference.labels import in_readers_language
from firstline.reference.procedures.branches import OUTCOME_LABELS
from firstline.reference.procedures.flow import answers_of
from firstline.reference.procedures.models import Act, AnswerType, Step

# How many choices can be taken by a digit.
DIGITS = 9
LONGEST = 300


@dataclass(frozen=True)
class Control:
    """The kind of control, what can be chosen as (value, label, keys), and the text and key that stand in it."""

    kind: str
    choices: list[tuple[str, str, str]]
    text: str = ""
    value: str = ""


def control_of(step: Step, answer: Answer | None, subject: Contact | Ticket | None, typed: str | None) -> Control:
    """The control of a step: with what was typed, else its answer, else what stands where the answer will go."""
    kind = kind_of(step)
    if typed is not None:
        return Control(kind, choices_of(step), typed, typed if kind in (AnswerType.CHOICE, AnswerType.YES_NO) else "")
    value = answer.value if answer else _standing(step, subject)
    if isinstance(value, Mapping):
        return Control(kind, choices_of(step), str(value.get("text", "")), str(value.get("id") or ""))
    if isinstance(value, bool):
        return Control(kind, choices_of(step), value="yes" if value else "no")
    text = "" if value is None else str(value)
    return Control(kind, choices_of(step), text, text)


def kind_of(step: Step) -> str:
    """The type of its answer; "do" for what is carried out, "said" for what nobody answers."""
    return "do" if step.act == Act.DO else answers_of(step)[0] or "said"


def choices_of(step: Step) -> list[tuple[str, str, str]]:
    """What can be chosen: value, label, and the keys that take it while the step has the keyboard."""
    kind, _keys = answers_of(step)
    if kind == AnswerType.YES_NO:
        return [("yes", _("yes"), "y 1"), ("no", _("no"), "n 2")]
    if kind != AnswerType.CHOICE:
        return []
    offered = [(value, str(label)) for value, label in OUTCOME_LABELS.items()]
    if step.act != Act.PROPOSE:
        offered = [(one["key"], in_readers_language(one["labels"])) for one in step.choices]
    return [
        (value, label, str(number) if number <= DIGITS else "")
        for number, (value, label) in enumerate(offered, start=1)
    ]


def _standing(step: Step, subject: Contact | Ticket | None) -> Any:
    """What stands already in the field where the answer goes: the contact's, or the ticket's once there is one."""
    place, _dot, name = step.lands_in.partition(".")
    if subject is None or not hasattr(subject, name):
        return subject.answers.get(name) if isinstance(subject, Contact) and place == "question" else None
    if name == "place":
        return {"id": subject.location_id, "text": subject.place}
    value = getattr(subject, name)
    return {"id": value.pk, "text": str(value)} if isinstance(value, ProblemCode | Equipment) else value


def read(step: Step, sent: Mapping[str, str]) -> Any:
    """What was sent as the verb takes it; what cannot be read stays as it is, and the verb says what is wrong."""
    kind = answers_of(step)[0]
    if not kind:
        return True
    reader = _READERS.get(AnswerType(kind))
    return reader(sent) if reader else sent.get("value", "")


def _number(sent: Mapping[str, str]) -> Any:
    text = sent.get("value", "").strip().replace("\u202f", "").replace(" ", "").replace(",", ".")
    try:
        return int(text)
    except ValueError:
        pass
    try:
        return float(text)
    except ValueError:
        return text


def _yes_no(sent: Mapping[str, str]) -> Any:
    return {"yes": True, "no": False}.get(sent.get("value", ""))


def _place(sent: Mapping[str, str]) -> Any:
    """The known location whose words still stand, or the words."""
    text = tidy(sent.get("value_text", ""))[:LONGEST]
    found = Location.objects.filter(pk=key_of(sent.get("value", "")) or 0).first()
    return found if found and (not text or str(found)[: len(text)] == text) else text


def _code(sent: Mapping[str, str]) -> Any:
    typed = tidy(sent.get("value_text", ""))[:LONGEST]
    found = ProblemCode.objects.in_use().filter(pk=key_of(sent.get("value", "")) or 0).first()
    if found and (not typed or typed == found.label):
        return found
    return next((hit.code for hit in find_codes(typed, get_language() or "en", limit=1)), None) if typed else None


def _equipment(sent: Mapping[str, str]) -> Any:
    """What was chosen; else, by its serial number, what was typed."""
    rows, typed = Equipment.objects.filter(retired_at=None), tidy(sent.get("value_text", ""))[:LONGEST]
    chosen = rows.filter(pk=key_of(sent.get("value", "")) or 0).first()
    if chosen and (not typed or fold(typed) == fold(str(chosen))):
        return chosen
    serial = normal_code(typed)
    return rows.filter(normal_serial=serial).first() if serial else None


_READERS: Mapping[AnswerType, Callable[[Mapping[str, str]], Any]] = {
    AnswerType.NUMBER: _number,
    AnswerType.YES_NO: _yes_no,
    AnswerType.LOCATION: _place,
    AnswerType.CODE: _code,
    AnswerType.EQUIPMENT: _equipment,
}


def shown(step: Step, answer: Answer) -> str:
    """An answer as it is read: the reason, where the step was skipped."""
    return answer.skipped_because if answer.is_skipped else words_of(step, answer.value)


def words_of(step: Step, value: Any) -> str:
    """A value in the reader's words; nothing for what was only said."""
    if step.act == Act.DO:
        return _outcome(value)
    kind = kind_of(step)
    if kind in (AnswerType.CHOICE, AnswerType.YES_NO):
        key = {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value
        return next((label for offered, label, _keys in choices_of(step) if offered == key), str(value))
    if kind == AnswerType.DATE:
        day = parse_date(str(value))
        return date_format(day, "DATE_FORMAT") if day else str(value)
    if isinstance(value, Mapping):
        return str(value.get("text", ""))
    return "" if value is True or value is None else str(value)


def _outcome(value: Any) -> str:
    named = {
        "number": _("ticket %(number)s"),
        "order": _("work order %(number)s"),
        "article": _("article %(number)s"),
        "due_by": _("by %(number)s"),
        "tier": _("tier %(number)s"),
    }
    told = dict(value) if isinstance(value, Mapping) else {}
    if moment := parse_datetime(str(told.get("due_by", ""))):
        told["due_by"] = date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")
    return ", ".join(text % {"number": told[name]} for name, text in named.items() if name in told)
