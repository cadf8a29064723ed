"""Whether the customer of each linked ticket knows the latest news of the work order."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from firstline.casework.work_orders.holding import lock
from firstline.casework.work_orders.models import Link, Told, WorkOrder
from firstline.journal.recording import record
from firstline.journal.refusal import Refused
from firstline.reference.staff.models import User


def mark_told(link: Link, told: Told, *, by: User | None, at: datetime | None = None) -> Link:
    """Note how the telling of one customer stands; `NOT_YET` takes back a mark that was made by mistake."""
    at = at or timezone.now()
    with transaction.atomic():
        order = lock(link.order)
        held = Link.objects.select_related("ticket__customer").get(pk=link.pk)
        if held.ticket.customer is None:
            raise Refused(_("Nobody is known who could be told."))
        facts = {"ticket": held.ticket.number, "order": order.number, "was": held.told, "now": told}
        held.told, held.told_at = told, None if told == Told.NOT_YET else at
        held.save(update_fields=["told", "told_at"])
        record("work_order.told", order, by=by, context=held.ticket, at=at, facts=facts)
    return held


def mark_all_told(
    order: WorkOrder, tickets: Collection[int], told: Told, *, by: User | None, at: datetime | None = None
) -> int:
    """The same of the customers of many tickets (their keys), in a few statements and one entry; returns how many.

    Whoever was told by telephone meanwhile knows already, and news that has become old marks nobody: a message that
    was sent or failed counts only where it was queued.
    """
    at = at or timezone.now()
    with transaction.atomic():
        held = lock(order)
        links = held.links.filter(ticket__in=tickets, ticket__customer__isnull=False).exclude(told=told)
        if told in (Told.QUEUED, Told.NOT_YET):
            links = links.exclude(told=Told.TELEPHONE)
        else:
            links = links.filter(told__in=(Told.QUEUED, Told.SENT))
        count = links.update(told=told, told_at=None if told == Told.NOT_YET else at)
        if count:
            facts = {"order": held.number, "now": told, "count": count}
            record("work_order.customers_told", held, by=by, at=at, facts=facts)
    return count
