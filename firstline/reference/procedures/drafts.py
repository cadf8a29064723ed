"""Drafts: a version that may be changed, beside the one that is followed."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from firstline.journal.recording import record
from firstline.journal.refusal import Refused
from firstline.reference.procedures.models import Branch, Procedure, ProcedureVersion, Step
from firstline.reference.procedures.texts import kept
from firstline.reference.staff.models import User

State = ProcedureVersion.State


class NoDraft(Refused):
    """Only drafts may be changed, and this version is none, or none any more."""

    def __init__(self) -> None:
        super().__init__(_("This draft is published or thrown away by now. Begin a new one."))


def hold(version: ProcedureVersion) -> ProcedureVersion:
    """The draft, locked until the end of the transaction; `NoDraft` where it is none any more."""
    rows = ProcedureVersion.objects.select_for_update(of=("self",)).select_related("procedure")
    held = rows.filter(pk=version.pk).first()
    if held is None or not held.is_draft:
        raise NoDraft
    return held


def hold_step(step: Step) -> Step:
    """A step of a draft, locked with its draft; `NoDraft` or `Refused` where either is gone."""
    version = hold(step.of)
    held = Step.objects.select_for_update(of=("self",)).filter(pk=step.pk).first()
    if held is None:
        raise Refused(_("Somebody has removed this step in the meantime."))
    held.of = version
    return held


@transaction.atomic
def draft(
    procedure: Procedure, *, by: User | None, source: ProcedureVersion | None = None, at: datetime | None = None
) -> ProcedureVersion:
    """The draft of a procedure; a new one begins as a copy of `source`, else of what is published."""
    held = Procedure.objects.select_for_update().get(pk=procedure.pk)
    standing = held.versions.filter(state=State.DRAFT).first()
    if standing:
        return standing
    source = source or held.versions.filter(state=State.PUBLISHED).first()
    last: int | None = held.versions.aggregate(last=Max("number"))["last"]
    made = ProcedureVersion.objects.create(
        procedure=held, number=(last or 0) + 1, drafted_at=at or timezone.now(), drafted_by=by
    )
    if source:
        _copy(source, made)
    facts = {"version": made.number, **({"from": source.number} if source else {})}
    record("procedure.drafted", held, by=by, at=at, facts=facts)
    return made


def _copy(source: ProcedureVersion, made: ProcedureVersion) -> None:
    """All steps and branches, with their keys; what is copied counts its changes from the beginning."""
    steps = list(source.steps.prefetch_related("branches"))
    branches = [(branch, step.key) for step in steps for branch in step.branches.all()]
    for step in steps:
        step.pk, step.of, step.version, step.changed_in = None, made, 1, {}
        step._state.adding = True
    new: dict[str, Any] = {step.key: step for step in Step.objects.bulk_create(steps)}
    Branch.objects.bulk_create(
        Branch(step=new[key], position=branch.position, condition=branch.condition, goes_to=branch.goes_to)
        for branch, key in branches
    )


@transaction.atomic
def describe(version: ProcedureVersion, note: str, *, by: User | None) -> ProcedureVersion:
    """Say what is different in a draft."""
    held = hold(version)
    was, held.note = held.note, kept(note, "note")
    if was != held.note:
        held.save(update_fields=["note"])
        facts = {"version": held.number, "field": "note", "was": was, "now": held.note}
        record("procedure.described", held.procedure, by=by, facts=facts)
    return held


@transaction.atomic
def discard(version: ProcedureVersion, *, by: User | None) -> None:
    """Throw a draft away; what is published stays so."""
    held = hold(version)
    record("procedure.draft_discarded", held.procedure, by=by, facts={"version": held.number})
    held.delete()
