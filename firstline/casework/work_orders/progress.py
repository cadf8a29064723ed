"""The life of a work order: released, started, completed, reopened, cancelled, and its tickets with it."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from firstline.casework.tickets import together
from firstline.casework.tickets.editing import said
from firstline.casework.tickets.models import OPEN_STATES as OPEN_TICKETS
from firstline.casework.tickets.models import State as TicketState
from firstline.casework.tickets.models import Ticket
from firstline.casework.work_orders.holding import hold, lock, save
from firstline.casework.work_orders.linking import put_back
from firstline.casework.work_orders.models import State, Told, WorkOrder
from firstline.casework.work_orders.states import move
from firstline.journal.recording import record
from firstline.journal.refusal import Refused
from firstline.reference.staff.models import User

OVER = [TicketState.RESOLVED, TicketState.CLOSED]


def release(order: WorkOrder, *, by: User | None, at: datetime | None = None) -> WorkOrder:
    """Hand a planned order to its crew."""
    with transaction.atomic():
        held = lock(order)
        move(held, State.RELEASED)
        if held.crew is None or held.planned_start is None:
            raise Refused(_("Plan a crew and a time first: nobody would know that the work is theirs."))
        save(held, ["state"])
        record("work_order.released", held, by=by, at=at, facts={"crew": held.crew.name})
    return held


def start(order: WorkOrder, *, by: User | None, at: datetime | None = None) -> WorkOrder:
    """The work has begun."""
    at = at or timezone.now()
    with transaction.atomic():
        held = hold(order)
        move(held, State.IN_PROGRESS)
        held.started_at = at
        save(held, ["state", "started_at"])
        record("work_order.started", held, by=by, at=at)
    return held


def complete(order: WorkOrder, result: str, *, by: User | None, at: datetime | None = None) -> WorkOrder:
    """The work is done: every linked ticket that is open is resolved with its result (W3), in one transaction."""
    at = at or timezone.now()
    result = said(result, "result", _("Say what was done: it becomes the resolution of the tickets."))
    with transaction.atomic():
        held = lock(order)
        move(held, State.COMPLETED)
        held.completed_at, held.result = at, result
        save(held, ["state", "completed_at", "result"])
        waiting = list(held.tickets.filter(state__in=OPEN_TICKETS).values_list("pk", flat=True))
        record("work_order.completed", held, by=by, at=at, facts={"text": result, "tickets": len(waiting)})
        together.resolve_all(_tickets(waiting), result, by=by, at=at, context=held)
        held.links.filter(ticket__in=waiting).update(resolved_at=at)
        _forget_told(held)
    return held


def reopen(order: WorkOrder, reason: str, *, by: User | None, at: datetime | None = None) -> WorkOrder:
    """The work was not done after all: all tickets that completing it had resolved, and that still are so, reopen.

    A cancelled order is planned again, and its tickets with it.
    """
    at = at or timezone.now()
    reason = said(reason, "reason", _("Say why the work order is reopened."))
    with transaction.atomic():
        held = lock(order)
        if held.is_open:
            raise Refused(_("Work order %(number)s is open already.") % {"number": held.number})
        was_cancelled = held.state == State.CANCELLED
        move(held, State.PLANNED if was_cancelled else State.IN_PROGRESS)
        held.completed_at = None
        save(held, ["state", "completed_at"])
        resolved = held.tickets.filter(state__in=OVER, links__order=held, links__resolved_at=F("resolved_at"))
        again = list(resolved.values_list("pk", flat=True))
        record("work_order.reopened", held, by=by, at=at, facts={"text": reason, "tickets": len(again)})
        together.reopen_all(_tickets(again), reason, by=by, at=at, context=held)
        together.plan_all(held.tickets.all(), at=at)
        held.links.update(resolved_at=None)
        _forget_told(held)
    return held


def cancel(order: WorkOrder, reason: str, *, by: User | None, at: datetime | None = None) -> WorkOrder:
    """The work will not be done: its tickets are in progress again, unless another open order covers them."""
    at = at or timezone.now()
    reason = said(reason, "reason", _("Say why the work order is cancelled."))
    with transaction.atomic():
        held = lock(order)
        move(held, State.CANCELLED)
        held.result = reason
        save(held, ["state", "result"])
        record("work_order.cancelled", held, by=by, at=at, facts={"text": held.result})
        put_back(held, held.tickets.all(), at=at)
        _forget_told(held)
    return held


def _tickets(keys: list[int]) -> QuerySet[Ticket]:
    return Ticket.objects.filter(pk__in=keys)


def _forget_told(order: WorkOrder) -> None:
    """There is news: whoever was told before knows no longer how it stands."""
    order.links.exclude(told=Told.NOT_YET).update(told=Told.NOT_YET, told_at=None)
