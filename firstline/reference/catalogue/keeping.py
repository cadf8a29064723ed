"""Keeping the catalogue: adding, renaming, moving, retiring what the organisation can be asked for."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.db import models, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from firstline.journal.changes import set_fields
from firstline.journal.recording import Actor, kind_of, record
from firstline.journal.refusal import Refused
from firstline.language.translated import pick
from firstline.reference.catalogue.models import Department, Node, ProblemCode, ServiceCategory, ServiceProvider
from firstline.reference.catalogue.searching import forget, index_codes
from firstline.reference.labels import LONGEST_LABEL, checked, set_label
from firstline.reference.retiring import set_aside, take_up

N = TypeVar("N", bound=Node)
Parent = Department | ServiceProvider | ServiceCategory
MOST_SYNONYMS = 50

# What stands below each level, and by which of its fields it hangs there.
BELOW: dict[type[Node], tuple[type[Node], str]] = {
    Department: (ServiceProvider, "department"),
    ServiceProvider: (ServiceCategory, "provider"),
    ServiceCategory: (ProblemCode, "category"),
}
# Where the codes of a node are found.
_CODES = {
    Department: "category__provider__department",
    ServiceProvider: "category__provider",
    ServiceCategory: "category",
    ProblemCode: "pk",
}


@transaction.atomic
def add_department(labels: Mapping[str, str], *, by: Actor | None, key: str = "") -> Department:
    """A new department; `key` identifies it in imports (the first label unless given)."""
    department = Department(labels=checked(labels), key=_key(key, labels))
    _refuse_twin(department, Department.objects.all())
    department.save()
    record("department.added", department, by=by, facts={"labels": department.labels})
    return department


@transaction.atomic
def add_below(parent: Parent, labels: Mapping[str, str], *, by: Actor | None, key: str = "") -> Node:
    """A new provider of a department, category of a provider, or problem code of a category."""
    level, hangs_by = BELOW[type(parent)]
    node = level(labels=checked(labels), key=_key(key, labels), **{hangs_by: parent})
    _refuse_twin(node, _rows(level).filter(**{hangs_by: parent}))
    node.save()
    record(f"{kind_of(node)}.added", node, context=parent, by=by, facts={"labels": node.labels})
    _index(node)
    return node


@transaction.atomic
def rename(node: Node, language: str, text: str, *, by: Actor | None) -> Node:
    """Set a node's label in one language; an empty one is taken out, as long as another is left."""
    row = _locked(node)
    facts = set_label(row, language, text)
    if facts:
        row.save()
        record(f"{kind_of(row)}.renamed", row, by=by, facts=facts)
        if isinstance(row, ProblemCode) and not text.strip():
            forget(row, language)
        _index(row)
    return row


@transaction.atomic
def set_synonyms(code: ProblemCode, language: str, words: Sequence[str], *, by: Actor | None) -> ProblemCode:
    """The words that customers of one language use for a problem."""
    row = _locked(code)
    kept = list(dict.fromkeys(" ".join(word.split()) for word in words if word.strip()))
    if len(kept) > MOST_SYNONYMS or any(len(word) > LONGEST_LABEL for word in kept):
        raise Refused(_("At most %(count)s words, and none longer than 200 characters.") % {"count": MOST_SYNONYMS})
    wanted = {key: value for key, value in {**row.synonyms, language: kept}.items() if value}
    was = row.synonyms.get(language, [])
    if set_fields(row, {"synonyms": wanted}):
        row.save()
        record("problem_code.described", row, by=by, facts={"field": f"synonyms {language}", "was": was, "now": kept})
        if not kept and not row.labels.get(language):
            forget(row, language)
        _index(row)
    return row


@transaction.atomic
def move(node: ServiceProvider | ServiceCategory | ProblemCode, parent: Parent, *, by: Actor | None) -> Node:
    """Hang a node below another parent of the same level; tickets keep the department they were opened for."""
    row = _locked(node)
    level, hangs_by = BELOW[type(parent)]
    if not isinstance(row, level):
        raise Refused(_("It cannot stand below this."), field="parent")
    _refuse_twin(row, _rows(level).filter(**{hangs_by: parent}).exclude(pk=row.pk))
    changes = set_fields(row, {hangs_by: parent})
    if changes:
        row.save()
        record(f"{kind_of(row)}.moved", row, context=parent, by=by, facts=changes[0])
        _index(row)
    return row


@transaction.atomic
def retire(node: Node, *, by: Actor | None, at: datetime) -> Node:
    """No longer offered, nor is anything below it; everything that uses it stays."""
    row = _locked(node)
    if set_aside(row, kind_of(row), by=by, at=at):
        _index(row)
    return row


@transaction.atomic
def restore(node: Node, *, by: Actor | None) -> Node:
    """Offered again."""
    row = _locked(node)
    if take_up(row, kind_of(row), by=by):
        _index(row)
    return row


@transaction.atomic
def remove(node: Node, *, by: Actor | None) -> None:
    """Take out what was never used; refused as soon as anything refers to it."""
    row = _locked(node)
    record(f"{kind_of(row)}.removed", row, by=by, facts={"labels": row.labels})
    if isinstance(row, ProblemCode):
        forget(row)
    try:
        row.delete()
    except ProtectedError as error:
        raise Refused(_("It is in use, so it can only be retired.")) from error


def _locked(node: N) -> N:
    row: N = _rows(type(node)).select_for_update().get(pk=node.pk)
    return row


def _rows(level: type[Node]) -> models.QuerySet[Any]:
    return level._default_manager.all()


def _index(node: Node) -> None:
    index_codes(ProblemCode.objects.filter(**{_CODES[type(node)]: node.pk}))


def _key(key: str, labels: Mapping[str, str]) -> str:
    return (key or pick(checked(labels), "en")[0])[:120]


def _refuse_twin(node: Node, beside: models.QuerySet[Any]) -> None:
    if beside.filter(key=node.key).exists():
        raise Refused(_("There is one of this name here already."), field="labels")
