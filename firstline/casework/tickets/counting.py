"""How many tickets wait where: many lists counted in one statement, and none of them further than anybody reads."""

from collections.abc import Sequence
from functools import lru_cache
from time import monotonic
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Value

from firstline.casework.tickets.models import Ticket
from firstline.casework.tickets.queue import ORDERS, Wanted

# A count holds until the next entry of the journal, but no longer than this: entries may commit out of order.
SECONDS = 10
_REMEMBERED = 2000
_known: dict[tuple[Wanted, int], tuple[tuple[int, int], int]] = {}


def counts(lists: Sequence[Wanted], limit: int) -> list[int]:
    """How long each list is, counted to `limit` at most: a million rows are not read to say "many".

    Nothing is counted twice while nothing happens, whoever asks for it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM journal_entry")
        stamp = (cursor.fetchone()[0], int(monotonic() // SECONDS))
        found = {wanted: _known.get((wanted, limit)) for wanted in lists}
        unknown = [wanted for wanted, known in found.items() if known is None or known[0] != stamp]
        if unknown:
            parts = [_counting(wanted, limit) for wanted in unknown]
            sql = f"SELECT {', '.join(sql for sql, _own in parts)}"
            cursor.execute(sql, [one for _sql, own in parts for one in own])
            _remember(unknown, limit, stamp, cursor.fetchone())
    return [_known[wanted, limit][1] for wanted in lists]


def _remember(lists: Sequence[Wanted], limit: int, stamp: tuple[int, int], found: Sequence[int]) -> None:
    if len(_known) > _REMEMBERED:
        _known.clear()
    _known.update({(wanted, limit): (stamp, count) for wanted, count in zip(lists, found, strict=True)})


@lru_cache(maxsize=1024)
def _counting(wanted: Wanted, limit: int) -> tuple[str, tuple[Any, ...]]:
    """The SQL that counts one list; to word it anew for every page would cost more than the counting.

    The order makes it read one index from its beginning, and end at the limit.
    """
    rows = Ticket.objects.wanted(wanted).order_by(*ORDERS["priority"]).annotate(one=Value(1)).values("one")
    try:
        sql, values = rows[:limit].query.sql_with_params()
    except EmptyResultSet:
        return "0", ()
    return f"(SELECT count(*) FROM ({sql}) counted)", tuple(values)  # noqa: S608 - built by the ORM, values apart
