"""Silence: what is brought in from elsewhere is recorded, and told to nobody."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection, transaction

_quiet: ContextVar[bool] = ContextVar("quiet", default=False)


@contextmanager
def quietly() -> Iterator[None]:
    """One transaction whose entries reach no reader of the outbox and no listener: no message can come of them."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL firstline.quiet = 'on'")
        before = _quiet.set(True)
        try:
            yield
        finally:
            _quiet.reset(before)
        if not _quiet.get():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL firstline.quiet = 'off'")


def is_quiet() -> bool:
    """Whether the current work is done `quietly`."""
    return _quiet.get()
