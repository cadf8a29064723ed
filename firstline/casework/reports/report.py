"""What a report is: what it counts in one sentence, its scans, and the panels in which its figures are shown.

Pure data; a report is a module with one `REPORT`, listed in `registry`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from django.db.models import QuerySet

from firstline.casework.reports import kept
from firstline.casework.reports.asked import Asked
from firstline.casework.reports.scan import ALL, NOTHING, Counted, Scan, Split
from firstline.criteria.vocabulary import Text

Picture = Literal["bars", "columns", "heat", "points", "flow"]


@dataclass(frozen=True)
class Panel:
    """One picture with its table: the rows of a scan taken apart by a split.

    The picture shows `mark`; as a share in percent of those with the mark `of` where that is given. The table has a
    column for each of `marks` (or all of the scan's). `also` names further scans of which the same is shown. With an
    empty `split` each of the marks is a row. `has_middle` adds what the scan measures. `watch` says whether the highest
    or the lowest is what the title tells. The keys of a flow are "from>to"; `ends` are the splits by either.
    """

    name: str
    title: Text
    scan: str
    split: str
    picture: Picture
    mark: str = ALL
    of: str | None = None
    marks: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    watch: Literal["most", "least"] = "most"
    has_middle: bool = False
    asks_attribute: bool = False
    ends: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Headline:
    """A figure for the top of the page: how many, or with `of` the share of those in percent, or what is measured."""

    title: Text
    scan: str
    mark: str = ALL
    of: str | None = None
    is_measured: bool = False


@dataclass(frozen=True)
class Report:
    name: str
    title: Text
    counted: Text
    icon: str
    scans: tuple[Scan, ...]
    panels: tuple[Panel, ...]
    headlines: tuple[Headline, ...]

    def scan(self, name: str) -> Scan:
        """KeyError where there is none."""
        return {scan.name: scan for scan in self.scans}[name]

    @property
    def takes_attribute(self) -> bool:
        return any(panel.asks_attribute for panel in self.panels)

    @property
    def has_persons(self) -> bool:
        """Whether any of its panels goes by members of staff."""
        return any(self.is_personal(panel.scan, panel.split) for panel in self.panels)

    def is_personal(self, scan: str, split: str) -> bool:
        return bool(split) and self.scan(scan).split(split).is_personal

    def answer(self, asked: Asked) -> "Answer":
        return Answer(self, asked)

    def find(self, asked: Asked, figure: "Address") -> QuerySet[Any]:
        """The rows that a figure counts; KeyError where the report has no such figure, or it is not to be had."""
        if not asked.has_persons and self.is_personal(figure.scan, figure.split):
            raise KeyError(figure.split)
        return self.scan(figure.scan).find(asked, figure.split, figure.key, figure.mark)


@dataclass(frozen=True)
class Address:
    """Which figure of a report: of which scan, with which key of which split, and which mark."""

    scan: str
    split: str = ""
    key: str = ""
    mark: str = ALL


@dataclass(frozen=True)
class Figure:
    """How many rows there are at an address; `was` in the period before, None where that is not compared."""

    address: Address
    count: int
    was: int | None = None


@dataclass(frozen=True)
class Row:
    """One line of a table: the key, its name, and a figure for each column."""

    key: str
    label: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class Table:
    """The figures of a panel. `heads` name the columns; there is one figure under each in every row."""

    panel: Panel
    split: Split | None
    heads: tuple[Text, ...]
    rows: list[Row]
    middles: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """All figures of a report as asked; scans are counted when they are first needed."""

    report: Report
    asked: Asked

    def counts(self, scan: str) -> Counted:
        return kept.counted(self.report.name, self.report.scan(scan), self.asked).counted

    def figure(self, address: Address) -> Figure:
        return _figure(address, self.counts(address.scan))

    def table(self, panel: Panel) -> Table:
        """The rows of a panel: in the order of the keys where these are known, else the most first."""
        if not panel.split:
            return self._table_of_marks(panel)
        columns = [
            (name, mark, title) for name in (panel.scan, *panel.also) for mark, title in self._columns(panel, name)
        ]
        split = self.report.scan(panel.scan).split(panel.split)
        counted = {name: self.counts(name) for name in {name for name, _mark, _title in columns}}
        keys = split.order(self.asked) if split.order else _keys(counted, split.name)
        labels = split.labels(keys, self.asked)
        rows = [
            Row(
                key,
                str(labels[key]),
                tuple(
                    _figure(Address(name, split.name, key, mark), counted[name], is_compared=split.is_compared)
                    for name, mark, _title in columns
                ),
            )
            for key in keys
        ]
        if not split.order:
            rows.sort(key=lambda row: (-row.figures[0].count, row.label))
        heads = tuple(title for _name, _mark, title in columns)
        return Table(panel, split, heads, rows, self._middles(panel, split))

    def _table_of_marks(self, panel: Panel) -> Table:
        columns = self._columns(panel, panel.scan)
        rows = [Row(mark, str(title), (self.figure(Address(panel.scan, mark=mark)),)) for mark, title in columns]
        rows.sort(key=lambda row: -row.figures[0].count)
        return Table(panel, None, (self.report.scan(panel.scan).title,), rows)

    def _middles(self, panel: Panel, split: Split) -> Mapping[str, float]:
        return self.middles(panel.scan, split) if panel.has_middle else {}

    def middles(self, scan: str, split: Split | None = None) -> Mapping[str, float]:
        """What a scan measures, by the keys of a split; of all rows by ""."""
        return kept.middles(self.report.name, self.report.scan(scan), self.asked, split)

    def panels(self) -> list[Panel]:
        """Those that the question is answered by."""
        return [
            panel
            for panel in self.report.panels
            if (self.asked.attribute or not panel.asks_attribute)
            and (self.asked.has_persons or not self.report.is_personal(panel.scan, panel.split))
        ]

    def tables(self) -> list[Table]:
        return [self.table(panel) for panel in self.panels()]

    def figures(self) -> list[Figure]:
        """Every figure that is to be seen in the headlines and tables."""
        heads = [
            Address(one.scan, mark=mark) for one in self.report.headlines for mark in {one.mark, one.of or one.mark}
        ]
        rows = [figure for table in self.tables() for row in table.rows for figure in row.figures]
        return [*(self.figure(address) for address in heads), *rows]

    def _columns(self, panel: Panel, name: str) -> list[tuple[str, Text]]:
        scan = self.report.scan(name)
        titles = {ALL: scan.title, **{mark.name: mark.title for mark in scan.marks}}
        wanted = panel.marks if panel.marks and name == panel.scan else tuple(titles)
        return [(mark, titles[mark]) for mark in wanted]


def _keys(counted: dict[str, Counted], split: str) -> list[str]:
    """The keys for which anything was counted now; what there only was before is told by totals."""
    found = {key for one in counted.values() for (name, key), count in one.items() if name == split and count.now[ALL]}
    return sorted(found)


def _figure(address: Address, counted: Counted, *, is_compared: bool = True) -> Figure:
    count, whole = (counted.get(key, NOTHING) for key in ((address.split, address.key), ("", "")))
    # Where there was nothing at all before, nothing can be compared with it.
    was = count.was.get(address.mark, 0) if is_compared and whole.was.get(ALL) else None
    return Figure(address, count.now.get(address.mark, 0), was)
