"""Keeping the questions that are asked when a problem code is reported."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from firstline.journal.changes import set_fields
from firstline.journal.recording import Actor, record
from firstline.journal.refusal import Refused
from firstline.reference.catalogue.models import ProblemCode
from firstline.reference.handling.models import Question
from firstline.reference.handling.ordering import place
from firstline.reference.labels import checked

LONGEST = 500
MOST_CHOICES = 40

Texts = Mapping[str, str]


@transaction.atomic
def add_question(
    code: ProblemCode,
    kind: str,
    texts: Texts,
    *,
    by: Actor | None,
    choices: Sequence[Texts] = (),
    required: bool = True,
) -> Question:
    """One more thing to ask, after the others; `choices` are the answers to choose from, for that kind only."""
    ProblemCode.objects.select_for_update().get(pk=code.pk)
    question = Question(code=code, position=code.questions.count() + 1, required=required)
    set_fields(question, _facts(kind, texts, choices))
    question.save()
    record("question.added", question, context=code, by=by, facts={"texts": question.texts})
    return question


@transaction.atomic
def change_question(
    question: Question,
    kind: str,
    texts: Texts,
    *,
    by: Actor | None,
    choices: Sequence[Texts] = (),
    required: bool = True,
) -> Question:
    """Ask it otherwise; answers that were given stay as they were given."""
    row = Question.objects.select_for_update(of=("self",)).select_related("code").get(pk=question.pk)
    changes = set_fields(row, {**_facts(kind, texts, choices), "required": required})
    if changes:
        row.save()
        record("question.changed", row, context=row.code, by=by, facts={"changes": changes})
    return row


@transaction.atomic
def move_question(question: Question, position: int, *, by: Actor | None) -> Question:
    """Ask it at this place, counted from 1."""
    ProblemCode.objects.select_for_update().get(pk=question.code_id)
    row = Question.objects.select_related("code").get(pk=question.pk)
    was = row.position
    now = place(row, list(row.code.questions.all()), position)
    if now != was:
        record("question.moved", row, context=row.code, by=by, facts={"field": "position", "was": was, "now": now})
    return row


@transaction.atomic
def remove_question(question: Question, *, by: Actor | None) -> None:
    """No longer asked; answers that were given stay."""
    row = Question.objects.select_for_update(of=("self",)).select_related("code").filter(pk=question.pk).first()
    if row is not None:
        record("question.removed", row, context=row.code, by=by, facts={"texts": row.texts})
        row.delete()


def _facts(kind: str, texts: Texts, choices: Sequence[Texts]) -> dict[str, Any]:
    if kind not in Question.Kind.values:
        raise Refused(_("There is no such kind of question."), field="kind")
    kept = [checked(choice) for choice in choices if any(text.strip() for text in choice.values())]
    if kind == Question.Kind.CHOICE and len(kept) < 2:
        raise Refused(_("A choice needs at least two answers to choose from."), field="choices")
    if len(kept) > MOST_CHOICES:
        raise Refused(_("At most %(count)s answers to choose from.") % {"count": MOST_CHOICES}, field="choices")
    return {
        "kind": kind,
        "texts": checked(texts, longest=LONGEST),
        "choices": kept if kind == Question.Kind.CHOICE else [],
    }
