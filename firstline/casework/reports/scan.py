"""One pass over the rows of a report: counted by many things at once, and found again by each figure."""

from collections.abc import Callable, Collection, Mapping, Sequence
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
    "SET LOCAL work_mem = '128MB'; SET LOCAL jit = off; SET LOCAL seq_page_cost = 0.05;"
    " SET LOCAL random_page_cost = 0.1; SET LOCAL parallel_tuple_cost = 0.05;"
    " SET LOCAL max_parallel_workers_per_gather = 2; SET LOCAL enable_parallel_hash = off"
)
# Groups are few, but nobody can guess how few: sorting a million rows for them takes thrice as long as hashing.
_NO_SORTING = "; SET LOCAL enable_sort = off"
_ALONE = "; SET LOCAL max_parallel_workers_per_gather = 0"
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
    """A condition by which rows are counted apart, such as kept or missed."""

    name: str
    title: Text
    holds: Callable[[Asked], Q]


@dataclass(frozen=True)
class Scan:
    """Rows of one noun. `at` is the column of the moment that has to lie in the period; "" where `rows` sees to it.

    `pieces` are what rows are grouped by, each an expression; `sets` say which of them belong together: rows are read
    once for each set, and the fewer different combinations there are in it, the quicker. A split takes its pieces from
    one set. `measure` is what is measured of each row, such as how long it took; it is shown as `measured`, the median
    or, with `is_mean`, the mean, which is had only of splits of the first set. The database may divide the work among
    its processes, unless what a mark asks of other tables is most of it (`is_divided`): each would ask it anew.
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
    is_divided: bool = True

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
_ADDED = "sum(n)::bigint, sum(m)::float8, sum(k)::bigint"
Counted = dict[tuple[str, str], Count]


def count(scan: Scan, asked: Asked) -> Counted:
    """All figures of a scan by (split, key), in one statement; ("", "") are those of all rows."""
    try:
        sql, values = _statement(scan, asked)
    except EmptyResultSet:
        return {}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_ROOM + _NO_SORTING + ("" if scan.is_divided else _ALONE))
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
            marks[held] = [ALL, *(mark.name for place, mark in enumerate(scan.marks) if held >> place & 1)]
        is_now = held >> len(scan.marks) & 1 or not scan.is_compared
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

    A set is a query of its own, for only then can the database divide it among its processes.
    """
    heads: list[str] = []
    given: list[Any] = []
    for place, one in enumerate(scan.sets):
        inner, values = _rows(scan, asked, one, is_first=place == 0).query.sql_with_params()
        columns = ", ".join([*(f"p_{piece}" for piece in one), "held"])
        measured = "sum(measure) AS m, count(measure) AS k" if scan.is_mean and not place else "0 AS m, 0 AS k"
        query = f"SELECT {columns}, count(*) AS n, {measured} FROM ({inner} {_FENCE}) asked GROUP BY {columns}"  # noqa: S608 - built by the ORM, values apart
        heads.append(f"scanned_{place} AS MATERIALIZED ({query})")
        given += values
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


def _only(split: Split, of: str) -> str:
    """The groups of a set added up by the pieces of one split, so that its key is reckoned once for each of them."""
    pieces = ", ".join(f"p_{piece}" for piece in split.pieces)
    added = "sum(n) AS n, sum(m) AS m, sum(k) AS k"
    return f"(SELECT {pieces}, held, {added} FROM {of} GROUP BY {pieces}, held) AS only_{split.name}"  # noqa: S608 - our own names


def _rows(scan: Scan, asked: Asked, pieces: Sequence[str], *, is_first: bool) -> QuerySet[Any]:
    """What is grouped: the pieces, and which marks hold; also whether it is of the period or of the one before."""
    facts: dict[str, Any] = {f"p_{name}": scan.pieces[name](asked) for name in pieces}
    conditions = [mark.holds(asked) for mark in scan.marks]
    if scan.is_compared:
        conditions.append(Q(**{f"{scan.at}__gte": asked.period.start}))
        both = {f"{scan.at}__gte": asked.period.before.start, f"{scan.at}__lt": asked.period.end}
        rows: QuerySet[Any] = scan.rows(asked).filter(**both)
    else:
        rows = scan.within(asked)
    facts["held"] = _held(conditions)
    if scan.measure and scan.is_mean and is_first:
        facts["measure"] = scan.measure(asked)
    found: QuerySet[Any] = rows.annotate(**facts).values(*facts)
    return found


def _held(conditions: Sequence[Q]) -> Any:
    """A number with a bit for each of the conditions that holds, the first the lowest."""
    bits = [
        Case(When(condition, then=Value(1 << place)), default=Value(0), output_field=IntegerField())
        for place, condition in enumerate(conditions)
    ]
    return reduce(add, bits, Value(0, output_field=IntegerField()))


def _key(split: Split, asked: Asked) -> Sql:
    sql, values = split.sql(asked) if split.sql else (f"{{{split.pieces[0]}}}", ())
    for piece in split.pieces:
        sql = sql.replace(f"{{{piece}}}", f"p_{piece}")
    return f"coalesce(({sql})::text, '')", values


def column(path: str) -> Callable[[Asked], Any]:
    """A piece that is a column as it stands."""
    return lambda _asked: F(path)
