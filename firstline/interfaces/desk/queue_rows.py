"""Rows of the queue, drawn once: as long as a ticket does not change, its row is taken from memory."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, islice
from operator import attrgetter
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from firstline.casework.tickets.models import State, Ticket
from firstline.interfaces.desk.drawn import drawn, joined
from firstline.interfaces.desk.queue import Light
from firstline.interfaces.desk.ticket_clocks import as_seen, next_of, promised
from firstline.reference.service_levels.models import Priority
from firstline.reference.staff.models import SupportCentre

_NAMED: dict[str, type[Priority] | type[SupportCentre]] = {"priority": Priority, "centre": SupportCentre}
RELATED = ("priority", "centre", "assignee", "customer", "contact", "code")
SHOWN = (
    *("number", "title", "place", "tier", "state", "opened_at", "resolve_by", "reopened", "priority_because"),
    *("respond_by", "responded_at", "update_by", "told_at", "warned_at", "returns"),
    *("duplicate_of", "repeat_of", "version", "priority__labels", "priority__look", "centre__labels"),
    *("assignee__name", "customer__name", "contact__caller_name", "code__labels"),
)


@dataclass(frozen=True)
class Group:
    """Rows, drawn one after the other, under a heading; the heading is empty where rows are not grouped."""

    heading: str
    body: SafeString


def grouped(tickets: Sequence[Light], group: str, *, now: datetime) -> list[Group]:
    """The rows of a page, under headings where it is grouped ("priority", "centre", "tier", "state")."""
    pieces = drawn_rows(tickets, "desk/queue/_rows.html", now=now)
    if not group:
        return [Group("", joined(pieces))]
    column = f"{group}_id" if group in _NAMED else group
    runs = [(value, list(run)) for value, run in groupby(tickets, key=attrgetter(column))]
    headings = _headings(group, [value for value, _run in runs])
    rows = iter(pieces)
    return [Group(headings[value], joined(islice(rows, len(run)))) for value, run in runs]


def _headings(group: str, values: list[Any]) -> dict[Any, str]:
    if group in _NAMED:
        return {row.pk: row.label for row in _NAMED[group].objects.filter(pk__in=values)}
    if group == "state":
        return {value: str(State(value).label) for value in values}
    return {value: _("Tier %(tier)s") % {"tier": value} for value in values}


def drawn_columns(
    columns: Sequence[tuple[int, list[Light], str]], *, now: datetime
) -> list[tuple[int, SafeString, str]]:
    """The columns of the board, each with its tier, its cards and the address of all of it."""
    template = "desk/queue/_cards.html"
    return [(tier, joined(drawn_rows(tickets, template, now=now)), more) for tier, tickets, more in columns]


def drawn_rows(tickets: Sequence[Light], template: str, *, now: datetime) -> list[str]:
    """Each ticket as the template draws it."""

    def facts(places: list[int]) -> dict[int, object]:
        place_of = {tickets[place].pk: place for place in places}
        rows = Ticket.objects.filter(pk__in=place_of).select_related(*RELATED).only(*SHOWN)
        return {place_of[ticket.pk]: (ticket, next_of(ticket)) for ticket in rows}

    return drawn(template, [_key(ticket, now) for ticket in tickets], facts, now=now)


def _key(ticket: Light, now: datetime) -> str:
    return f"{ticket.pk}:{ticket.version}:{as_seen(promised(ticket)[:1], now)}"
