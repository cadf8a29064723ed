"""What rarely changes, kept in memory for as long as its rows say that nobody has changed it.

    CENTRES = Standing(read_centres, written(SupportCentre))
    CENTRES.now()

asks the database for one number per table and reads again only when one of them is another. The transaction and command
that wrote each row make that number, whoever wrote it and how; a counter that every verb had to advance would be
forgotten by the next one. What comes back is shared by all threads: nobody changes it.
"""

from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any, Generic, TypeVar

from django.db import connection, models

T = TypeVar("T")
Stamp = tuple[Any, ...]
Key = tuple[Hashable, ...]
_looked: ContextVar[dict[tuple[int, Key], Stamp]] = ContextVar("looked", default={})  # noqa: B039 never written to


def written(model: type[models.Model], rows: str = "true") -> str:
    """SQL of a number that is another as soon as one of these rows is; `rows` is a condition of our own, whose every
    %s is the key asked for."""
    sums = "coalesce(sum(xmin::text::bigint * 1000003 + cmin::text::bigint), 0)"
    return f"SELECT {sums} FROM {model._meta.db_table} WHERE {rows}"  # noqa: S608 our own names


class Standing(Generic[T]):
    """What `read(*key)` gives, as long as `stamps` (each a SELECT of one number) say the same; of `most` keys."""

    def __init__(self, read: Callable[..., T], *stamps: str, most: int = 2) -> None:
        self.stamps = stamps
        self._read = lru_cache(maxsize=most)(lambda _stamp, *key: read(*key))

    def now(self, *key: Hashable) -> T:
        """As it stands now; within `one_look` as it stood then."""
        stamp = _looked.get().get((id(self), key)) or _stamps([(self, key)])[0]
        found: T = self._read(stamp, *key)
        return found


@contextmanager
def one_look(*asked: "tuple[Standing[Any], Key]") -> Iterator[None]:
    """Look once whether any of these has changed, instead of once for each of them."""
    found = {(id(one), key): stamp for (one, key), stamp in zip(asked, _stamps(asked), strict=True)}
    token = _looked.set(_looked.get() | found)
    try:
        yield
    finally:
        _looked.reset(token)


def _stamps(asked: "Sequence[tuple[Standing[Any], Key]]") -> list[Stamp]:
    sql, values = _together(tuple(one.stamps for one, _key in asked)), list[Any]()
    for one, key in asked:
        values += [key[0] for stamp in one.stamps for _ in range(stamp.count("%s"))]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        numbers = iter(cursor.fetchall())
    return [tuple(next(numbers)[0] for _stamp in one.stamps) for one, _key in asked]


@lru_cache(maxsize=64)
def _together(stamps: tuple[tuple[str, ...], ...]) -> str:
    return " UNION ALL ".join(f"({stamp})" for several in stamps for stamp in several)
