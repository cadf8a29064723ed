"""The dates a work order promises: temporary and permanent fix, from the turnarounds that its problem code carries."""

from datetime import datetime, timedelta

from firstline.casework.tickets.models import Ticket
from firstline.casework.work_orders.models import WorkOrder
from firstline.reference.handling.models import Handling

PROMISES = {"temporary_fix_by": "temporary_turnaround", "permanent_fix_by": "permanent_turnaround"}


def promises(handling: Handling | None, opened_at: datetime) -> dict[str, datetime | None]:
    """Both dates, counted from the opening of the ticket; none where the code carries no turnaround."""
    return {name: _after(opened_at, getattr(handling, of, None)) for name, of in PROMISES.items()}


def promise_no_later(order: WorkOrder, ticket: Ticket) -> None:
    """Bring a locked order's dates forward to those of a ticket that has waited longer."""
    handling = Handling.objects.filter(code=order.code).first()
    earlier = {
        name: by
        for name, by in promises(handling, ticket.opened_at).items()
        if by is not None and ((now := getattr(order, name)) is None or by < now)
    }
    for name, by in earlier.items():
        setattr(order, name, by)
    if earlier:
        order.save(update_fields=list(earlier))


def _after(opened_at: datetime, turnaround: timedelta | None) -> datetime | None:
    try:
        return opened_at + turnaround if turnaround is not None else None
    except OverflowError:
        return None
