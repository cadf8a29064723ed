"""The page of a report: its headlines, and each panel as a picture with its table."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.safestring import SafeString

from firstline.casework.reports import kept
from firstline.casework.reports.asked import Asked
from firstline.casework.reports.contact_volume import added_up
from firstline.casework.reports.report import Address, Answer, Headline, Report, Table
from firstline.casework.reports.scan import Scan
from firstline.criteria.vocabulary import Text
from firstline.interfaces.desk.report_asked import Wish
from firstline.interfaces.desk.report_pictures import finding, percent, picture, rounded, shown, whole

# Longer tables show this many rows; the rest is one row more, and an export has all.
MOST_ROWS = 200


@dataclass(frozen=True)
class Cell:
    """One figure as it is written: how many, the address of its rows, and how many there were before."""

    said: str
    link: str
    was: str = ""


@dataclass(frozen=True)
class Line:
    label: str
    share: str
    cells: list[Cell]
    middle: str = ""


@dataclass(frozen=True)
class Drawn:
    """A panel as it is shown. `left_off` counts the rows without room; `middle` heads what is measured."""

    name: str
    title: str
    caption: Text
    picture: SafeString
    heads: tuple[Text, ...]
    lines: list[Line]
    left_off: int
    is_share: bool
    middle: Text
    is_empty: bool


@dataclass(frozen=True)
class Head:
    """A headline as it is written."""

    title: Text
    said: str
    was: str
    link: str


class ReportPage:
    """What the template of a report needs; everything is counted when it is first asked for."""

    def __init__(self, report: Report, wish: Wish, asked: Asked) -> None:
        self.report, self.wish, self.asked = report, wish, asked
        self.answer = Answer(report, asked)

    @cached_property
    def counted_at(self) -> datetime:
        """When the oldest of its counts was made."""
        return min(kept.counted(self.report.name, scan, self.asked).at for scan in self._scans())

    def _scans(self) -> Iterator[Scan]:
        names = {one.scan for one in self.report.headlines}
        return (scan for scan in self.report.scans if scan.name in names)

    @cached_property
    def heads(self) -> list[Head]:
        return [self._head(one) for one in self.report.headlines]

    @cached_property
    def panels(self) -> list[Drawn]:
        return [self._drawn(table) for table in self.answer.tables()]

    @cached_property
    def first(self) -> Drawn:
        """The panel that stands for the report among others."""
        return self._drawn(self.answer.table(self.answer.panels()[0]))

    @property
    def added_up(self) -> str:
        """The sum of the imported attribute that is asked for; "" where it is no number."""
        total = added_up(self.asked) if self.asked.attribute and self.report.takes_attribute else Decimal(0)
        return number_format(total.normalize(), force_grouping=True) if total else ""

    @property
    def is_compared(self) -> bool:
        return any(head.was for head in self.heads)

    @property
    def before(self) -> str:
        """The days of the period before, as they are written."""
        return f"{self.asked.period.before.first:%Y-%m-%d} – {self.asked.period.before.last:%Y-%m-%d}"

    def link(self, figure: Address) -> str:
        """Where the rows of a figure are."""
        return f"{reverse('desk:report_rows', args=[self.report.name])}?{self.wish.address(**named(figure))}"

    def _head(self, one: Headline) -> Head:
        figure = self.answer.figure(Address(one.scan, mark=one.mark))
        link = self.link(figure.address)
        if one.is_measured:
            return Head(one.title, _measured(self.answer.middles(one.scan).get("")), "", link)
        if one.of is None:
            return Head(one.title, whole(figure.count), "" if figure.was is None else whole(figure.was), link)
        of = self.answer.figure(Address(one.scan, mark=one.of))
        was = percent(figure.was or 0, of.was) if of.was else ""
        return Head(one.title, percent(figure.count, of.count), was, link)

    def _drawn(self, table: Table) -> Drawn:
        rows, panel = shown(table, self.link), table.panel
        return Drawn(
            name=panel.name,
            title=finding(table, rows),
            caption=panel.title,
            picture=picture(table, rows, self.link),
            heads=table.heads,
            lines=[self._line(table, place) for place in range(len(table.rows[:MOST_ROWS]))],
            left_off=max(len(table.rows) - MOST_ROWS, 0),
            is_share=panel.of is not None,
            middle=self.report.scan(panel.scan).measured if panel.has_middle else "",
            is_empty=not any(figure.count for row in table.rows for figure in row.figures),
        )

    def _line(self, table: Table, place: int) -> Line:
        row, panel = table.rows[place], table.panel
        by_mark = {one.address.mark: one for one in row.figures if one.address.scan == panel.scan}
        share = percent(by_mark[panel.mark].count, by_mark[panel.of].count) if panel.of is not None else ""
        cells = [
            Cell(
                whole(one.count), self.link(one.address) if one.count else "", "" if one.was is None else whole(one.was)
            )
            for one in row.figures
        ]
        return Line(row.label, share, cells, _measured(table.middles.get(row.key)))


def _measured(middle: float | None) -> str:
    return "–" if middle is None else rounded(middle)


def named(figure: Address) -> dict[str, str]:
    """A figure in the words of an address."""
    return {
        "of": figure.scan,
        **({"by": figure.split, "is": figure.key} if figure.split else {}),
        **({"mark": figure.mark} if figure.mark else {}),
    }


def titled(report: Report, figure: Address, asked: Asked) -> str:
    """What the rows of a figure are, in words. KeyError where the report has no such figure."""
    scan = report.scan(figure.scan)
    parts = [str(scan.mark(figure.mark).title if figure.mark else scan.title)]
    if figure.split:
        labels = scan.split(figure.split).labels([figure.key], asked)
        parts.append(str(labels.get(figure.key, figure.key)))
    return " · ".join(parts)
