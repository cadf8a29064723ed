"""Counts that are kept as long as nothing happens, so that a report asked again costs next to nothing."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from time import monotonic

from django.db import connection

from firstline.casework.reports.asked import Asked
from firstline.casework.reports.scan import Counted, Scan, count

# Until the next entry of the journal, but no longer than this: promises fall due without anybody's doing.
SECONDS = 60
MOST_KEPT = 500
_LATEST = "SELECT (SELECT max(id) FROM journal_entry), (SELECT max(id) FROM tickets_ticket)"

Stamp = tuple[int | None, ...]


@dataclass(frozen=True)
class Kept:
    """The counts of a scan, and when they were made."""

    counted: Counted
    at: datetime
    stamp: Stamp
    until: float


_kept: OrderedDict[tuple[str, str, str], Kept] = OrderedDict()


def counted(report: str, scan: Scan, asked: Asked) -> Kept:
    """The counts of a scan of a report; made anew where something has happened since, or a minute has gone by."""
    with connection.cursor() as cursor:
        cursor.execute(_LATEST)
        stamp = tuple(cursor.fetchone())
    key = (report, scan.name, asked.key)
    known = _kept.get(key)
    if known is None or known.stamp != stamp or known.until < monotonic():
        known = Kept(count(scan, asked), asked.now, stamp, monotonic() + SECONDS)
        _kept[key] = known
        if len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return known


def forget() -> None:
    """Count everything anew."""
    _kept.clear()
