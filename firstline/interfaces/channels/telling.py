"""How far the telling of each customer of a work order has come: it follows the delivery of their messages (W3)."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from firstline.casework.work_orders.models import Told, WorkOrder
from firstline.casework.work_orders.telling import mark_all_told
from firstline.interfaces.channels.models import Outgoing
from firstline.reference.staff.models import User


def tell(messages: Iterable[Outgoing], told: Told, *, by: User | None, at: datetime) -> None:
    """Mark the links that these messages tell of, order by order."""
    orders: dict[int, WorkOrder] = {}
    tickets: dict[int, list[int]] = defaultdict(list)
    for one in messages:
        if one.order and one.ticket_id and not one.user_id:
            orders[one.order.pk] = one.order
            tickets[one.order.pk].append(one.ticket_id)
    for key in sorted(orders):
        mark_all_told(orders[key], tickets[key], told, by=by, at=at)
