"""Statements of our own, asked without the layers that the framework puts around each of its cursors.

They cost the processor about as much as what most statements of a request find.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections


def rows(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """All rows of the answer; DatabaseError as from any other query."""
    found: list[tuple[Any, ...]] = _ask(sql, values, lambda cursor: cursor.fetchall())
    return found


def count(sql: str, values: Sequence[Any]) -> int:
    """How many rows the statement was about."""
    found: int = _ask(sql, values, lambda cursor: cursor.rowcount)
    return found


def _ask(sql: str, values: Sequence[Any], read: Callable[[Any], Any]) -> Any:
    backend: Any = connections[DEFAULT_DB_ALIAS]
    if backend.execute_wrappers or backend.queries_logged:
        # Somebody watches or counts statements.
        with backend.cursor() as cursor:
            cursor.execute(sql, values)
            return read(cursor)
    if backend.connection is None:
        backend.ensure_connection()
    backend.validate_no_broken_transaction()
    with backend.wrap_database_errors:
        cursor = backend.create_cursor()
        cursor.execute(sql, values)
        return read(cursor)
