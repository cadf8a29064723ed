"""Holding a work order while it is changed: every verb of this package begins and ends here."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from firstline.casework.work_orders.models import WorkOrder
from firstline.casework.work_orders.searching import index_order
from firstline.journal.refusal import Refused


class Finished(Refused):
    """The work order is completed or cancelled, and stays as it is until it is reopened."""

    def __init__(self, order: WorkOrder) -> None:
        super().__init__(
            _("Work order %(number)s is %(state)s. Reopen it to change it.")
            % {"number": order.number, "state": order.get_state_display()}
        )


def lock(order: WorkOrder) -> WorkOrder:
    """The work order as it is now, locked until the end of the transaction."""
    orders = WorkOrder.objects.select_for_update(of=("self",))
    return orders.select_related("code__category__provider", "crew").get(pk=order.pk)


def hold(order: WorkOrder) -> WorkOrder:
    """The same, of an open work order; `Finished` where it is not."""
    held = lock(order)
    if not held.is_open:
        raise Finished(held)
    return held


def save(order: WorkOrder, columns: Iterable[str]) -> None:
    """Write these columns and what is found of them by searching."""
    order.save(update_fields=list(columns))
    index_order(order)
