"""The rows behind a figure: exactly those that it counts, page by page."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse

from firstline.casework.contacts.models import Contact
from firstline.casework.reports.asked import Asked
from firstline.casework.reports.report import Address, Report
from firstline.casework.tickets.models import Ticket
from firstline.casework.work_orders.models import WorkOrder
from firstline.interfaces.desk.forms.contacts import key_of
from firstline.interfaces.desk.report_asked import Wish
from firstline.interfaces.desk.report_page import named, titled
from firstline.interfaces.desk.timeline import Happened, happened
from firstline.journal.models import Entry

PAGE = 50
_THINGS: dict[str, tuple[type[Any], str]] = {
    "contact": (Contact, "desk:contact"),
    "ticket": (Ticket, "desk:ticket"),
    "work_order": (WorkOrder, "desk:work_order"),
}
LONGEST_KEY = 200
SHOWN: dict[str, tuple[str, ...]] = {
    "contact": ("customer", "code", "first_code"),
    "ticket": ("priority", "centre", "customer", "code"),
    "call_back": ("customer", "contact"),
    "work_order": ("crew", "code"),
    "entry": (),
    "look_up": ("contact", "version", "by"),
    "rating": ("ticket",),
}


@dataclass(frozen=True)
class Told:
    """An entry of the journal as a row: what happened, in words, and to which contact, ticket or work order."""

    entry: Entry
    name: str
    link: str
    happened: Happened


@dataclass(frozen=True)
class RowsPage:
    """One page of rows, newest first. `noun` chooses how they are drawn, `later` is the address of the next page."""

    report: Report
    wish: Wish
    title: str
    noun: str
    count: int
    rows: list[Any]
    later: str
    is_first: bool


def figure_of(sent: QueryDict) -> Address:
    """Which figure an address names."""
    texts = {name: sent.get(name, "")[:LONGEST_KEY].replace("\x00", "") for name in ("of", "by", "is", "mark")}
    return Address(texts["of"], texts["by"], texts["is"] if texts["by"] else "", texts["mark"])


def page_of(report: Report, wish: Wish, asked: Asked, sent: QueryDict) -> RowsPage:
    """KeyError where the report has no such figure."""
    figure, after = figure_of(sent), key_of(sent.get("after", ""))
    found: QuerySet[Any] = report.find(asked, figure)
    noun = report.scan(figure.scan).noun
    rows = found if after is None else found.filter(pk__lt=after)
    page = list(rows.select_related(*SHOWN[noun]).order_by("-pk")[: PAGE + 1])
    more, page = len(page) > PAGE, page[:PAGE]
    later = wish.address(**named(figure), after=str(page[-1].pk)) if more else ""
    shown = _told(page) if noun == "entry" else page
    return RowsPage(report, wish, titled(report, figure, asked), noun, found.count(), shown, later, after is None)


def _told(entries: list[Entry]) -> list[Told]:
    """Entries in words, with the names of their things in one query for each kind."""
    about = [_thing(entry) for entry in entries]
    names: dict[tuple[str, int], tuple[str, str]] = {}
    for kind, (model, view) in _THINGS.items():
        keys = {key for of, key in about if of == kind}
        for row in model._default_manager.filter(pk__in=keys).only("number") if keys else ():
            names[kind, row.pk] = (str(row), reverse(view, args=[row.number]))
    return [
        Told(entry, *names.get(thing, ("–", "")), happened(entry, is_own=True))
        for entry, thing in zip(entries, about, strict=True)
    ]


def _thing(entry: Entry) -> tuple[str, int]:
    """What an entry is about; of a step of a procedure, what it was followed for."""
    if entry.subject_kind in _THINGS or entry.context_id is None:
        return entry.subject_kind, entry.subject_id
    return entry.context_kind, entry.context_id
