"""Bringing in tickets of another system: their history with its true times, and nobody told of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy

from firstline.casework.tickets.models import State, Ticket
from firstline.casework.tickets.searching import document
from firstline.journal.copying import copy_in, reserve_ids
from firstline.journal.models import Entry
from firstline.journal.numbers import reserve
from firstline.journal.quiet import quietly
from firstline.search.documents import index_many

# What may be odd about a ticket that was brought in, and how it is said.
FLAGS = {
    "closed_before_opened": gettext_lazy("closed before it was opened"),
    "open_with_closing_time": gettext_lazy("open, with a closing time"),
    "closed_without_time": gettext_lazy("closed, without a closing time"),
    "half_a_point": gettext_lazy("latitude or longitude is missing"),
    "coarse_point": gettext_lazy("coordinates in whole degrees only"),
    "title_cut": gettext_lazy("title cut"),
    "place_cut": gettext_lazy("place cut"),
}
# Two imports at once take turns, so that each sees what the other brought in.
_TURN = 0x466C_7473


@dataclass(frozen=True, slots=True)
class PastTicket:
    """One ticket as another system had it; `source` is its key there, `imported` its attributes as given."""

    source: str
    title: str
    code_id: int
    department_id: int
    centre_id: int
    priority_id: int
    priority_rank: int
    tier: int
    priority_because: str
    route_because: str
    state: str
    opened_at: datetime
    closed_at: datetime | None = None
    resolve_by: datetime | None = None
    resolution: str = ""
    words: str = ""
    wanted: str = ""
    place: str = ""
    latitude: float | None = None
    longitude: float | None = None
    language: str = ""
    channel: str = ""
    imported: dict[str, str] = field(default_factory=dict)
    flags: tuple[str, ...] = ()


def bring_in(past: Sequence[PastTicket], *, origin: str) -> dict[str, int]:
    """Make tickets of those whose source is not there yet; `origin` stands in the journal as who did it.

    Gives the primary keys of those that are, by their source. Entries are written without readers being told: no
    message can come of a ticket brought in.
    """
    with quietly():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_TURN])
        rows = Ticket.objects.filter(source__in=[one.source for one in past])
        known = {source: pk for source, pk in rows.values_list("source", "pk") if source}
        new = [one for one in past if one.source not in known]
        tickets = _tickets(new)
        copy_in(tickets)
        index_many(map(document, tickets))
        entries = list(_history(tickets, origin))
        for entry, ident in zip(entries, reserve_ids(Entry, len(entries)), strict=True):
            entry.pk = ident
        copy_in(entries)
    return known


def _tickets(past: Sequence[PastTicket]) -> list[Ticket]:
    if not past:
        return []
    first = reserve("ticket", len(past))
    return [
        _ticket(one, pk=ident, number=number)
        for number, (one, ident) in enumerate(zip(past, reserve_ids(Ticket, len(past)), strict=True), first)
    ]


def _ticket(past: PastTicket, *, pk: int, number: int) -> Ticket:
    given: dict[str, Any] = {name: getattr(past, name) for name in PastTicket.__slots__}
    given["flags"] = list(past.flags)
    is_over = past.state in (State.RESOLVED, State.CLOSED)
    ended_at = past.closed_at if is_over else None
    given["closed_at"] = ended_at if past.state == State.CLOSED else None
    return Ticket(
        pk=pk,
        number=number,
        resolved_at=ended_at,
        changed_at=max(past.opened_at, ended_at or past.opened_at),
        **given,
    )


def _history(tickets: Sequence[Ticket], origin: str) -> Iterator[Entry]:
    for ticket in tickets:
        yield _entry("ticket.opened", ticket, ticket.opened_at, origin, _facts(ticket))
        ended_at = ticket.resolved_at
        if ended_at:
            verb = "ticket.closed" if ticket.state == State.CLOSED else "ticket.resolved"
            yield _entry(verb, ticket, ended_at, origin, {"text": ticket.resolution} if ticket.resolution else {})


def _facts(ticket: Ticket) -> dict[str, Any]:
    return {"number": ticket.number, "title": ticket.title, "source": ticket.source}


def _entry(verb: str, ticket: Ticket, at: datetime, origin: str, facts: dict[str, Any]) -> Entry:
    return Entry(at=at, verb=verb, subject_kind="ticket", subject_id=ticket.pk, actor_name=origin, facts=facts)
