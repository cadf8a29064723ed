"""What telling costs: a work order of many customers is done, and a letter to each stands in the outbox."""

import time

from django.db import transaction
from django.utils import timezone

from firstline.bench.promises import Figure
from firstline.casework.tickets.models import Ticket
from firstline.casework.work_orders import progress
from firstline.casework.work_orders.models import Link, State, Told, WorkOrder
from firstline.interfaces.channels import notices
from firstline.interfaces.channels.models import Outgoing
from firstline.journal.models import OutboxItem
from firstline.journal.numbers import next_number
from firstline.reference.customers.models import ContactPoint, Customer
from firstline.reference.service_levels.models import Priority
from firstline.reference.staff.models import SupportCentre

CUSTOMERS = 10_000
MOST_SECONDS = 60


def all_figures() -> list[Figure]:
    """Measure it and leave nothing behind."""
    with transaction.atomic():
        OutboxItem.objects.all().delete()
        order = _order(CUSTOMERS)
        at = timezone.now()
        progress.complete(order, "The main is mended.", by=None, at=at)
        began = time.monotonic()
        notices.read(at)
        seconds = time.monotonic() - began
        told = Outgoing.objects.filter(order=order).count()
        queued = order.links.filter(told=Told.QUEUED).count()
        transaction.set_rollback(True)
    if (told, queued) != (CUSTOMERS, CUSTOMERS):
        raise AssertionError(f"{told} letters and {queued} links of {CUSTOMERS}")
    return [
        Figure(
            f"{CUSTOMERS:,} customers of one work order told, until all letters are queued", seconds, "s", MOST_SECONDS
        )
    ]


def _order(count: int) -> WorkOrder:
    """A work order in progress for the tickets of so many customers with an address."""
    now, code = timezone.now(), Ticket.objects.exclude(code=None).latest("pk").code
    priority, centre = Priority.objects.order_by("rank").first(), SupportCentre.objects.order_by("pk").first()
    if code is None or priority is None or centre is None:
        raise AssertionError("the desk that was built is empty")
    customers = Customer.objects.bulk_create(
        (
            Customer(
                name=f"Told {number}", name_key=f"told {number}", language=("en", "fr", "es", "pl", "th")[number % 5]
            )
            for number in range(count)
        ),
        batch_size=1000,
    )
    ContactPoint.objects.bulk_create(
        (ContactPoint(customer=one, kind="email", value=f"told{one.pk}@mail.example") for one in customers),
        batch_size=1000,
    )
    first = max(Ticket.objects.order_by("-number").values_list("number", flat=True)[:1], default=0) + 1
    tickets = Ticket.objects.bulk_create(
        (
            Ticket(number=first + place, title="The street is under water", customer=one, code=code, priority=priority,
                   priority_rank=priority.rank, centre=centre, opened_at=now, changed_at=now)
            for place, one in enumerate(customers)
        ),
        batch_size=1000,
    )  # fmt: skip
    order = WorkOrder.objects.create(
        number=next_number("work_order"),
        title="Main",
        code=code,
        state=State.IN_PROGRESS,
        raised_at=now,
        started_at=now,
    )
    Link.objects.bulk_create((Link(order=order, ticket=one, linked_at=now) for one in tickets), batch_size=1000)
    return order
