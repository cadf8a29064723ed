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
_LATEST = "(SELECT max(id) FROM journal_entry), (SELECT max(id) FROM tickets_ticket)"

Stamp = tuple[int | None, ...]
_known: dict[tuple[Wanted, int], tuple[Stamp, int]] = {}


def counts(lists: Sequence[Wanted], limit: int) -> list[int]:
    """How long each list is, counted to `limit` at most: a million rows are not read to say "many".

    Nothing is counted twice while nothing happens, whoever asks for it.
    """
    remembered = [_known.get((wanted, limit)) for wanted in lists]
    if all(remembered):
        stamp = _asked(_LATEST)
        held = [known[1] for known in remembered if known and known[0] == (*stamp, _moment())]
        if len(held) == len(lists):
            return held
    parts = [_counting(wanted, limit) for wanted in lists]
    sql = ", ".join([_LATEST, *(sql for sql, _own in parts)])
    newest, ticket, *found = _asked(sql, [one for _sql, own in parts for one in own])
    if len(_known) > _REMEMBERED:
        _known.clear()
    stamp = (newest, ticket, _moment())
    _known.update({(wanted, limit): (stamp, count) for wanted, count in zip(lists, found, strict=True)})
    return found


def _moment() -> int:
    return int(monotonic() // SECONDS)


def _asked(sql: str, values: Sequence[Any] = ()) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {sql}", values)
        return tuple(cursor.fetchone())


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
