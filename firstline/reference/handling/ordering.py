"""Rows that stand in an order which people change: questions of a code, tasks of a standard work order."""

from collections.abc import Sequence
from typing import TypeVar

from firstline.reference.handling.models import Question, StandardTask

P = TypeVar("P", Question, StandardTask)


def place(row: P, beside: Sequence[P], position: int) -> int:
    """Put a row at a place (from 1; beyond the ends: at the end) among its siblings, numbered anew; returns the place.

    The caller holds a lock on what they belong to. `beside` are all siblings in their order, the row among them.
    """
    index = max(0, min(position, len(beside)) - 1)
    ordered: list[P] = [other for other in beside if other.pk != row.pk]
    ordered.insert(index, row)
    for number, each in enumerate(ordered, start=1):
        each.position = number
    type(row)._default_manager.bulk_update(ordered, ["position"])
    return index + 1
