"""Rows that tell how many of them went by."""

import time
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")
SECONDS, BETWEEN = 1.0, 500


@contextmanager
def gone_through(rows: Iterable[T]) -> Iterator[Iterable[T]]:
    """Rows that are let go of in any case while their transaction lasts, also where one has not come to their end."""
    try:
        yield rows
    finally:
        if isinstance(rows, Generator):
            rows.close()


def counted(rows: Iterable[T], tell: Callable[[int], None], done: int = 0) -> Iterator[T]:
    """The rows as they are; about once a second `tell` hears how many there were, with those `done` before."""
    told_at = time.monotonic()
    for row in rows:
        done += 1
        yield row
        if not done % BETWEEN and time.monotonic() - told_at > SECONDS:
            told_at = time.monotonic()
            tell(done)
