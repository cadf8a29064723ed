"""Many rows at once: PostgreSQL's COPY, for what is brought in from elsewhere and for measurements."""

from collections.abc import Callable, Iterable
from itertools import chain
from operator import attrgetter
from typing import Any

from django.db import connection, models
from psycopg.types.json import Jsonb


def reserve_ids(model: type[models.Model], count: int) -> list[int]:
    """Primary keys for `count` new rows; they may have gaps, as those of any sequence."""
    key = model._meta.pk.column or "id"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [model._meta.db_table, key, count],
        )
        return [row[0] for row in cursor.fetchall()]


def copy_in(rows: Iterable[models.Model]) -> int:
    """Write new rows of one model, each with its primary key, about ten times as fast as INSERT; gives how many.

    Constraints and triggers of the database hold as always; a violation undoes all of it.
    """
    remaining = iter(rows)
    first = next(remaining, None)
    if first is None:
        return 0
    fields = first._meta.concrete_fields
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column or "") for field in fields)
    values = [_value_of(field) for field in fields]
    count = 0
    with (
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        cursor.copy(f"COPY {quote(first._meta.db_table)} ({columns}) FROM STDIN") as copy,
    ):
        for row in chain([first], remaining):
            copy.write_row([value(row) for value in values])
            count += 1
    return count


def _value_of(field: "models.Field[Any, Any]") -> Callable[[models.Model], Any]:
    """How a column's value is taken from a row: as it stands there, unless its field makes something of it first."""
    if isinstance(field, models.JSONField):
        as_it_stands = attrgetter(field.attname)
        return lambda row: None if (value := as_it_stands(row)) is None else Jsonb(value)
    if type(field).pre_save is not models.Field.pre_save:
        return lambda row: field.pre_save(row, add=True)
    return attrgetter(field.attname)
