"""Many rows at once: PostgreSQL's COPY, for what is brought in from elsewhere and for measurements."""

from collections.abc import Iterable

from django.db import connection, models


def reserve_ids(model: type[models.Model], count: int) -> list[int]:
    """Primary keys for `count` new rows; they may have gaps, as those of any sequence."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [model._meta.db_table, model._meta.pk.column, count],
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
    columns = ", ".join(quote(field.column) for field in fields)
    count = 0
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {quote(first._meta.db_table)} ({columns}) FROM STDIN") as copy,
    ):
        row: models.Model | None = first
        while row is not None:
            copy.write_row([field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields])
            count += 1
            row = next(remaining, None)
    return count
