"""Rows written by statements that are put together once: one row, what belongs to it, or several rows at a time.

Columns without a value stay out of a new row: statements are kept ready only up to so many values.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from functools import cache, lru_cache
from typing import Any, NamedTuple, cast

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, models
from psycopg.types.json import Jsonb

from firstline.journal.asking import count, rows
from firstline.journal.columns import Awaited, of_fields, of_new
from firstline.journal.numbers import TAKE


class Write(NamedTuple):
    """`steps` are statements by name, of which one may name those before it; `answer` is the one whose first row
    tells the `columns`."""

    steps: tuple[tuple[str, str], ...]
    answer: str = ""
    columns: tuple[str, ...] = ()


Finish = Callable[[Sequence[Any] | None], None]


class Pending(NamedTuple):
    """A write with its values, and what is to be done with the row that it answers, or None; and what it makes."""

    write: Write
    values: Sequence[Any]
    finish: Finish
    row: models.Model | None = None


_pending: ContextVar[list[Pending] | None] = ContextVar("pending", default=None)


@contextmanager
def together() -> Iterator[None]:
    """What is written within goes out at its end in one statement; until then nothing of it can be read, or its key.

    Rows that are only made so need no transaction around them.
    """
    pending = list[Pending]()
    token = _pending.set(pending)
    try:
        yield
    finally:
        _pending.reset(token)
    if len(pending) == 1:
        _write_now(pending[0])
    elif pending:
        _write_all(pending)


def key_of(row: models.Model) -> Any:
    """The key of a row; of one that this block is yet to make, what stands for it among the values of another."""
    if row.pk is None:
        for one in _pending.get() or ():
            if one.row is row:
                return Awaited(row, one.write.answer, connection.ops.quote_name(row._meta.pk.column or ""))
    return row.pk


def settle(waiting: Iterable[models.Model]) -> None:
    """Let rows that name the key of another know it; ValueError where that is still to be made."""
    for row in waiting:
        keys = {name: key.row.pk for name, key in vars(row).items() if type(key) is Awaited}
        if None in keys.values():
            raise ValueError(f"{row!r} names a row that is not written yet")
        vars(row).update(keys)


def insert(row: models.Model) -> None:
    """Write a new row as `save(force_insert=True)` would, and set its key and what the database works out."""
    filled = of_new(row)
    _write(_insertion(type(row), tuple(filled), _place()), list(filled.values()), _made(row), row)


def insert_numbered(row: models.Model, series: str) -> None:
    """The same, with the next number of a series as its `number`; others wait for theirs until the commit."""
    filled = of_new(row)
    filled.pop("number", None)
    _write(_numbered(type(row), tuple(filled), _place()), [series, 1, *filled.values()], _made(row, "number"), row)


def insert_linked(row: models.Model, relation: str, other: models.Model) -> None:
    """Write a new row and that it belongs to another, by a relation of many to many, in one statement."""
    filled = of_new(row)
    _write(_linked(type(row), tuple(filled), relation, _place()), [*filled.values(), key_of(other)], _made(row), row)


def insert_handed_over(
    row: models.Model, item: type[models.Model], named: str, relation: str, names: Sequence[str]
) -> None:
    """Write a new row, and a row of `item` for each of the names that leads back to it, in one statement."""
    filled = of_new(row)
    write = _handed_over(type(row), tuple(filled), item, named, relation, _place())
    _write(write, [*filled.values(), list(names)], _made(row), row)


def insert_all(
    several: Sequence[models.Model], back: Sequence[str], *, ignore_conflicts: bool = False
) -> list[tuple[Any, ...]]:
    """Write new rows of one model at once, in this order; gives these columns of those that were written.

    They travel as one value, so the statement is the same for any number of them.
    """
    if not several:
        return []
    given = json.dumps([of_new(row) for row in several], default=_in_json)
    return rows(_insertion_of_all(type(several[0]), tuple(back), ignore_conflicts), [given])


def _in_json(value: Any) -> Any:
    return value.obj if isinstance(value, Jsonb) else value.isoformat() if isinstance(value, datetime) else str(value)


def update(row: models.Model, names: Iterable[str]) -> None:
    """Write these fields as `save(update_fields=names)` would; DatabaseError where the row has gone."""
    values = of_fields(row, tuple(sorted(set(names))))

    def check(answer: Sequence[Any] | None) -> None:
        if answer is None or answer[0] is None:
            raise DatabaseError(f"{row!r} is no more")

    _write(_updating(type(row), tuple(values), _place()), [*values.values(), row.pk], check)


def write(sql: str, values: Sequence[Any]) -> None:
    """A statement of one's own that answers nothing; each "%s" in it is a value."""
    _write(_own(sql, _place()), values, lambda _answer: None)


def _place() -> int:
    """Which of several writes the next one is: their steps need names of their own."""
    return len(_pending.get() or ())


def _write(what: Write, values: Sequence[Any], finish: Finish, row: models.Model | None = None) -> None:
    one, pending = Pending(what, values, finish, row), _pending.get()
    if pending is None:
        _write_now(one)
    else:
        pending.append(one)


def _write_now(one: Pending) -> None:
    sql = _alone(one.write)
    if one.write.columns:
        one.finish(next(iter(rows(sql, one.values)), None))
    else:
        count(sql, one.values)


def _write_all(pending: Sequence[Pending]) -> None:
    values = [value for one in pending for value in one.values]
    awaited = tuple((place, key.step, key.column) for place, key in enumerate(values) if type(key) is Awaited)
    sql = _as_one(tuple(one.write for one in pending), awaited)
    (answer,) = rows(sql, [value for value in values if type(value) is not Awaited])
    begin = 0
    for one in pending:
        end = begin + len(one.write.columns)
        one.finish(answer[begin:end])
        begin = end
    if awaited:
        settle(one.row for one in pending if one.row)


def _made(row: models.Model, *more: str) -> Finish:
    def finish(answer: Sequence[Any] | None) -> None:
        for name, value in zip((*_given(type(row)), *more), answer or (), strict=True):
            setattr(row, name, value)
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS

    return finish


@lru_cache(maxsize=256)
def _alone(what: Write) -> str:
    *before, (last, sql) = what.steps
    if last != what.answer:
        before.append((last, sql))
        sql = f"SELECT {', '.join(what.columns)} FROM {what.answer}" if what.columns else sql  # noqa: S608 our own names
    first = ", ".join(f"{name} AS ({step})" for name, step in before)
    return f"WITH {first} {sql}" if first else sql


@lru_cache(maxsize=64)
def _as_one(several: tuple[Write, ...], awaited: tuple[tuple[int, str, str], ...]) -> str:
    """One statement, in which a key that is `awaited` stands in its place instead of a value."""
    steps = ", ".join(f"{name} AS ({step})" for one in several for name, step in one.steps)
    pieces, keys = steps.split("%s"), {place: f"(SELECT {column} FROM {step})" for place, step, column in awaited}  # noqa: S608
    steps = pieces[0] + "".join(keys.get(place, "%s") + piece for place, piece in enumerate(pieces[1:]))
    answers = ", ".join(f"(SELECT {column} FROM {one.answer})" for one in several for column in one.columns)  # noqa: S608
    return f"WITH {steps} SELECT {answers or 'NULL'}"


@cache
def _insertion_of_all(model: type[models.Model], back: tuple[str, ...], ignore_conflicts: bool) -> str:  # noqa: FBT001
    quote, fields = connection.ops.quote_name, model._meta.local_concrete_fields
    columns = ", ".join(quote(one.column or "") for one in fields if not (one.primary_key or one.generated))
    table, conflicts = quote(model._meta.db_table), "ON CONFLICT DO NOTHING" if ignore_conflicts else ""
    rows = f"SELECT {columns} FROM jsonb_populate_recordset(NULL::{table}, %s::jsonb)"  # noqa: S608 our own names
    return f"INSERT INTO {table} ({columns}) {rows} {conflicts} RETURNING {', '.join(map(quote, back))}"


@cache
def _given(model: type[models.Model]) -> tuple[str, ...]:
    """What the database tells of a new row: its key, and what it works out."""
    return tuple(field.attname for field in model._meta.local_concrete_fields if field.primary_key or field.generated)


def _new(model: type[models.Model], columns: tuple[str, ...], place: int, taken: str = "") -> tuple[str, Write]:
    """The name of the step that makes a row, and the write that is this step alone."""
    quote, meta, made = connection.ops.quote_name, model._meta, f"made{place}"
    back = [quote(field.column or "") for field in meta.local_concrete_fields if field.attname in _given(model)]
    into, places = [*map(quote, columns)], ["%s"] * len(columns)
    if taken:
        into, places, back = [*into, taken], [*places, f"(SELECT last FROM taken{place})"], [*back, taken]  # noqa: S608
    sql = f"INSERT INTO {quote(meta.db_table)} ({', '.join(into)}) VALUES ({', '.join(places)})"  # noqa: S608 our own
    return made, Write(((made, f"{sql} RETURNING {', '.join(back)}"),), made, tuple(back))


@lru_cache(maxsize=256)
def _insertion(model: type[models.Model], columns: tuple[str, ...], place: int) -> Write:
    return _new(model, columns, place)[1]


@lru_cache(maxsize=64)
def _numbered(model: type[models.Model], columns: tuple[str, ...], place: int) -> Write:
    """Its `number` comes back, too."""
    _made_by, new = _new(model, columns, place, taken="number")
    return new._replace(steps=((f"taken{place}", TAKE), *new.steps))


@lru_cache(maxsize=64)
def _linked(model: type[models.Model], columns: tuple[str, ...], relation: str, place: int) -> Write:
    made, new = _new(model, columns, place)
    quote, field = connection.ops.quote_name, cast("models.ManyToManyField[Any, Any]", model._meta.get_field(relation))
    link, key = quote(field.m2m_db_table()), quote(model._meta.pk.column or "")
    ends = f"{quote(field.m2m_column_name())}, {quote(field.m2m_reverse_name())}"
    tie = f"INSERT INTO {link} ({ends}) SELECT {key}, %s FROM {made}"  # noqa: S608 our own names
    return new._replace(steps=(*new.steps, (f"tied{place}", tie)))


@lru_cache(maxsize=64)
def _handed_over(
    model: type[models.Model], columns: tuple[str, ...], item: type[models.Model], named: str, relation: str, place: int
) -> Write:
    made, new = _new(model, columns, place)
    quote, key = connection.ops.quote_name, connection.ops.quote_name(model._meta.pk.column or "")
    columns_of = {field.name: field.column or "" for field in item._meta.concrete_fields}
    ends = ", ".join(quote(columns_of[name]) for name in (named, relation))
    tie = f"INSERT INTO {quote(item._meta.db_table)} ({ends}) SELECT unnest(%s::text[]), {key} FROM {made}"  # noqa: S608
    return new._replace(steps=(*new.steps, (f"handed{place}", tie)))


@lru_cache(maxsize=256)
def _updating(model: type[models.Model], columns: tuple[str, ...], place: int) -> Write:
    quote, meta, changed = connection.ops.quote_name, model._meta, f"changed{place}"
    sets, key = ", ".join(f"{quote(column)} = %s" for column in columns), quote(meta.pk.column or "")
    sql = f"UPDATE {quote(meta.db_table)} SET {sets} WHERE {key} = %s RETURNING {key}"  # noqa: S608 our own names
    return Write(((changed, sql),), changed, (key,))


@lru_cache(maxsize=16)
def _own(sql: str, place: int) -> Write:
    return Write(((f"own{place}", sql),), f"own{place}")
