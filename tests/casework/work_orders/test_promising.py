"""Temporary and permanent fix: by the service target where it promises one, else by the problem code."""

from datetime import timedelta

import pytest

from firstline.casework.work_orders.linking import link
from firstline.casework.work_orders.models import WorkOrder
from firstline.casework.work_orders.raising import raise_for
from firstline.reference.customers.models import Agreement
from tests import builders
from tests.builders import NOON
from tests.casework.tickets.laying_down import target
from tests.cast import ana

pytestmark = pytest.mark.django_db


def test_a_target_counts_in_working_time_and_what_it_leaves_open_is_carried_by_the_code() -> None:
    code = builders.handled_code(
        "Pipe", temporary_turnaround=timedelta(hours=4), permanent_turnaround=timedelta(days=10)
    )
    target(builders.priority(), temporary="8h")
    order = raise_for(builders.ticket(code=code), by=ana(), at=NOON)
    assert order.temporary_fix_by == NOON + timedelta(days=1, hours=-2)
    assert order.permanent_fix_by == NOON + timedelta(days=10)


def test_a_more_urgent_ticket_brings_the_dates_of_its_order_forward() -> None:
    critical = builders.priority("critical", 2)
    target(builders.priority(), permanent="10d")
    target(critical, permanent="2d")
    order = raise_for(builders.ticket(), by=ana(), at=NOON)
    link(order, builders.ticket(priority=critical), "the same pipe", by=ana(), at=NOON)
    assert WorkOrder.objects.get().permanent_fix_by == NOON + timedelta(days=2)


def test_the_most_particular_target_dates_the_order() -> None:
    priority, code = builders.priority(), builders.handled_code("Pipe")
    department = code.category.provider.department
    agreement = Agreement.objects.create(number="A-1", customer=builders.customer())
    target(priority, temporary="9h")
    target(priority, temporary="3h", department=department)
    target(priority, temporary="2h", code=code)
    target(priority, temporary="1h", agreement=agreement)
    facts: list[dict[str, object]] = [
        {"code": builders.handled_code("Lamp"), "department": builders.department("Grid")},
        {"code": builders.handled_code("Drain"), "department": department},
        {"code": code, "department": department},
        {"code": code, "department": department, "agreement": agreement},
    ]
    orders = [raise_for(builders.ticket(opened_at=NOON, **fact), by=ana(), at=NOON) for fact in facts]
    due = [order.temporary_fix_by for order in orders]
    assert due == [NOON + timedelta(hours=23), *(NOON + timedelta(hours=hours) for hours in (3, 2, 1))]
