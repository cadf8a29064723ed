"""What rarely changes, kept in memory for as long as its rows say that nobody has changed it.

    CENTRES = Standing(read_centres, written(SupportCentre))
    CENTRES.now()

asks the database for one number and reads again only when that is another. The transaction that wrote each row and
where it put it make the number, whoever wrote it and how; a counter that every verb had to advance would be forgotten
by the next one. What comes back is shared by all threads: nobody changes it.
"""

from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any, Generic, TypeVar

from django.db import models
from django.db.models.expressions import RawSQL

from firstline.journal.asking import rows

T = TypeVar("T")
Stamp = tuple[Any, ...]
Key = tuple[Hashable, ...]
_looked: ContextVar[dict[tuple[int, Key], Stamp]] = ContextVar("looked", default={})  # noqa: B039 never written to


def version_of(table: str) -> str:
    """SQL of a number that names one version of a row of this table: who wrote it, and where it lies since.

    Age is how far back a transaction lies; that of another makes a number of it that stays.
    """
    return f"hashtidextended({table}.ctid, age('3'::xid)::bigint - age({table}.xmin))"


def written(model: type[models.Model], condition: str = "true") -> str:
    """SQL of numbers of which one is another as soon as one of these rows is; the condition is one of our own, whose
    every %s is the key asked for."""
    table = model._meta.db_table
    return f"SELECT {version_of(table)} FROM {table} WHERE {condition}"  # noqa: S608 our own names


class Standing(Generic[T]):
    """What `read(*key)` gives, as long as `stamps` (each a SELECT of numbers) say the same; of `most` keys."""

    def __init__(self, read: Callable[..., T], *stamps: str, most: int = 2) -> None:
        self.stamps = stamps
        self._read = lru_cache(maxsize=most)(lambda _stamp, *key: read(*key))

    def now(self, *key: Hashable) -> T:
        """As it stands now; within `one_look` as it stood then."""
        looked = _looked.get()
        if isinstance(looked, _Steady):
            looked.look([(self, key)])
        stamp = looked.get((id(self), key)) or _stamps([(self, key)])[0]
        found: T = self._read(stamp, *key)
        return found


class _Steady(dict[tuple[int, Key], Stamp]):
    """What was looked at in a block for which one look is enough."""

    def look(self, asked: "Sequence[tuple[Standing[Any], Key]]") -> None:
        new = [(one, key) for one, key in asked if (id(one), key) not in self]
        if new:
            self.update(_found(new))


@contextmanager
def steady() -> Iterator[None]:
    """Look at most once at each of them in this block: for a batch of what would look at the same ones every time."""
    token = _looked.set(_Steady(_looked.get()))
    try:
        yield
    finally:
        _looked.reset(token)


def along(*asked: "tuple[Standing[Any], str]") -> RawSQL:
    """What `one_look` would find, as a column of another question; the keys are columns of that, or nothing."""
    numbers = (f"({_sum(one.stamps)})".replace("%s", key) for one, key in asked)
    return RawSQL(f"ARRAY[{', '.join(numbers)}]", [])  # noqa: S611 our own names


@contextmanager
def one_look(*asked: "tuple[Standing[Any], Key]", seen: Sequence[Any] | None = None) -> Iterator[None]:
    """Look once whether any of these has changed, instead of once for each of them; not even once where another
    question has brought `along` what is to be `seen` of them, in this order."""
    looked = _looked.get()
    if isinstance(looked, _Steady):
        looked.look(asked)
        yield
        return
    found = (
        _found(asked) if seen is None else {(id(one), key): (n,) for (one, key), n in zip(asked, seen, strict=False)}
    )
    token = _looked.set(looked | found)
    try:
        yield
    finally:
        _looked.reset(token)


def _found(asked: "Sequence[tuple[Standing[Any], Key]]") -> dict[tuple[int, Key], Stamp]:
    return {(id(one), key): stamp for (one, key), stamp in zip(asked, _stamps(asked), strict=True)}


def _stamps(asked: "Sequence[tuple[Standing[Any], Key]]") -> list[Stamp]:
    sql, values = _together(tuple(one.stamps for one, _key in asked)), list[Any]()
    for one, key in asked:
        values += [key[0] for stamp in one.stamps for _ in range(stamp.count("%s"))]
    return rows(sql, values)


@lru_cache(maxsize=64)
def _together(stamps: tuple[tuple[str, ...], ...]) -> str:
    """One row for each of them."""
    return " UNION ALL ".join(map(_sum, stamps))


def _sum(stamps: tuple[str, ...]) -> str:
    return f"SELECT sum(n) FROM ({' UNION ALL '.join(stamps)}) AS its(n)"  # noqa: S608 our own names
