"""One page of a list of tickets, column by column, by a statement that is worded once for each list."""

from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection

from firstline.casework.tickets.models import Ticket
from firstline.casework.tickets.queue import Page, Place, Wanted, paged

Row = tuple[Any, ...]


def page_of(
    wanted: Wanted, order: str, columns: tuple[str, ...], *, after: Place = (), before: Place = (), size: int
) -> Page[Row]:
    """The rows of a page with these columns, behind one row or before another."""
    try:
        sql, values = _worded(wanted, order, columns, after, before, size)
    except EmptyResultSet:
        return paged([], after=after, before=before, size=size)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return paged(cursor.fetchall(), after=after, before=before, size=size)


@lru_cache(maxsize=512)
def _worded(
    wanted: Wanted, order: str, columns: tuple[str, ...], after: Place, before: Place, size: int
) -> tuple[str, Row]:
    rows = Ticket.objects.wanted(wanted).stretch(order, after=after, before=before, size=size)
    sql, values = rows.values_list(*columns).query.sql_with_params()
    return sql, tuple(values)
