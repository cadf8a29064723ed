"""Counts that are kept as long as nothing happens, so that a report asked again costs next to nothing."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Any, Generic, TypeVar

from django.db import connection

from firstline.casework.reports.asked import Asked
from firstline.casework.reports.scan import Counted, Scan, Split, count
from firstline.casework.reports.scan import middles as of_middles

# Until the next entry of the journal, but no longer than this: promises fall due without anybody's doing.
SECONDS = 60
MOST_KEPT = 500
_LATEST = "SELECT (SELECT max(id) FROM journal_entry), (SELECT max(id) FROM tickets_ticket)"

Stamp = tuple[int | None, ...]


T = TypeVar("T")


@dataclass(frozen=True)
class Kept(Generic[T]):
    """What was counted, and when."""

    counted: T
    at: datetime
    stamp: Stamp
    until: float


_kept: OrderedDict[tuple[str, ...], Kept[Any]] = OrderedDict()


def counted(report: str, scan: Scan, asked: Asked) -> Kept[Counted]:
    """The counts of a scan of a report; made anew where something has happened since, or a minute has gone by."""
    return _keep((report, scan.name, asked.key), asked.now, lambda: count(scan, asked))


def middles(report: str, scan: Scan, asked: Asked, split: Split | None) -> dict[str, float]:
    """The same of what is measured: means were reckoned along with the counts, medians take a reading of their own."""
    name = split.name if split else ""
    if scan.is_mean:
        counts = counted(report, scan, asked).counted
        return {key: one.mean for (of, key), one in counts.items() if of == name and one.mean is not None}
    key = (report, scan.name, asked.key, name)
    return _keep(key, asked.now, lambda: of_middles(scan, asked, split)).counted


def latest() -> Stamp:
    """What has happened last: the newest entry of the journal and the newest ticket."""
    with connection.cursor() as cursor:
        cursor.execute(_LATEST)
        return tuple(cursor.fetchone())


def forget() -> None:
    """Count everything anew."""
    _kept.clear()


def _keep(key: tuple[str, ...], at: datetime, make: Callable[[], T]) -> Kept[T]:
    stamp = latest()
    known = _kept.get(key)
    if known is None or known.stamp != stamp or known.until < monotonic():
        known = _kept[key] = Kept(make(), at, stamp, monotonic() + SECONDS)
        if len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return known
