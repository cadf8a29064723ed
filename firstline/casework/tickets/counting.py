"""How many tickets wait where: many lists counted in one statement, and none of them further than anybody reads."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Value

from firstline.casework.tickets.models import Ticket
from firstline.casework.tickets.queue import ORDERS, Wanted


def counts(lists: Sequence[Wanted], limit: int) -> list[int]:
    """How long each list is, counted to `limit` at most: a million rows are not read to say "many"."""
    parts = [_counting(wanted, limit) for wanted in lists]
    if not parts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(sql for sql, _own in parts)}", [one for _sql, own in parts for one in own])
        return list(cursor.fetchone())


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
