"""The questions that a problem code brings along, and the answers to them."""

import math
from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from firstline.casework.contacts.editing import difference, hold, save
from firstline.casework.contacts.models import Contact
from firstline.journal.recording import record
from firstline.journal.refusal import Refused
from firstline.journal.versions import Conflict
from firstline.language.translated import pick
from firstline.reference.handling.models import Question
from firstline.reference.labels import in_readers_language
from firstline.reference.staff.models import User

LONGEST_ANSWER = 2000


class NotAnAnswer(Refused):
    """The text cannot be read as an answer of the question's kind."""


@transaction.atomic
def give_answer(contact: Contact, question: Question, text: str, *, seen: int, by: User | None) -> Contact:
    """Write down one answer, empty text takes it back; `NotAnAnswer` or `Conflict` as fields know them."""
    value = read(question, text)
    held = hold(contact)
    key, field = str(question.pk), field_of(question)
    was = held.answers.get(key)
    if was == value:
        return held
    if held.changed_in.get(field, 0) > seen:
        raise Conflict(field, theirs=was, mine=value, version=held.version)
    held.answers = {name: answer for name, answer in held.answers.items() if name != key}
    held.answers |= {} if value is None else {key: value}
    held.version += 1
    held.changed_in |= {field: held.version, "answers": held.version}
    save(held, ["answers", "version", "changed_in"])
    record("contact.answered", held, by=by, facts={"question": question.pk, **difference(was, value)})
    return held


def field_of(question: Question) -> str:
    """The name under which an answer is a field of the contact: "answer_17"."""
    return f"answer_{question.pk}"


def wording(question: Question) -> str:
    """The question in the reader's language."""
    return in_readers_language(question.texts)


def unanswered(contact: Contact) -> list[Question]:
    """The required questions of the contact's code that nobody has answered yet, in order."""
    if contact.code is None:
        return []
    questions = contact.code.questions.all()
    return [question for question in questions if question.required and str(question.pk) not in contact.answers]


def choices(question: Question) -> list[tuple[str, str]]:
    """The choices as (what is kept, what the reader sees). What is kept does not change with the reader."""
    return [(pick(texts, "en")[0], in_readers_language(texts)) for texts in question.choices]


def shown(question: Question, value: Any) -> str:
    """An answer as the reader reads it: yes and no, choices, dates and numbers in their language."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int | float):
        return str(formats.localize(value))
    if question.kind == Question.Kind.CHOICE:
        return dict(choices(question)).get(value, str(value))
    return _shown_date(value) if question.kind == Question.Kind.DATE else str(value)


def _shown_date(value: Any) -> str:
    try:
        return formats.date_format(date.fromisoformat(value), "DATE_FORMAT")
    except ValueError:  # it was answered when the question was of another kind
        return str(value)


def read(question: Question, text: str) -> Any:
    """A typed answer as it is kept: text, number, bool or ISO date, None for none; else `NotAnAnswer`."""
    text = text.strip()
    if len(text) > LONGEST_ANSWER:
        raise NotAnAnswer(
            ngettext(
                "An answer has at most %(most)s character; this one has %(count)s.",
                "An answer has at most %(most)s characters; this one has %(count)s.",
                LONGEST_ANSWER,
            )
            % {"most": LONGEST_ANSWER, "count": len(text)}
        )
    return READERS[question.kind](question, text) if text else None


def _text(_question: Question, text: str) -> str:
    return text


def _number(_question: Question, text: str) -> int | float:
    try:
        number = float(text.replace("\u00a0", "").replace(" ", "").replace(",", "."))
    except ValueError:
        number = math.nan
    if not math.isfinite(number) or abs(number) >= 1e15:
        raise NotAnAnswer(_("This is not a number: write digits, such as 12 or 2.5."))
    return int(number) if number.is_integer() else number


def _yes_no(_question: Question, text: str) -> bool:
    if text not in ("yes", "no"):
        raise NotAnAnswer(_("Choose yes or no."))
    return text == "yes"


def _choice(question: Question, text: str) -> str:
    if text not in [kept for kept, _shown in choices(question)]:
        raise NotAnAnswer(_("Choose one of the answers offered."))
    return text


def _date(_question: Question, text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise NotAnAnswer(_("This is not a date.")) from None


READERS: dict[str, Callable[[Question, str], str | int | float]] = {
    Question.Kind.TEXT: _text,
    Question.Kind.NUMBER: _number,
    Question.Kind.YES_NO: _yes_no,
    Question.Kind.CHOICE: _choice,
    Question.Kind.DATE: _date,
}
