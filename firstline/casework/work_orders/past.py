"""Bringing in work orders of another system: their history with its true times, and nobody told of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from firstline.casework.tickets.models import Ticket
from firstline.casework.work_orders.models import Link, State, WorkOrder
from firstline.casework.work_orders.raising import LONGEST, SHORTEST
from firstline.casework.work_orders.searching import document
from firstline.journal.copying import copy_in, reserve_ids
from firstline.journal.models import Entry
from firstline.journal.numbers import reserve
from firstline.journal.quiet import quietly
from firstline.search.documents import index_many

_ENDS = {State.COMPLETED: "work_order.completed", State.CANCELLED: "work_order.cancelled"}


@dataclass(frozen=True, slots=True)
class PastOrder:
    """One work order as another system had it; `tickets` are the primary keys of those it was done for."""

    source: str
    title: str
    code_id: int
    state: str
    raised_at: datetime
    planned_start: datetime | None = None
    planned_end: datetime | None = None
    started_at: datetime | None = None
    completed_at: datetime | None = None
    duration: timedelta = timedelta(hours=1)
    crew_id: int | None = None
    instructions: str = ""
    result: str = ""
    place: str = ""
    latitude: float | None = None
    longitude: float | None = None
    tickets: tuple[int, ...] = ()


def bring_in(past: Sequence[PastOrder], *, origin: str) -> dict[str, int]:
    """Make work orders of them; `origin` stands in the journal as who did it. Gives the primary keys by source.

    The tickets they were done for stay as they are. Entries are written without readers being told.
    """
    if not past:
        return {}
    with quietly():
        first = reserve("work_order", len(past))
        idents = reserve_ids(WorkOrder, len(past))
        orders = [
            _order(one, ident, number) for number, (one, ident) in enumerate(zip(past, idents, strict=True), first)
        ]
        copy_in(orders)
        links = [
            Link(order_id=ident, ticket_id=ticket, linked_at=one.raised_at)
            for one, ident in zip(past, idents, strict=True)
            for ticket in dict.fromkeys(one.tickets)
        ]
        Link.objects.bulk_create(links)
        with_code = WorkOrder.objects.filter(pk__in=idents).select_related("code__category__provider")
        index_many(map(document, with_code))
        numbers = dict(Ticket.objects.filter(pk__in={link.ticket_id for link in links}).values_list("pk", "number"))
        entries = list(_history(orders, links, numbers, origin))
        for entry, ident in zip(entries, reserve_ids(Entry, len(entries)), strict=True):
            entry.pk = ident
        copy_in(entries)
    return {one.source: ident for one, ident in zip(past, idents, strict=True)}


def _order(past: PastOrder, pk: int, number: int) -> WorkOrder:
    given = {name: getattr(past, name) for name in PastOrder.__slots__ if name not in ("source", "tickets")}
    given["duration"] = min(max(past.duration, SHORTEST), LONGEST)
    return WorkOrder(pk=pk, number=number, **given)


def _history(
    orders: Sequence[WorkOrder], links: Sequence[Link], numbers: Mapping[int, int], origin: str
) -> Iterator[Entry]:
    for order in orders:
        facts = {"number": order.number, "text": order.title}
        yield _entry("work_order.raised", order.pk, order.raised_at, origin, facts)
        if order.state in _ENDS and order.completed_at:
            ended = {"number": order.number, "text": order.result}
            yield _entry(_ENDS[State(order.state)], order.pk, order.completed_at, origin, ended)
    for link in links:
        entry = _entry("work_order.linked", link.order_id, link.linked_at, origin, {"ticket": numbers[link.ticket_id]})
        entry.context_kind, entry.context_id = "ticket", link.ticket_id
        yield entry


def _entry(verb: str, order: int, at: datetime, origin: str, facts: dict[str, Any]) -> Entry:
    return Entry(at=at, verb=verb, subject_kind="work_order", subject_id=order, actor_name=origin, facts=facts)
