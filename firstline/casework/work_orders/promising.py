"""The dates a work order promises: temporary and permanent fix, by the ticket's service target or its problem code."""

from datetime import datetime, timedelta

from firstline.casework.tickets.clocks import promise_of
from firstline.casework.tickets.models import Ticket
from firstline.casework.work_orders.models import WorkOrder
from firstline.reference.handling.models import Handling
from firstline.reference.service_levels import laid_down
from firstline.reference.service_levels.spans import Span

KINDS = ("temporary", "permanent")


def promises(handling: Handling | None, ticket: Ticket) -> dict[str, datetime | None]:
    """Both dates, counted from the opening of the ticket.

    In working time where a service target promises one, else in the turnaround that the code carries; else none.
    """
    target = promise_of(ticket, ticket.priority_id, laid_down.current())
    found: dict[str, datetime | None] = {}
    for kind in KINDS:
        span: Span | None = getattr(target, kind, None)
        if target and span:
            found[f"{kind}_fix_by"] = span.due(ticket.opened_at, target.working_time)
        else:
            found[f"{kind}_fix_by"] = _after(ticket.opened_at, getattr(handling, f"{kind}_turnaround", None))
    return found


def promise_no_later(order: WorkOrder, ticket: Ticket) -> None:
    """Bring a locked order's dates forward to those of a ticket that has waited longer."""
    handling = Handling.objects.filter(code=order.code).first()
    earlier = {
        name: by
        for name, by in promises(handling, ticket).items()
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
