"""Writing the branches of a draft, and the vocabulary of their conditions: what is known, and the answers."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from firstline.criteria.conditions import Unreadable, read
from firstline.criteria.vocabulary import Choices, Field, Text, Type, Vocabulary
from firstline.journal.recording import record
from firstline.journal.refusal import Refused
from firstline.reference.labels import in_readers_language
from firstline.reference.procedures.drafts import hold_step
from firstline.reference.procedures.flow import PREFIX, answers_of
from firstline.reference.procedures.models import Act, AnswerType, Branch, Step
from firstline.reference.procedures.texts import kept, storable
from firstline.reference.staff.models import User

MOST_BRANCHES = 40
TYPES: Mapping[str, Type] = {
    AnswerType.NUMBER: Type.NUMBER,
    AnswerType.YES_NO: Type.YES_NO,
    AnswerType.CHOICE: Type.CHOICE,
}
OUTCOME_LABELS = {
    "worked": gettext_lazy("it worked"),
    "failed": gettext_lazy("it did not work"),
    "refused": gettext_lazy("the customer refused it"),
    "open": gettext_lazy("not known yet"),
}


def vocabulary(steps: Iterable[Step], around: Vocabulary) -> Vocabulary:
    """Everything that a branch may ask: what is known of the contact or ticket, and the answer to each step."""
    return Vocabulary((*around.fields, *(_field(step) for step in steps)))


def _field(step: Step) -> Field:
    label = _("answer: %(step)s") % {"step": step}
    kind, _keys = answers_of(step)
    choices: Choices | None = _chosen(step) if kind == AnswerType.CHOICE else None
    return Field(f"{PREFIX}{step.key}", label, TYPES.get(kind, Type.TEXT), choices=choices)


def _chosen(step: Step) -> Callable[[], Sequence[tuple[str, Text]]]:
    if step.act == Act.PROPOSE:
        return lambda: list(OUTCOME_LABELS.items())
    return lambda: [(choice["key"], in_readers_language(choice["labels"])) for choice in step.choices]


@transaction.atomic
def add_branch(step: Step, condition: Any, goes_to: str, *, vocabulary: Vocabulary, by: User | None) -> Branch:
    """One more branch, tried after the others. `vocabulary` is what is known beside the answers of the procedure."""
    held = hold_step(step)
    count = held.branches.count()
    if count >= MOST_BRANCHES:
        raise Refused(_("A step has at most %(count)s branches.") % {"count": MOST_BRANCHES})
    wanted = _checked(held, condition, goes_to, vocabulary)
    branch = Branch.objects.create(step=held, position=count + 1, **wanted)
    record("procedure.branch_added", held.of.procedure, by=by, facts=_facts(held, branch))
    return branch


@transaction.atomic
def change_branch(branch: Branch, condition: Any, goes_to: str, *, vocabulary: Vocabulary, by: User | None) -> Branch:
    """Say anew when it is taken and where it leads."""
    held, row = _hold(branch)
    was = _facts(held, row)
    wanted = _checked(held, condition, goes_to, vocabulary)
    if (row.condition, row.goes_to) != (wanted["condition"], wanted["goes_to"]):
        row.condition, row.goes_to = wanted["condition"], wanted["goes_to"]
        row.save()
        facts = {**_facts(held, row), "was": {name: was[name] for name in ("condition", "goes_to")}}
        record("procedure.branch_changed", held.of.procedure, by=by, facts=facts)
    return row


@transaction.atomic
def move_branch(branch: Branch, position: int, *, by: User | None) -> list[Branch]:
    """Try it at this place, from 1 on."""
    held, row = _hold(branch)
    rows = [one for one in held.branches.all() if one.pk != row.pk]
    rows.insert(max(position, 1) - 1, row)
    was, now = row.position, rows.index(row) + 1
    if was != now:
        _number(rows)
        record("procedure.branch_moved", held.of.procedure, by=by, facts={**_facts(held, row), "was": was, "now": now})
    return rows


@transaction.atomic
def remove_branch(branch: Branch, *, by: User | None) -> None:
    held, row = _hold(branch)
    record("procedure.branch_removed", held.of.procedure, by=by, facts=_facts(held, row))
    Branch.objects.filter(pk=row.pk).delete()
    _number(list(held.branches.all()))


def _hold(branch: Branch) -> tuple[Step, Branch]:
    held = hold_step(branch.step)
    row = Branch.objects.filter(pk=branch.pk, step=held).first()
    if row is None:
        raise Refused(_("Somebody has removed this branch in the meantime."))
    return held, row


def _number(rows: Sequence[Branch]) -> None:
    for position, row in enumerate(rows, start=1):
        row.position = position
    Branch.objects.bulk_update(rows, ["position"])


def _checked(held: Step, condition: Any, goes_to: str, around: Vocabulary) -> dict[str, Any]:
    """As they may be kept: a condition that can be read, and a place to go to; whether it is there, publishing asks."""
    storable(condition, "condition")
    try:
        read(condition, vocabulary(held.of.steps.all(), around))
    except Unreadable:
        raise Refused(_("This condition cannot be read."), field="condition") from None
    goes_to = kept(goes_to, "goes_to", longest=40)
    if not goes_to:
        raise Refused(_("Say where this branch leads."), field="goes_to")
    return {"condition": condition, "goes_to": goes_to}


def _facts(step: Step, branch: Branch) -> dict[str, Any]:
    named = {"version": step.of.number, "step": step.key, "title": step.texts.get("title", {})}
    return {**named, "branch": branch.pk, "condition": branch.condition, "goes_to": branch.goes_to}
