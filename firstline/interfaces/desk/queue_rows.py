"""Rows of the queue, drawn once: as long as a ticket does not change, its row is taken from memory."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, islice
from operator import attrgetter
from typing import Any

from django.core.cache import caches
from django.template.loader import get_template
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from firstline.casework.tickets.models import OPEN_STATES, State, Ticket
from firstline.interfaces.desk.queue import Light
from firstline.interfaces.ui import clockface
from firstline.reference.service_levels.models import Priority
from firstline.reference.staff.models import SupportCentre

_NAMED: dict[str, type[Priority] | type[SupportCentre]] = {"priority": Priority, "centre": SupportCentre}
# A name that is changed elsewhere (a customer's, a code's) shows in old rows after this time.
SECONDS = 300
SHOWN = (
    *("number", "title", "place", "tier", "state", "opened_at", "due_by", "reopened", "priority_because"),
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
    drawn = drawn_rows(tickets, "desk/queue/_row.html", now=now)
    if not group:
        return [Group("", _joined(drawn))]
    column = f"{group}_id" if group in _NAMED else group
    runs = [(value, list(run)) for value, run in groupby(tickets, key=attrgetter(column))]
    headings = _headings(group, [value for value, _run in runs])
    rows = iter(drawn)
    return [Group(headings[value], _joined(islice(rows, len(run)))) for value, run in runs]


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
    template = "desk/queue/_card.html"
    return [(tier, _joined(drawn_rows(tickets, template, now=now)), more) for tier, tickets, more in columns]


def _joined(rows: Iterable[str]) -> SafeString:
    return mark_safe("".join(rows))  # noqa: S308 - each was drawn, and escaped, by its template


def drawn_rows(tickets: Sequence[Light], template: str, *, now: datetime) -> list[str]:
    """Each ticket as the template draws it, in the reader's language and time zone."""
    cache = caches["template_fragments"]
    reader = f"{template}:{get_language()}:{timezone.get_current_timezone_name()}:{timezone.localdate(now)}"
    keys = [_key(ticket, reader, now) for ticket in tickets]
    found = cache.get_many(keys)
    missing = {ticket.pk: key for ticket, key in zip(tickets, keys, strict=True) if key not in found}
    if missing:
        fresh = {missing[pk]: html for pk, html in _draw(missing, template, now)}
        cache.set_many(fresh, SECONDS)
        found |= fresh
    return [found.get(key, "") for key in keys]


def _key(ticket: Light, reader: str, now: datetime) -> str:
    by = ticket.due_by if ticket.state in OPEN_STATES else None
    left = clockface.left(by, since=ticket.opened_at, now=now) if by else None
    time = f"{left.state}.{left.share}.{left.text}".replace(" ", "_") if left else ""
    return f"{reader}:{ticket.pk}:{ticket.version}:{time}"


def _draw(pks: Sequence[int] | dict[int, str], template: str, now: datetime) -> Iterator[tuple[int, str]]:
    related = ("priority", "centre", "assignee", "customer", "contact", "code")
    draw = get_template(template)
    for ticket in Ticket.objects.filter(pk__in=pks).select_related(*related).only(*SHOWN):
        yield ticket.pk, draw.render({"ticket": ticket, "now": now})
