"""The rows behind a figure: exactly those that it counts, page by page."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict

from firstline.casework.reports.asked import Asked
from firstline.casework.reports.report import Address, Report
from firstline.interfaces.desk.forms.contacts import key_of
from firstline.interfaces.desk.report_asked import Wish
from firstline.interfaces.desk.report_page import named, titled

PAGE = 50
LONGEST_KEY = 200
SHOWN: dict[str, tuple[str, ...]] = {
    "contact": ("customer", "code", "first_code"),
    "ticket": ("priority", "centre", "customer", "code"),
    "call_back": ("customer", "contact"),
    "work_order": ("crew", "code"),
}


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
    return RowsPage(report, wish, titled(report, figure, asked), noun, found.count(), page, later, after is None)
