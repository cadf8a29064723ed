"""The tasks of a work order: written down, ticked off with their results, ticked back."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from firstline.casework.tickets.editing import said
from firstline.casework.work_orders.holding import hold
from firstline.casework.work_orders.models import Task, WorkOrder
from firstline.journal.recording import record
from firstline.journal.refusal import Refused
from firstline.reference.staff.models import User

MOST_TASKS = 200
LONGEST_TASK = 300


def add_task(order: WorkOrder, text: str, *, by: User | None, at: datetime | None = None) -> Task:
    """Write down one more thing to do, after the others."""
    text = said(text, "text", _("Say what is to be done."))[:LONGEST_TASK]
    with transaction.atomic():
        held = hold(order)
        last = held.tasks.aggregate(last=Max("position"))["last"] or 0
        if last >= MOST_TASKS:
            raise Refused(_("A work order has at most %(count)s tasks.") % {"count": MOST_TASKS})
        task = Task.objects.create(order=held, position=last + 1, text=text)
        record("task.added", task, by=by, context=held, at=at, facts={"task": task.text})
    return task


def tick(task: Task, result: str, *, by: User | None, at: datetime | None = None) -> Task:
    """The task is done; what came of it may be left empty. Ticked again, it keeps the time and takes the new result."""
    at = at or timezone.now()
    with transaction.atomic():
        held = _hold(task)
        held.done_at, held.done_by, held.result = held.done_at or at, held.done_by or by, result.strip()[:LONGEST_TASK]
        held.save(update_fields=["done_at", "done_by", "result"])
        facts = {"task": held.text, "text": held.result}
        record("task.ticked", held, by=by, context=held.order, at=at, facts=facts)
    return held


def untick(task: Task, *, by: User | None, at: datetime | None = None) -> Task:
    """The task was not done after all; its result goes to the journal."""
    with transaction.atomic():
        held = _hold(task)
        if held.done_at is None:
            raise Refused(_("This task is not ticked."))
        facts = {"task": held.text, "text": held.result}
        held.done_at, held.done_by, held.result = None, None, ""
        held.save(update_fields=["done_at", "done_by", "result"])
        record("task.unticked", held, by=by, context=held.order, at=at, facts=facts)
    return held


def _hold(task: Task) -> Task:
    order = hold(task.order)
    held = Task.objects.select_related("done_by").get(pk=task.pk)
    held.order = order
    return held
