"""Writing the steps of a draft: what each does and asks, its texts per language, and their order (P1)."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from firstline.journal.recording import record
from firstline.journal.refusal import Refused
from firstline.journal.versions import Conflict, change
from firstline.reference.procedures.drafts import hold, hold_step
from firstline.reference.procedures.landing import is_place
from firstline.reference.procedures.models import PARTS, Act, AnswerType, Deed, ProcedureVersion, Step
from firstline.reference.procedures.texts import LONGEST_TEXT, LONGEST_TITLE, in_languages, kept, storable
from firstline.reference.staff.models import User

MOST_STEPS = 200
MOST_CHOICES = 40
KEY = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
NUMBERED = re.compile(r"-(\d{1,6})$")
HIGHEST_ARTICLE = 2**63 - 1


@transaction.atomic
def add_step(
    version: ProcedureVersion,
    act: str,
    *,
    by: User | None,
    after: Step | None = None,
    title: Mapping[str, str] | None = None,
    key: str = "",
) -> Step:
    """One more step, at the end or after another. Its key is given, or made from its act and a number never used."""
    held = hold(version)
    steps = list(held.steps.all())
    if len(steps) >= MOST_STEPS:
        raise Refused(_("A procedure has at most %(count)s steps.") % {"count": MOST_STEPS})
    if key and (not KEY.fullmatch(key) or key in {step.key for step in steps}):
        raise Refused(_("This key is taken, or holds other letters than a to z."), field="key")
    position = next((step.position for step in steps if after and step.key == after.key), len(steps)) + 1
    held.steps.filter(position__gte=position).update(position=F("position") + 1)
    step = Step(of=held, position=position, key=key or _new_key(held, act), act=_one_of(Act, act, "act"))
    step.texts = {"title": in_languages(title or {}, "title")}
    step.save()
    record("procedure.step_added", held.procedure, by=by, facts=_facts(step) | {"position": position})
    return step


def _new_key(version: ProcedureVersion, act: str) -> str:
    """Never used before in this procedure, so that an answer of an earlier version is never taken for one to this."""
    used = Step.objects.filter(of__procedure=version.procedure_id, key__startswith=f"{act}-")
    numbers = [int(found[1]) for key in used.values_list("key", flat=True) if (found := NUMBERED.search(key))]
    return f"{act}-{max(numbers, default=0) + 1}"


@transaction.atomic
def change_step(step: Step, values: Mapping[str, Any], *, seen: int | None, by: User | None) -> Step:
    """Set fields of a step; `Conflict` where one changed after `seen`, `Refused` with the field that cannot be so."""
    held = hold_step(step)
    wanted = {name: _CHECKS[name](value) for name, value in values.items()}
    was = {name: getattr(held, name) for name in wanted}
    columns = change(held, wanted, seen=seen)
    if columns:
        held.save(update_fields=columns)
        changes = [{"field": n, "was": was[n], "now": wanted[n]} for n in wanted if was[n] != wanted[n]]
        record("procedure.step_changed", held.of.procedure, by=by, facts={**_facts(held), "changes": changes})
    return held


@transaction.atomic
def write_text(step: Step, part: str, language: str, text: str, *, seen: int | None, by: User | None) -> Step:
    """Write its "title", "say" or "help" in one language; two people may write two languages at once."""
    held = hold_step(step)
    longest = LONGEST_TITLE if part == "title" else LONGEST_TEXT
    field = f"{_part(part)}.{language}"
    now = in_languages({language: text}, field, longest=longest).get(language, "")
    was = held.texts.get(part, {}).get(language, "")
    if now == was:
        return held
    if seen is not None and held.changed_in.get(field, 0) > seen:
        raise Conflict(field, theirs=was, mine=now, version=held.version)
    texts = {name: value for name, value in {**held.texts.get(part, {}), language: now}.items() if value}
    held.texts = {**held.texts, part: texts}
    held.version += 1
    held.changed_in |= {field: held.version, "texts": held.version}
    held.save(update_fields=["texts", "version", "changed_in"])
    facts = {**_facts(held), "field": field, "was": was, "now": now}
    record("procedure.step_written", held.of.procedure, by=by, facts=facts)
    return held


@transaction.atomic
def move_step(step: Step, position: int, *, by: User | None) -> list[Step]:
    """Put a step at a position, from 1 on; the others close up. Returns all in their new order."""
    held = hold_step(step)
    steps = list(held.of.steps.all())
    was = next(number for number, one in enumerate(steps, start=1) if one.pk == held.pk)
    moved = steps.pop(was - 1)
    steps.insert(max(position, 1) - 1, moved)
    now = steps.index(moved) + 1
    if now != was:
        _number(steps)
        record("procedure.step_moved", held.of.procedure, by=by, facts={**_facts(held), "was": was, "now": now})
    return steps


@transaction.atomic
def remove_step(step: Step, *, by: User | None) -> None:
    """Take a step out; what leads to it then leads nowhere, and publishing names it."""
    held = hold_step(step)
    record("procedure.step_removed", held.of.procedure, by=by, facts={**_facts(held), "texts": held.texts})
    Step.objects.filter(pk=held.pk).delete()
    _number(list(held.of.steps.all()))


def _number(steps: Sequence[Step]) -> None:
    moved = [step for position, step in enumerate(steps, start=1) if step.position != position]
    for position, step in enumerate(steps, start=1):
        step.position = position
    Step.objects.bulk_update(moved, ["position"])


def _facts(step: Step) -> dict[str, Any]:
    return {"version": step.of.number, "step": step.key, "title": step.texts.get("title", {})}


def _part(part: str) -> str:
    if part not in PARTS:
        raise Refused(_("A step has no such text."), field="part")
    return part


def _one_of(kinds: Any, value: Any, field: str) -> str:
    if value not in kinds.values:
        raise Refused(_("Choose one of the list."), field=field)
    return str(value)


def _one_or_none_of(kinds: Any, field: str) -> Callable[[Any], str]:
    return lambda value: _one_of(kinds, value, field) if value else ""


def _flag(field: str) -> Callable[[Any], bool]:
    def check(value: Any) -> bool:
        if not isinstance(value, bool):
            raise Refused(_("Say yes or no."), field=field)
        return value

    return check


def _choices(value: Any) -> list[dict[str, Any]]:
    """At most forty, each with a key of its own and a label in at least one language."""
    made = []
    for one in value:
        key = str(one.get("key") or "")
        labels = in_languages(one.get("labels") or {}, "choices")
        if not labels or not KEY.fullmatch(key):
            raise Refused(_("Each choice needs a key of small letters and digits, and a text."), field="choices")
        made.append({"key": key, "labels": labels})
    if len(made) > MOST_CHOICES or len({one["key"] for one in made}) != len(made):
        raise Refused(_("At most %(count)s choices, each with another key.") % {"count": MOST_CHOICES}, field="choices")
    return made


def _lands_in(value: Any) -> str:
    if value and not is_place(str(value)):
        raise Refused(_("An answer cannot go there."), field="lands_in")
    return str(value or "")


def _article(value: Any) -> int | None:
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value <= HIGHEST_ARTICLE:
        raise Refused(_("An article has a number."), field="article")
    return value


def _then(value: Any) -> str:
    storable(value, "then")
    return kept(str(value), "then", longest=40)


_CHECKS: Mapping[str, Callable[[Any], Any]] = {
    "act": lambda value: _one_of(Act, value, "act"),
    "answer_type": _one_or_none_of(AnswerType, "answer_type"),
    "choices": _choices,
    "required": _flag("required"),
    "blocks_closing": _flag("blocks_closing"),
    "blocks_resolving": _flag("blocks_resolving"),
    "lands_in": _lands_in,
    "deed": _one_or_none_of(Deed, "deed"),
    "article": _article,
    "then": _then,
}
