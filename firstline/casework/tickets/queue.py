"""The lists of tickets: what they are limited to, their orders, and pages that cost the same however far down."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.lookups import GreaterThan, LessThan

T = TypeVar("T")
Place = tuple[str | int, ...]

# The columns in whose order a list stands; each has an index that begins with them.
ORDERS: dict[str, tuple[str, ...]] = {
    "priority": ("priority_rank", "number"),
    "centre": ("centre_id", "priority_rank", "number"),
    "tier": ("tier", "priority_rank", "number"),
    "state": ("state", "priority_rank", "number"),
    "newest": ("-number",),
}


@dataclass(frozen=True)
class Wanted:
    """What a list is limited to. An empty tuple limits nothing; `assignees` may hold None for nobody.

    `states` empty means the open ones, `priorities` are ranks; `idents` are what a search found, None where none was.
    `within` is what a person may see: tickets of these departments, and those of none; `also` is any other condition.
    """

    centres: tuple[int, ...] = ()
    tiers: tuple[int, ...] = ()
    states: tuple[str, ...] = ()
    priorities: tuple[int, ...] = ()
    assignees: tuple[int | None, ...] = ()
    codes: tuple[int, ...] = ()
    departments: tuple[int, ...] = ()
    customer: int | None = None
    idents: tuple[int, ...] | None = None
    within: tuple[int, ...] = ()
    also: Q | None = None


@dataclass(frozen=True)
class Page(Generic[T]):
    """Rows of a list and whether there are others before and behind them."""

    rows: list[T]
    has_earlier: bool
    has_later: bool


def paged(read: Iterable[T], *, after: Place, before: Place, size: int) -> Page[T]:
    """The page out of its rows as they were read, of which one more than `size` says that others follow."""
    found = list(read)
    more, found = len(found) > size, found[:size]
    if before:
        found.reverse()
    return Page(found, has_earlier=more if before else bool(after), has_later=more or bool(before))


def place_of(row: object, order: str) -> Place:
    """Where a ticket stands in an order, as `page` takes it."""
    return tuple(getattr(row, column.lstrip("-")) for column in ORDERS[order])


class Columns(Func):
    """Several columns as one, so that a page begins exactly behind a row: `(rank, number) > (3, 42)`."""

    function = "ROW"
    output_field = models.TextField()


def beyond(columns: tuple[str, ...], place: Place, *, backwards: bool) -> LessThan | GreaterThan:
    """The condition for being behind a place in an order, or before it."""
    row = Columns(*(F(column.lstrip("-")) for column in columns))
    there = Columns(*(Value(part) for part in place))
    falls = columns[0].startswith("-") != backwards
    return LessThan(row, there) if falls else GreaterThan(row, there)


def turned(columns: tuple[str, ...]) -> tuple[str, ...]:
    """The same order from its end."""
    return tuple(column[1:] if column.startswith("-") else f"-{column}" for column in columns)


def one_of(column: str, values: tuple[Any, ...]) -> dict[str, Any]:
    """The condition as an index likes it best."""
    return {column: values[0]} if len(values) == 1 else {f"{column}__in": values}


def ranked(ranks: tuple[int, ...]) -> Q:
    """The condition on ranks, with the bounds between which an index in their order has to be read."""
    return Q(priority_rank__range=(min(ranks), max(ranks)), priority_rank__in=ranks)


def assigned(assignees: tuple[int | None, ...]) -> Q:
    """Assigned to one of these; None is nobody."""
    people = tuple(person for person in assignees if person is not None)
    somebody = Q(**one_of("assignee", people)) if people else Q()
    return somebody | Q(assignee__isnull=True) if None in assignees else somebody
