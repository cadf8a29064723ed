"""One pass over the rows of a report: counted by many things at once, and found again by each figure."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import BooleanField, Case, F, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from firstline.casework.reports.asked import Asked
from firstline.criteria.vocabulary import Text

Sql = tuple[str, Sequence[Any]]
ALL = ""
MEDIAN_HOURS = _("Median hours")
# A report groups more than any page: with the usual room it would do so on the disk. To compile a statement of a
# dozen parts takes longer than to run it over a million rows, and what it reads by an index lies in memory.
_ROOM = "SET LOCAL work_mem = '128MB'; SET LOCAL jit = off; SET LOCAL random_page_cost = 1.1"
# Groups are few, but nobody can guess how few: sorting a million rows for them takes thrice as long as hashing.
_NO_SORTING = "; SET LOCAL enable_sort = off"


@dataclass(frozen=True)
class Split:
    """A way of taking rows apart. Its key is text: a piece of the scan, or SQL over pieces (written `{name}`).

    `narrow` gives the condition for the rows of a key; `labels` their names; `order` all keys where these are known.
    `is_personal` says that it takes rows apart by members of staff.
    """

    name: str
    title: Text
    pieces: tuple[str, ...]
    narrow: Callable[[str, Asked], Q]
    labels: Callable[[Collection[str], Asked], Mapping[str, Text]]
    sql: Callable[[Asked], Sql] | None = None
    order: Callable[[Asked], Sequence[str]] | None = None
    is_compared: bool = True
    is_personal: bool = False


@dataclass(frozen=True)
class Mark:
    """A condition by which rows are counted apart, such as kept or missed."""

    name: str
    title: Text
    holds: Callable[[Asked], Q]


@dataclass(frozen=True)
class Scan:
    """Rows of one noun. `at` is the column of the moment that has to lie in the period; "" where `rows` sees to it.

    `pieces` are what rows are grouped by, each an expression; `sets` say which of them belong together: the fewer
    different combinations there are in a set, the quicker. A split takes its pieces from one set. `measure` is what is
    measured of each row, such as how long it took; it is shown as `measured`, the median or, with `is_mean`, the mean.
    """

    name: str
    noun: str
    title: Text
    rows: Callable[[Asked], QuerySet[Any]]
    at: str
    pieces: Mapping[str, Callable[[Asked], Any]]
    sets: tuple[tuple[str, ...], ...]
    splits: tuple[Split, ...]
    marks: tuple[Mark, ...] = ()
    is_compared: bool = True
    measure: Callable[[Asked], Any] | None = None
    measured: Text = MEDIAN_HOURS
    is_mean: bool = False

    def split(self, name: str) -> Split:
        """KeyError where there is none."""
        return {split.name: split for split in self.splits}[name]

    def mark(self, name: str) -> Mark:
        """KeyError where there is none."""
        return {mark.name: mark for mark in self.marks}[name]

    def within(self, asked: Asked) -> QuerySet[Any]:
        """Its rows of the period."""
        rows = self.rows(asked)
        if not self.at:
            return rows
        return rows.filter(**{f"{self.at}__gte": asked.period.start, f"{self.at}__lt": asked.period.end})

    def find(self, asked: Asked, split: str, key: str, mark: str) -> QuerySet[Any]:
        """The rows of one figure: those of a key of a split (all without one), for which the mark holds."""
        rows = self.within(asked)
        if split:
            rows = rows.filter(self.split(split).narrow(key, asked))
        return rows.filter(self.mark(mark).holds(asked)) if mark else rows


@dataclass(frozen=True)
class Count:
    """How many rows, and how many for each mark, by its name ("" for all); `was` in the period before."""

    now: Mapping[str, int]
    was: Mapping[str, int] = field(default_factory=dict)


NOTHING = Count({}, {})
Counted = dict[tuple[str, str], Count]


def count(scan: Scan, asked: Asked) -> Counted:
    """All figures of a scan by (split, key), in one statement; ("", "") are those of all rows."""
    try:
        sql, values = _statement(scan, asked)
    except EmptyResultSet:
        return {}
    names = [ALL, *(mark.name for mark in scan.marks)]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_ROOM + _NO_SORTING)
        cursor.execute(sql, values)
        return {
            (split, key): Count(
                dict(zip(names, found[: len(names)], strict=True)),
                dict(zip(names, found[len(names) :], strict=False)) if scan.is_compared else {},
            )
            for split, key, *found in cursor.fetchall()
        }


def middles(scan: Scan, asked: Asked, split: Split | None) -> dict[str, float]:
    """The median or mean of what is measured, for each key of a split (all rows: ""); only of rows that have it."""
    if scan.measure is None:
        return {}
    facts = {f"p_{name}": scan.pieces[name](asked) for name in split.pieces} if split else {}
    try:
        inner, values = (
            scan.within(asked)
            .annotate(**facts, measure=scan.measure(asked))
            .values(*facts, "measure")
            .query.sql_with_params()
        )
    except EmptyResultSet:
        return {}
    key, more = _key(split, asked) if split else ("''", ())
    middle = "avg(measure)" if scan.is_mean else "percentile_cont(0.5) WITHIN GROUP (ORDER BY measure)"
    # Sorted by the pieces as they are: a key of text would take twice as long.
    by = ", ".join(facts) if split and split.sql is None else "1"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_ROOM)
        cursor.execute(f"SELECT {key}, {middle} FROM ({inner}) asked GROUP BY {by}", [*more, *values])  # noqa: S608 - built by the ORM, values apart
        return {key: float(found) for key, found in cursor.fetchall() if found is not None}


def _statement(scan: Scan, asked: Asked) -> tuple[str, list[Any]]:
    """Rows are read once and grouped by each set; each split then adds up the groups of its own set only."""
    inner, values = _rows(scan, asked).query.sql_with_params()
    sums = _sums(scan)
    groups = ", ".join(f"({', '.join(f'p_{piece}' for piece in one)})" for one in scan.sets)
    by = f"GROUPING SETS ({groups})" if len(scan.sets) > 1 else groups or "()"
    pieces = [f"p_{piece}" for piece in scan.pieces]
    columns = [f"GROUPING({', '.join(pieces)}) AS g", *pieces, *(f"{sql} AS s{n}" for n, sql in enumerate(sums))]
    names = [f"scanned_{place}" for place in range(len(scan.sets))]
    # OFFSET 0 keeps the inner query whole: what a mark asks of other tables would else be asked anew for each sum.
    # Without such marks the database may divide the work among its processes.
    fence = "OFFSET 0" if inner.count("SELECT") > 1 else ""
    heads = [f"scanned AS (SELECT {', '.join(columns)} FROM ({inner} {fence}) asked GROUP BY {by})"]  # noqa: S608 - built by the ORM, values apart
    heads += [
        f"{name} AS MATERIALIZED (SELECT * FROM scanned WHERE g = {_which(scan, one)})"  # noqa: S608 - numbers of ours
        for name, one in zip(names, scan.sets, strict=True)
    ]
    added = ", ".join(f"coalesce(sum(s{n}), 0)::bigint" for n in range(len(sums)))
    parts, given = [f"SELECT '', '', {added} FROM {names[0]}"], list(values)  # noqa: S608 - names of ours
    for split in scan.splits:
        key, more = _key(split, asked)
        whole = _set_of(scan, split)
        of = names[scan.sets.index(whole)]
        if split.sql and set(split.pieces) != set(whole):
            of = _only(split, of, sums)
        parts.append(f"SELECT '{split.name}', {key}, {added} FROM {of} GROUP BY 2")  # noqa: S608 - our own names
        given += more
    return f"WITH {', '.join(heads)} {' UNION ALL '.join(parts)}", given


def _only(split: Split, of: str, sums: list[str]) -> str:
    """The groups of a set added up by the pieces of one split, so that its key is reckoned once for each of them."""
    pieces = ", ".join(f"p_{piece}" for piece in split.pieces)
    added = ", ".join(f"sum(s{n}) AS s{n}" for n in range(len(sums)))
    return f"(SELECT {pieces}, {added} FROM {of} GROUP BY {pieces}) AS only_{split.name}"  # noqa: S608 - our own names


def _rows(scan: Scan, asked: Asked) -> QuerySet[Any]:
    """What is grouped: the pieces, whether each mark holds, and whether it is of the period or of the one before."""
    facts: dict[str, Any] = {f"p_{name}": of(asked) for name, of in scan.pieces.items()}
    facts |= {f"m_{mark.name}": _truth(mark.holds(asked)) for mark in scan.marks}
    if not scan.is_compared:
        found: QuerySet[Any] = scan.within(asked).annotate(**facts).values(*facts)
        return found
    both = {f"{scan.at}__gte": asked.period.before.start, f"{scan.at}__lt": asked.period.end}
    facts["is_now"] = _truth(Q(**{f"{scan.at}__gte": asked.period.start}))
    rows: QuerySet[Any] = scan.rows(asked).filter(**both).annotate(**facts)
    return rows.values(*facts)


def _truth(condition: Q) -> Case:
    return Case(When(condition, then=Value(value=True)), default=Value(value=False), output_field=BooleanField())


def _sums(scan: Scan) -> list[str]:
    """The counts that are made of each group: all and each mark, of now and of before."""
    marks = ["", *(f"m_{mark.name}" for mark in scan.marks)]
    times = ["is_now", "NOT is_now"] if scan.is_compared else [""]
    found = [" AND ".join(filter(None, (time, mark))) for time in times for mark in marks]
    return [f"count(*) FILTER (WHERE {condition})" if condition else "count(*)" for condition in found]


def _key(split: Split, asked: Asked) -> Sql:
    sql, values = split.sql(asked) if split.sql else (f"{{{split.pieces[0]}}}", ())
    for piece in split.pieces:
        sql = sql.replace(f"{{{piece}}}", f"p_{piece}")
    return f"coalesce(({sql})::text, '')", values


def _set_of(scan: Scan, split: Split) -> tuple[str, ...]:
    return next(one for one in scan.sets if set(split.pieces) <= set(one))


def _which(scan: Scan, of: tuple[str, ...]) -> int:
    """What GROUPING says of the rows of a set: a bit for each piece that is not in it, the last piece the lowest."""
    return sum(1 << place for place, piece in enumerate(reversed(list(scan.pieces))) if piece not in of)


def column(path: str) -> Callable[[Asked], Any]:
    """A piece that is a column as it stands."""
    return lambda _asked: F(path)
