"""Tickets follow their priority when the order of priorities changes."""

import pytest

from firstline.casework.tickets import ranking
from firstline.casework.tickets.models import Ticket
from firstline.reference.service_levels import keeping
from firstline.reference.service_levels.shipping import ship_priorities
from tests import builders
from tests.cast import marc

pytestmark = pytest.mark.django_db


def test_tickets_take_the_new_rank_of_their_priority() -> None:
    one, two, three, four = ship_priorities()
    first, last = (
        builders.ticket(priority=one, code=builders.code()),
        builders.ticket(priority=four, code=builders.code()),
    )
    ranking.reorder_priorities([four, three, two, one], by=marc())
    assert list(Ticket.objects.order_by("number").values_list("pk", "priority_rank")) == [(first.pk, 4), (last.pk, 1)]


def test_a_restored_priority_takes_its_tickets_to_its_new_rank() -> None:
    one, *_others = ship_priorities()
    ticket = builders.ticket(priority=one, code=builders.code())
    keeping.retire_priority(one, by=marc(), at=builders.NOON)
    ranking.restore_priority(one, by=marc())
    assert Ticket.objects.get(pk=ticket.pk).priority_rank == 5
