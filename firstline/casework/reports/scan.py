"""One pass over the rows of a report: counted by many things at once, and found again by each figure."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from firstline.casework.reports.asked import Asked
from firstline.criteria.vocabulary import Text

Sql = tuple[str, Sequence[Any]]
ALL = ""
MEDIAN_HOURS = _("Median hours")
# A report groups more than any page: with the usual room it would do so on the disk. To compile a statement of a
# dozen parts takes longer than to run it over a million rows. What it reads lies in memory, so that what costs is
# reckoning; then the database divides it among its processes even where it expects more groups than there are. Pages
# are answered by one process; a report that reads everything may use two more. Tables that these would share lie in
# memory of which containers have little.
_ROOM = (
    "SET LOCAL work_mem = '128MB'; SET LOCAL jit = off; SET LOCAL seq_page_cost = 0.15;"
    " SET LOCAL random_page_cost = 0.2; SET LOCAL cpu_index_tuple_cost = 0.0005; SET LOCAL parallel_tuple_cost = 0.05;"
    " SET LOCAL max_parallel_workers_per_gather = 2; SET LOCAL enable_parallel_hash = off"
)
# Groups are few, but nobody can guess how few: sorting a million rows for them takes thrice as long as hashing.
_NO_SORTING = "; SET LOCAL enable_sort = off"
# Each process would build a table of a million rows for itself, where the indexes of both have the same order.
_NO_HASH_JOINS = "; SET LOCAL enable_hashjoin = off"
# Keeps a query within another whole, so that what a mark asks is reckoned once per row and not anew for each group.
# Written as a number it would also keep the database from dividing the rows among its processes.
_FENCE = "OFFSET '0'"


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
    """A condition by which rows are counted apart, such as kept or missed.

    `joined` are more rows that count, none of those for which it `holds`: those that a question to other tables finds.
    They are counted by a query of their own, in which the database can join these tables instead of asking them anew
    for each row.
    """

    name: str
    title: Text
    holds: Callable[[Asked], Q]
    joined: Callable[[Asked], Q] | None = None

    def of(self, asked: Asked) -> Q:
        """All rows that count."""
        return self.holds(asked) | self.joined(asked) if self.joined else self.holds(asked)


@dataclass(frozen=True)
class Scan:
    """Rows of one noun. `at` is the column of the moment that has to lie in the period; "" where `rows` sees to it.

    `pieces` are what rows are grouped by, each an expression; `sets` say which of them belong together: rows are read
    once for each set, and the fewer different combinations there are in it, the quicker. A split takes its pieces from
    one set. `measure` is what is measured of each row, such as how long it took; it is shown as `measured`, the median
    or, with `is_mean`, the mean, which is had only of splits of the first set.
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
        return rows.filter(self.mark(mark).of(asked)) if mark else rows


@dataclass
class Count:
    """How many rows, and how many for each mark, by its name ("" for all); `was` in the period before.

    `mean` is that of what is measured, where the scan measures means.
    """

    now: dict[str, int]
    was: dict[str, int]
    total: float = 0.0
    measured: int = 0

    @property
    def mean(self) -> float | None:
        return self.total / self.measured if self.measured else None


NOTHING = Count({}, {})
# What holds of a row, beside the marks: it is of the period asked for; it only adds to a mark, being counted already.
_NOW, _JOINED = 1 << 29, 1 << 28
_ADDED = "sum(n)::bigint, sum(m)::float8, sum(k)::bigint"
Counted = dict[tuple[str, str], Count]


def count(scan: Scan, asked: Asked) -> Counted:
    """All figures of a scan by (split, key), in one statement; ("", "") are those of all rows."""
    try:
        sql, values = _statement(scan, asked)
    except EmptyResultSet:
        return {}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_ROOM + _NO_SORTING + (_NO_HASH_JOINS if any(mark.joined for mark in scan.marks) else ""))
        cursor.execute(sql, values)
        rows = cursor.fetchall()
    names = [ALL, *(mark.name for mark in scan.marks)]
    found: Counted = {}
    marks: dict[int, list[str]] = {}
    for split, key, held, rows_held, total, measured in rows:
        one = found.get((split, key))
        if one is None:
            one = found[split, key] = Count(
                dict.fromkeys(names, 0), dict.fromkeys(names if scan.is_compared else (), 0)
            )
        if held not in marks:
            marks[held] = [mark.name for place, mark in enumerate(scan.marks) if held >> place & 1]
            if not held & _JOINED:
                marks[held].append(ALL)
        is_now = held & _NOW or not scan.is_compared
        counts = one.now if is_now else one.was
        for name in marks[held]:
            counts[name] += rows_held
        if is_now and measured:
            one.total += total
            one.measured += measured
    return found


def middles(scan: Scan, asked: Asked, split: Split | None) -> dict[str, float]:
    """The median of what is measured, for each key of a split (all rows: ""); only of rows that have it."""
    if scan.measure is None:
        return {}
    facts = {f"p_{name}": scan.pieces[name](asked) for name in split.pieces} if split else {}
    try:
        rows = scan.within(asked).annotate(**facts, measure=scan.measure(asked)).values(*facts, "measure")
        inner, values = rows.query.sql_with_params()
    except EmptyResultSet:
        return {}
    key, more = _key(split, asked) if split else ("''", ())
    # A key that is a piece as it stands becomes a text for each group: one for each row would take twice as long.
    by, of = (f"p_{split.pieces[0]}", "k::text") if split and not split.sql else (key, "k")
    gathered = (
        f"SELECT {by} AS k, array_agg(measure) AS measures FROM ({inner} {_FENCE}) asked"  # noqa: S608 - built by the ORM, values apart
        " WHERE measure IS NOT NULL GROUP BY 1"
    )
    # The measures are gathered by several processes, and only sorted by one.
    middle = "(SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY one) FROM unnest(measures) AS one)"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_ROOM)
        cursor.execute(f"SELECT coalesce({of}, ''), {middle} FROM ({gathered}) gathered", [*more, *values])  # noqa: S608 - built above
        return {key: float(found) for key, found in cursor.fetchall()}


def _statement(scan: Scan, asked: Asked) -> tuple[str, list[Any]]:
    """Rows are grouped by each set and by what holds of them; each split then adds up the groups of its own set only.

    Each set, and the rows that add to a mark, are queries of their own: only then can the database divide them among
    its processes.
    """
    heads: list[str] = []
    given: list[Any] = []
    for place, one in enumerate(scan.sets):
        rows = (_rows(scan, asked, one, is_first=place == 0), *_joined_rows(scan, asked, one))
        for number, each in enumerate(rows):
            sql, values = _grouped(each, one)
            heads.append(f"scanned_{place}_{number} AS MATERIALIZED ({sql})")
            given += values
        together = " UNION ALL ".join(f"SELECT * FROM scanned_{place}_{number}" for number in range(len(rows)))  # noqa: S608 - our own names
        heads.append(f"scanned_{place} AS ({together})")
    parts = [f"SELECT '', '', held, {_ADDED} FROM scanned_0 GROUP BY held"]  # noqa: S608 - names of ours
    for split in scan.splits:
        key, more = _key(split, asked)
        place, whole = next((n, one) for n, one in enumerate(scan.sets) if set(split.pieces) <= set(one))
        of = f"scanned_{place}"
        if split.sql and set(split.pieces) != set(whole):
            of = _only(split, of)
        parts.append(f"SELECT '{split.name}', {key}, held, {_ADDED} FROM {of} GROUP BY 2, 3")  # noqa: S608 - our own names
        given += more
    return f"WITH {', '.join(heads)} {' UNION ALL '.join(parts)}", given


def _grouped(rows: QuerySet[Any], pieces: Sequence[str]) -> Sql:
    inner, values = rows.query.sql_with_params()
    columns = ", ".join([*(f"p_{piece}" for piece in pieces), "held"])
    is_measured = "measure" in rows.query.annotations
    measured = "sum(measure) AS m, count(measure) AS k" if is_measured else "0 AS m, 0 AS k"
    sql = f"SELECT {columns}, count(*) AS n, {measured} FROM ({inner} {_FENCE}) asked GROUP BY {columns}"  # noqa: S608 - built by the ORM, values apart
    return sql, values


def _only(split: Split, of: str) -> str:
    """The groups of a set added up by the pieces of one split, so that its key is reckoned once for each of them."""
    pieces = ", ".join(f"p_{piece}" for piece in split.pieces)
    added = "sum(n) AS n, sum(m) AS m, sum(k) AS k"
    return f"(SELECT {pieces}, held, {added} FROM {of} GROUP BY {pieces}, held) AS only_{split.name}"  # noqa: S608 - our own names


def _rows(scan: Scan, asked: Asked, pieces: Sequence[str], *, is_first: bool) -> QuerySet[Any]:
    """What is grouped: the pieces, and which marks hold; also whether it is of the period or of the one before."""
    held = {1 << place: mark.holds(asked) for place, mark in enumerate(scan.marks)}
    more = {"measure": scan.measure(asked)} if scan.measure and scan.is_mean and is_first else {}
    return _facts(scan, asked, pieces, held, **more)


def _joined_rows(scan: Scan, asked: Asked, pieces: Sequence[str]) -> Iterator[QuerySet[Any]]:
    """The rows that add to a mark, for each mark that has such."""
    for place, mark in enumerate(scan.marks):
        if mark.joined:
            yield _facts(scan, asked, pieces, {}, always=_JOINED | 1 << place).filter(mark.joined(asked))


def _facts(
    scan: Scan, asked: Asked, pieces: Sequence[str], held: dict[int, Q], always: int = 0, **more: Any
) -> QuerySet[Any]:
    facts = {f"p_{name}": scan.pieces[name](asked) for name in pieces} | more
    if scan.is_compared:
        held = held | {_NOW: Q(**{f"{scan.at}__gte": asked.period.start})}
        rows: QuerySet[Any] = scan.rows(asked).filter(
            **{f"{scan.at}__gte": asked.period.before.start, f"{scan.at}__lt": asked.period.end}
        )
    else:
        rows = scan.within(asked)
    facts["held"] = _held(held, always)
    found: QuerySet[Any] = rows.annotate(**facts).values(*facts)
    return found


def _held(conditions: Mapping[int, Q], always: int) -> Any:
    """A number with the bits that always hold and those whose condition does."""
    bits = [
        Case(When(condition, then=Value(bit)), default=Value(0), output_field=IntegerField())
        for bit, condition in conditions.items()
    ]
    return reduce(add, bits, Value(always, output_field=IntegerField()))


def _key(split: Split, asked: Asked) -> Sql:
    sql, values = split.sql(asked) if split.sql else (f"{{{split.pieces[0]}}}", ())
    for piece in split.pieces:
        sql = sql.replace(f"{{{piece}}}", f"p_{piece}")
    return f"coalesce(({sql})::text, '')", values


def column(path: str) -> Callable[[Asked], Any]:
    """A piece that is a column as it stands."""
    return lambda _asked: F(path)
