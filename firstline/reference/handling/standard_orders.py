"""Keeping standard work orders and their tasks."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from firstline.journal.changes import set_fields
from firstline.journal.recording import Actor, record
from firstline.journal.refusal import Refused
from firstline.language.translated import pick
from firstline.reference.handling.models import StandardTask, StandardWorkOrder
from firstline.reference.handling.ordering import place
from firstline.reference.labels import LONGEST_TEXT, checked, set_label
from firstline.reference.retiring import set_aside, take_up
from firstline.reference.staff.models import Crew

LONGEST_TASK = 300
LONGEST_DURATION = timedelta(days=365)
FARTHEST_METRES = 100_000
LONGEST_WINDOW_DAYS = 3650


class StandardFacts(TypedDict, total=False):
    crew: Crew | None
    near_metres: int
    window_days: int


@transaction.atomic
def create_standard_work_order(
    labels: Mapping[str, str], duration: timedelta, *, by: Actor | None, key: str = "", **facts: Unpack[StandardFacts]
) -> StandardWorkOrder:
    """A new template of a work order; `key` identifies it in imports (the first label unless given)."""
    kept = checked(labels)
    order = StandardWorkOrder(labels=kept, key=(key or pick(kept, "en")[0])[:60])
    set_fields(order, {**facts, "duration": duration})
    _check(order)
    if StandardWorkOrder.objects.filter(key=order.key).exists():
        raise Refused(_("There is one of this name here already."), field="labels")
    order.save()
    record("standard_work_order.created", order, by=by, facts={"labels": kept})
    return order


@transaction.atomic
def change_standard_work_order(
    order: StandardWorkOrder, *, by: Actor | None, duration: timedelta | None = None, **facts: Unpack[StandardFacts]
) -> StandardWorkOrder:
    """Change what is named (`duration` None leaves it); work orders raised from it before stay as they are."""
    row = _locked(order)
    changes = set_fields(row, {**facts, "duration": row.duration if duration is None else duration})
    _check(row)
    if changes:
        row.save()
        record("standard_work_order.changed", row, by=by, facts={"changes": changes})
    return row


@transaction.atomic
def rename_standard_work_order(
    order: StandardWorkOrder, language: str, text: str, *, by: Actor | None
) -> StandardWorkOrder:
    row = _locked(order)
    facts = set_label(row, language, text)
    if facts:
        row.save()
        record("standard_work_order.renamed", row, by=by, facts=facts)
    return row


@transaction.atomic
def instruct(order: StandardWorkOrder, language: str, text: str, *, by: Actor | None) -> StandardWorkOrder:
    """Set the instructions for the crew in one language; an empty text takes them out."""
    row = _locked(order)
    if len(text) > LONGEST_TEXT:
        raise Refused(_("At most %(count)s characters.") % {"count": LONGEST_TEXT}, field="instructions")
    wanted = {key: value for key, value in {**row.instructions, language: text.strip()}.items() if value}
    changes = set_fields(row, {"instructions": wanted})
    if changes:
        row.save()
        facts = {"field": f"instructions {language}", "was": changes[0]["was"].get(language, ""), "now": text.strip()}
        record("standard_work_order.instructed", row, by=by, facts=facts)
    return row


@transaction.atomic
def retire_standard_work_order(order: StandardWorkOrder, *, by: Actor | None, at: datetime) -> StandardWorkOrder:
    """No longer raised; codes that carry it go without one until they are given another."""
    row = _locked(order)
    set_aside(row, "standard_work_order", by=by, at=at)
    return row


@transaction.atomic
def restore_standard_work_order(order: StandardWorkOrder, *, by: Actor | None) -> StandardWorkOrder:
    row = _locked(order)
    take_up(row, "standard_work_order", by=by)
    return row


@transaction.atomic
def add_task(order: StandardWorkOrder, labels: Mapping[str, str], *, by: Actor | None) -> StandardTask:
    """One more step of the job, after the others."""
    row = _locked(order)
    kept = checked(labels, longest=LONGEST_TASK)
    task = StandardTask.objects.create(standard=row, position=row.tasks.count() + 1, labels=kept)
    record("standard_task.added", task, context=row, by=by, facts={"labels": kept})
    return task


@transaction.atomic
def rename_task(task: StandardTask, language: str, text: str, *, by: Actor | None) -> StandardTask:
    row = StandardTask.objects.select_for_update(of=("self",)).select_related("standard").get(pk=task.pk)
    facts = set_label(row, language, text, longest=LONGEST_TASK)
    if facts:
        row.save()
        record("standard_task.renamed", row, context=row.standard, by=by, facts=facts)
    return row


@transaction.atomic
def move_task(task: StandardTask, position: int, *, by: Actor | None) -> StandardTask:
    """Do it at this place, counted from 1."""
    order = StandardWorkOrder.objects.select_for_update().get(pk=task.standard_id)
    row = StandardTask.objects.get(pk=task.pk)
    was = row.position
    now = place(row, list(order.tasks.all()), position)
    if now != was:
        record("standard_task.moved", row, context=order, by=by, facts={"field": "position", "was": was, "now": now})
    return row


@transaction.atomic
def remove_task(task: StandardTask, *, by: Actor | None) -> None:
    """No longer part of the job; work orders that have it keep it."""
    row = StandardTask.objects.select_for_update(of=("self",)).select_related("standard").filter(pk=task.pk).first()
    if row is not None:
        record("standard_task.removed", row, context=row.standard, by=by, facts={"labels": row.labels})
        row.delete()


def _locked(order: StandardWorkOrder) -> StandardWorkOrder:
    return StandardWorkOrder.objects.select_for_update(of=("self",)).select_related("crew").get(pk=order.pk)


def _check(order: StandardWorkOrder) -> None:
    if not timedelta(0) < order.duration <= LONGEST_DURATION:
        raise Refused(_("More than nothing, and at most a year."), field="duration")
    if not 0 <= order.near_metres <= FARTHEST_METRES:
        raise Refused(_("At most %(count)s.") % {"count": FARTHEST_METRES}, field="near_metres")
    if not 0 <= order.window_days <= LONGEST_WINDOW_DAYS:
        raise Refused(_("At most %(count)s.") % {"count": LONGEST_WINDOW_DAYS}, field="window_days")
