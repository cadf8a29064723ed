"""The report of a bench: a table for people, and the same as JSON."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from firstline.bench.measuring import Measured
from firstline.bench.promises import Figure

MOST_MEGABYTES = 450
# From 10,000 tickets to 1,000,000.
MOST_GROWTH = 1.3
_HEADINGS = (
    "",
    "p50 ms",
    "p95 ms",
    "bare SQL ms",
    "ratio",
    "CPU ms",
    "of it database",
    "budget",
    "",
    "queries",
    "bytes",
)


@dataclass(frozen=True)
class Desk:
    """What was measured: how large it is, the megabytes its processes hold, and the `speeds` of the machine meanwhile,
    in milliseconds of a fixed piece of work."""

    tickets: int
    open_tickets: int
    customers: int
    entries: int
    built_seconds: float
    memory: dict[str, float]
    speeds: Sequence[float]

    @property
    def megabytes(self) -> float:
        return sum(self.memory.values())


def table(desk: Desk, measured: Sequence[Measured]) -> str:
    """The report in Markdown."""
    size = (
        f"{desk.tickets:,} tickets ({desk.open_tickets:,} open), {desk.customers:,} customers, {desk.entries:,} entries"
    )
    lines = [
        f"{size}; built in {desk.built_seconds:.0f} s.",
        "",
        _row(_HEADINGS),
        _row(["---", *["---:"] * 7, "---", "---:", "---:"]),
        *(_row(_cells(one)) for one in measured),
        "",
        "Memory (PSS): "
        + ", ".join(f"{name} {megabytes:.0f} MB" for name, megabytes in desk.memory.items())
        + f"; together {desk.megabytes:.0f} MB, to stay under {MOST_MEGABYTES}: "
        + ("ok" if desk.megabytes < MOST_MEGABYTES else "over"),
    ]
    return "\n".join([*lines, "", _speed(desk.speeds)])


def _speed(speeds: Sequence[float]) -> str:
    ordered = sorted(speeds)
    best, middle, worst = ordered[0], ordered[len(ordered) // 2], ordered[-1]
    return (
        f"The machine meanwhile: a fixed piece of work, asked for between the measures, took {best:.1f} ms of processor"
        f" time at best, {middle:.1f} in the middle and {worst:.1f} at worst."
    )


def _cells(one: Measured) -> list[str]:
    queries = f"{one.queries}" + (f" (at most {one.most_queries})" if one.most_queries else "")
    budget = f"{one.budget:.0f}" if one.budget else ""
    times = [f"{value:.1f}" for value in (one.p50, one.p95)]
    costs = [f"{one.bare:.2f}", f"{one.ratio:.1f}", f"{one.processor:.1f}", f"{one.database:.1f}"]
    return [one.name, *times, *costs, budget, one.verdict, queries, f"{one.size:,}"]


def _plain(limit: float) -> str:
    return f"{limit:,.1f}".removesuffix(".0")


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def promises(figures: Sequence[Figure]) -> str:
    """What keeping promises costs, in Markdown."""
    lines = [_row(["", "", "to reach", ""]), _row(["---", "---:", "---:", "---"])]
    for one in figures:
        limit = f"at {'least' if one.at_least else 'most'} {_plain(one.limit)} {one.unit}".strip()
        lines.append(
            _row([one.name, f"{one.value:,.{0 if one.at_least else 2}f} {one.unit}".strip(), limit, one.verdict])
        )
    return "\n".join(lines)


def growth(measured: Sequence[Measured], earlier: str) -> str:
    """How much dearer each page and verb is than in an earlier run, whose report is `earlier` as JSON."""
    found = json.loads(earlier)
    before = {line["name"]: line["processor"] for line in found["measured"]}
    lines = [
        f"Beside the run with {found['desk']['tickets']:,} tickets, in CPU ms (at most {MOST_GROWTH} times):",
        "",
        _row(["", "then", "now", "times", ""]),
        _row(["---", "---:", "---:", "---:", "---"]),
    ]
    for one in measured:
        if one.name in before:
            times = one.processor / before[one.name]
            verdict = "ok" if times <= MOST_GROWTH else "over"
            lines.append(_row([one.name, f"{before[one.name]:.1f}", f"{one.processor:.1f}", f"{times:.2f}", verdict]))
    return "\n".join(lines)


def as_json(desk: Desk, measured: Sequence[Measured]) -> str:
    lines = [{**asdict(one), "ratio": round(one.ratio, 2), "verdict": one.verdict} for one in measured]
    return json.dumps({"desk": asdict(desk), "measured": lines}, indent=1)
