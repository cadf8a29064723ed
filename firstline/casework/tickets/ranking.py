"""Tickets carry the rank of their priority, so that a queue is read in one index: they follow when ranks change."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import F

from firstline.casework.tickets.models import Ticket
from firstline.journal.recording import Actor
from firstline.reference.service_levels import keeping
from firstline.reference.service_levels.models import Priority


@transaction.atomic
def reorder_priorities(wanted: Sequence[Priority], *, by: Actor | None) -> list[Priority]:
    """Rank the priorities in this order, and their tickets with them."""
    ordered = keeping.reorder(wanted, by=by)
    _follow(ordered)
    return ordered


@transaction.atomic
def restore_priority(priority: Priority, *, by: Actor | None) -> Priority:
    """In use again, ranked last, and its tickets with it."""
    row = keeping.restore_priority(priority, by=by)
    _follow([row])
    return row


def _follow(priorities: Sequence[Priority]) -> None:
    for priority in priorities:
        rows = Ticket.objects.filter(priority=priority).exclude(priority_rank=F("priority__rank"))
        rows.update(priority_rank=priority.rank)
