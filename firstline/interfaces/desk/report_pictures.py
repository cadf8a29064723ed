"""A report's table as a picture, and the finding that stands over it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from firstline.casework.reports.report import Address, Panel, Row, Table
from firstline.casework.reports.splits import ARROW, TO, spot_of
from firstline.interfaces.ui.drawing.bars import bars
from firstline.interfaces.ui.drawing.columns import Column, columns
from firstline.interfaces.ui.drawing.flow import Ribbon, flow
from firstline.interfaces.ui.drawing.heat import heat
from firstline.interfaces.ui.drawing.points import Spot, points
from firstline.interfaces.ui.drawing.svg import Figure

MOST_BARS = 12
MOST_SPOTS = 500

Link = Callable[[Address], str]


@dataclass(frozen=True)
class Shown:
    """One row as the picture shows it: its value, how that is said, and the same before where it is compared."""

    row: Row
    value: float
    said: str
    was: float | None
    link: str

    @property
    def figure(self) -> Figure:
        return Figure(self.row.label, self.value, self.said, self.link, self.was)


def whole(count: int) -> str:
    return number_format(count, force_grouping=True)


def percent(part: int, of: int) -> str:
    """A share as it is said; a dash where there is nothing to have a share of."""
    if not of:
        return "–"
    share = 100 * part / of
    return _("%(share)s %%") % {"share": rounded(share, 1 if 0 < share < 10 else 0)}


def rounded(number: float, digits: int = 1) -> str:
    """So many digits after the point; the framework would cut off what it leaves out."""
    return number_format(round(number, digits), digits, force_grouping=True)


def shown(table: Table, link: Link) -> list[Shown]:
    """The rows with their values; for a share only those that there is a share of."""
    panel, found = table.panel, []
    for row in table.rows:
        by_mark = {figure.address.mark: figure for figure in row.figures if figure.address.scan == panel.scan}
        one = by_mark[panel.mark] if panel.split else row.figures[0]
        if panel.of is None:
            found.append(Shown(row, one.count, whole(one.count), one.was, link(one.address)))
            continue
        of = by_mark[panel.of]
        if of.count:
            was = 100 * (one.was or 0) / of.was if of.was else None
            found.append(Shown(row, 100 * one.count / of.count, percent(one.count, of.count), was, link(one.address)))
    return found


def picture(table: Table, rows: list[Shown], link: Link) -> SafeString:
    """The rows drawn as the panel says."""
    title = str(table.panel.title)
    match table.panel.picture:
        case "columns":
            line = [float(one.row.figures[-1].count) for one in rows] if table.panel.also else ()
            return columns([Column(one.row.label, [one.figure]) for one in rows], label=title, line=line)
        case "heat":
            return _heat(rows, title)
        case "points":
            spots = [(spot_of(one.row.key), one) for one in rows[:MOST_SPOTS]]
            return points([Spot(*spot, one.figure) for spot, one in spots if spot], label=title)
        case "flow":
            return _flow(table.panel, rows, link)
    return bars([one.figure for one in _sorted(table.panel, rows)[:MOST_BARS]], label=title)


def _sorted(panel: Panel, rows: list[Shown]) -> list[Shown]:
    """As the panel watches them; where something is picked out, without those that have nothing of it."""
    if panel.of is not None:
        return sorted(rows, key=lambda one: one.value if panel.watch == "least" else -one.value)
    picked = [one for one in rows if one.value] if panel.mark else rows
    return sorted(picked, key=lambda one: -one.value) if panel.mark else picked


def _heat(rows: list[Shown], title: str) -> SafeString:
    """Seven lines of twenty-four hours."""
    lines = [rows[start : start + 24] for start in range(0, len(rows), 24)]
    drawn = [(line[0].row.label.rpartition(" ")[0], [one.figure for one in line]) for line in lines]
    return heat(drawn, [f"{hour}" for hour in range(24)], label=title)


def _flow(panel: Panel, rows: list[Shown], link: Link) -> SafeString:
    """From the nodes on the left to those on the right; each node leads to all rows that leave or reach it."""
    known = [(tuple(one.row.key.split(ARROW)), one) for one in rows if one.value and one.row.key.count(ARROW) == 1]
    nodes = []
    for stage, split in enumerate(panel.ends):
        for key in sorted({keys[stage] for keys, _one in known}):
            through = [one for keys, one in known if keys[stage] == key]
            name = through[0].row.label.split(TO)[stage] if TO in through[0].row.label else key
            count = sum(int(one.value) for one in through)
            figure = Figure(name, count, whole(count), link(Address(panel.scan, split, key, panel.mark)))
            nodes.append((stage, key, figure))
    ribbons = [Ribbon((0, keys[0]), (1, keys[1]), one.figure) for keys, one in known]
    return flow(nodes, ribbons, label=str(panel.title))


def finding(table: Table, rows: list[Shown]) -> str:
    """What the picture says, in one line; the panel's title where it says nothing."""
    panel, title = table.panel, str(table.panel.title)
    least = panel.watch == "least"
    known = [one for one in rows if (one.value or (least and panel.of is not None)) and one.row.key]
    if not known:
        return title
    top = (min if least else max)(known, key=lambda one: one.value)
    facts = {"title": title, "label": capfirst(top.row.label), "said": top.said}
    if panel.of is not None:
        return (
            _("%(title)s: lowest %(label)s, %(said)s") % facts
            if least
            else _("%(title)s: highest %(label)s, %(said)s") % facts
        )
    if panel.also:
        return _against(table)
    if panel.picture in ("columns", "heat"):
        return _("%(title)s: most on %(label)s, %(said)s") % facts
    if not panel.split or (table.split and table.split.order):
        return _("%(title)s: above all %(label)s, %(said)s") % facts
    total = sum(one.value for one in rows)
    return _("%(title)s: %(label)s has %(share)s of all") % {**facts, "share": percent(int(top.value), int(total))}


def _against(table: Table) -> str:
    """All of the one beside all of the other."""
    columns = zip(
        table.heads, zip(*([one.count for one in row.figures] for row in table.rows), strict=True), strict=True
    )
    return ", ".join(f"{head}: {whole(sum(counts))}" for head, counts in columns)
