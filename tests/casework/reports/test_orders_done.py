"""Work orders: raised, planned and done; done again within a month; and for how many customers."""

from datetime import timedelta

import pytest

from firstline.casework.reports.orders_done import REPORT
from firstline.casework.work_orders.models import State
from tests import builders
from tests.builders import NOON
from tests.casework.reports.asking import asked, by, odd_figures, total

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def done(after=1.0, **fields):
    raised = fields.pop("raised_at", NOON)
    return builders.work_order(state=State.COMPLETED, raised_at=raised, completed_at=raised + after * DAY, **fields)


def test_again_within_30_days_is_the_same_code_at_the_same_thing():
    fridge, place = builders.equipment("Fridge"), builders.location()
    done(equipment=fridge, location=place)
    builders.work_order(equipment=fridge, raised_at=NOON + 20 * DAY)
    done(location=place)
    builders.work_order(location=place, raised_at=NOON + 40 * DAY)
    done(equipment=builders.equipment("Oven"))
    builders.work_order(equipment=fridge, code=builders.code("Other"), raised_at=NOON + 2 * DAY)
    assert (total(REPORT, "finished"), total(REPORT, "finished", "repeat")) == (3, 1)
    assert odd_figures(REPORT, asked()) == []


def test_what_was_planned_is_held_against_what_was_done():
    plan = {"planned_start": NOON, "planned_end": NOON + 2 * DAY}
    done(1, crew=builders.crew(), **plan)
    done(3, permanent_fix_by=NOON + DAY, **plan)
    builders.work_order(**plan)
    builders.work_order(state=State.CANCELLED, **plan)
    marks = ("", "done", "as_planned", "overdue")
    assert [total(REPORT, "planned", mark) for mark in marks] == [4, 2, 1, 1]
    assert [total(REPORT, "finished", mark) for mark in ("with_date", "in_time")] == [1, 0]
    assert REPORT.answer(asked()).middles("finished") == {"": 48.0}


def test_customers_are_counted_once_for_each_order():
    first, second = builders.customer("A"), builders.customer("B")
    order = done()
    for customer in (first, first, second, None):
        order.links.create(ticket=builders.ticket(customer=customer), linked_at=NOON)
    done()
    assert by(REPORT, "finished", "customers") == {"2": 1, "0": 1}
    rows = {row.key: row.label for row in REPORT.answer(asked()).table(REPORT.panels[3]).rows}
    assert (rows, odd_figures(REPORT, asked())) == ({"2": "for 2 customers", "0": "for 0 customers"}, [])
