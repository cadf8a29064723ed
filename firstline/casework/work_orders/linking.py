"""Which tickets a work order is done for: linking one, taking one off, and what that means for the ticket."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from firstline.casework.tickets import editing, owing, status, together
from firstline.casework.tickets.models import State as TicketState
from firstline.casework.tickets.models import Ticket
from firstline.casework.work_orders.holding import hold
from firstline.casework.work_orders.models import OPEN_STATES, Link, WorkOrder
from firstline.casework.work_orders.promising import promise_no_later
from firstline.journal.recording import record
from firstline.journal.refusal import Refused
from firstline.reference.staff.models import User

LONGEST_REASON = 300
BY_HAND = gettext_noop("linked by hand")


class Linked(Refused):
    """The ticket already belongs to the work order."""

    def __init__(self, order: WorkOrder, ticket: Ticket) -> None:
        super().__init__(
            _("Ticket %(ticket)s is already linked to work order %(order)s.")
            % {"ticket": ticket.number, "order": order.number}
        )


class NotLinked(Refused):
    """The ticket does not belong to the work order."""

    def __init__(self, order: WorkOrder, ticket: Ticket) -> None:
        super().__init__(
            _("Ticket %(ticket)s is not linked to work order %(order)s.")
            % {"ticket": ticket.number, "order": order.number}
        )


def link(order: WorkOrder, ticket: Ticket, because: str, *, by: User | None, at: datetime | None = None) -> Link:
    """Have an open work order done for one more open ticket; `because` says how they belong together.

    Reasons of the program are given in English, one after the other with commas, and shown in the reader's language.
    """
    at = at or timezone.now()
    with transaction.atomic():
        held, of = hold(order), editing.hold(ticket)
        if held.links.filter(ticket=of).exists():
            raise Linked(held, of)
        made = Link.objects.create(order=held, ticket=of, linked_at=at, because=because[:LONGEST_REASON])
        promise_no_later(held, of)
        facts = {"ticket": of.number, "order": held.number, "text": made.because}
        record("work_order.linked", held, by=by, context=of, at=at, facts=facts)
        put_in_plan(of, at=at)
        owing.join(of, Ticket.objects.filter(links__order=held), at)
    return made


def unlink(order: WorkOrder, ticket: Ticket, reason: str, *, by: User | None, at: datetime | None = None) -> None:
    """Take a ticket off an open work order, with a reason; it is in progress again unless another order covers it."""
    at = at or timezone.now()
    reason = editing.said(reason, "reason", _("Say why the ticket does not belong to this work order."))
    with transaction.atomic():
        held, of = hold(order), editing.lock(ticket)
        if not held.links.filter(ticket=of).delete()[0]:
            raise NotLinked(held, of)
        facts = {"ticket": of.number, "order": held.number, "text": reason}
        record("work_order.unlinked", held, by=by, context=of, at=at, facts=facts)
        put_back(held, Ticket.objects.filter(pk=of.pk), at=at)


def put_in_plan(ticket: Ticket, *, at: datetime) -> None:
    """The ticket's work is planned now, unless it waits for the customer or stands there already."""
    if ticket.state in (TicketState.NEW, TicketState.IN_PROGRESS):
        status.move(ticket, TicketState.PLANNED, at=at)


def put_back(order: WorkOrder, tickets: QuerySet[Ticket], *, at: datetime) -> None:
    """The work of these tickets is planned no longer: they go on as before, unless another open order covers them."""
    others = Link.objects.filter(order__state__in=OPEN_STATES).exclude(order=order)
    together.unplan_all(tickets.exclude(pk__in=others.values("ticket")), at=at)
