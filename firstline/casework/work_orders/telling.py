"""Whether the customer of each linked ticket knows the latest news of the work order."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from firstline.casework.work_orders.holding import lock
from firstline.casework.work_orders.models import Link, Told
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
