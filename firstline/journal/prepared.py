"""Questions that nearly every request asks: put into SQL once, then asked with other values each time.

Building the SQL of a query takes longer than the database takes to answer it, and comes out the same each time.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import Any, Generic, NamedTuple, TypeVar, cast

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections, models
from django.db.models.query import get_related_populators

from firstline.journal.numbers import TAKE

# The framework's own types are those of another version.
_populators: Any = get_related_populators
_TEXT = (models.CharField, models.TextField)
M = TypeVar("M", bound=models.Model)
# What stands in a query for the values to come; no query that is asked so holds them as a value of its own.
_STAND_INS: Mapping[type, Callable[[int], Any]] = {
    int: lambda place: 2_000_000_011 + place,
    str: lambda place: f"value {place} of a prepared question",
    datetime: lambda place: datetime(1901, 1, 1, 0, 0, place, tzinfo=UTC),
}


def keep(row: models.Model, name: str, found: Sequence[models.Model]) -> None:
    """Let a row know all rows of a relation, as `prefetch_related` would."""
    rows: Any = getattr(row, name).all()
    rows._result_cache = list(found)
    kept: Any = row
    kept._prefetched_objects_cache = {**getattr(row, "_prefetched_objects_cache", {}), name: rows}


class Place(NamedTuple):
    """Where in the parameters of a statement which of the values goes."""

    number: int


class Statement(NamedTuple):
    """A query as the database takes it, and how rows of its answer become objects."""

    sql: str
    parameters: tuple[Any, ...]
    model: type[models.Model]
    names: list[str]
    begin: int
    end: int
    converters: list[tuple[int, Any, Any]]
    related: list[Any]
    annotations: Mapping[str, int]


class Prepared(Generic[M]):
    """`Prepared(lambda number: Ticket.objects.filter(number=number), int).first(42)`.

    `build` makes the query of values of these types (int, str, datetime; never None). What a query does by further
    queries (prefetch_related) is not done.
    """

    def __init__(self, build: Callable[..., models.QuerySet[M]], *types: type) -> None:
        self.build, self.types = build, types
        self.statement: Statement | None = None

    def all(self, *values: Any) -> list[M]:
        statement = self.statement or self._prepare()
        with connection.cursor() as cursor:
            cursor.execute(
                statement.sql, [values[one.number] if isinstance(one, Place) else one for one in statement.parameters]
            )
            return list(_objects(statement, cursor.fetchall()))

    def first(self, *values: Any) -> M | None:
        """The first of the rows, of which the query should not ask for many."""
        return next(iter(self.all(*values)), None)

    def get(self, *values: Any) -> M:
        """The one row; the model's DoesNotExist where there is none."""
        for one in self.all(*values):
            return one
        raise (self.statement or self._prepare()).model.DoesNotExist  # type: ignore[attr-defined]

    def _prepare(self) -> Statement:
        stand_ins = {_STAND_INS[kind](place): Place(place) for place, kind in enumerate(self.types)}
        compiler: Any = self.build(*stand_ins).query.get_compiler(connection.alias)
        sql, parameters = compiler.as_sql()
        chosen = [one for one, _sql, _alias in compiler.select]
        columns = compiler.klass_info["select_fields"]
        begin, end = columns[0], columns[-1] + 1
        self.statement = Statement(
            sql,
            tuple(_place(one, stand_ins) for one in parameters),
            compiler.klass_info["model"],
            [one.target.attname for one in chosen[begin:end]],
            begin,
            end,
            [(column, *convert) for column, convert in compiler.get_converters(chosen[: compiler.col_count]).items()],
            _populators(compiler.klass_info, compiler.select, connection.alias),
            compiler.annotation_col_map or {},
        )
        return self.statement


class PreparedRows:
    """The same for a query of plain columns (`values_list`): its rows are tuples, without any conversion."""

    def __init__(self, build: Callable[..., models.QuerySet[Any, Any]], *types: type) -> None:
        self.build, self.types = build, types
        self.statement: tuple[str, tuple[Any, ...]] | None = None

    def all(self, *values: Any) -> list[tuple[Any, ...]]:
        sql, parameters = self.statement or self._prepare()
        with connection.cursor() as cursor:
            cursor.execute(sql, [values[one.number] if isinstance(one, Place) else one for one in parameters])
            rows: list[tuple[Any, ...]] = cursor.fetchall()
            return rows

    def _prepare(self) -> tuple[str, tuple[Any, ...]]:
        stand_ins = {_STAND_INS[kind](place): Place(place) for place, kind in enumerate(self.types)}
        sql, parameters = self.build(*stand_ins).query.sql_with_params()
        self.statement = sql, tuple(_place(one, stand_ins) for one in parameters)
        return self.statement


def _place(parameter: Any, stand_ins: Mapping[Any, Place]) -> Any:
    return stand_ins.get(parameter, parameter) if isinstance(parameter, tuple(_STAND_INS)) else parameter


def _objects(statement: Statement, rows: list[tuple[Any, ...]]) -> Iterator[Any]:
    for found in rows:
        row = list(found)
        for column, converters, expression in statement.converters:
            for convert in converters:
                row[column] = convert(row[column], expression, connection)
        one: Any = statement.model.from_db(connection.alias, statement.names, row[statement.begin : statement.end])
        for related in statement.related:
            related.populate(row, one)
        for name, column in statement.annotations.items():
            setattr(one, name, row[column])
        yield one


def insert(row: models.Model) -> None:
    """Write a new row as `save(force_insert=True)` would, and set its key and what the database works out."""
    filled = _filled(row)
    sql, given = _insertion(type(row), tuple(filled))
    _write_new(row, sql, list(filled.values()), given)


def insert_numbered(row: models.Model, series: str) -> None:
    """The same, with the next number of a series as its `number`; others wait for theirs until the commit."""
    filled = _filled(row)
    filled.pop("number", None)
    sql, given = _numbered(type(row), tuple(filled))
    _write_new(row, sql, [series, 1, *filled.values()], given)


def insert_linked(row: models.Model, relation: str, other: models.Model) -> None:
    """Write a new row and that it belongs to another, by a relation of many to many, in one statement."""
    filled = _filled(row)
    sql, given = _linked(type(row), tuple(filled), relation)
    _write_new(row, sql, [*filled.values(), other.pk], given)


def insert_handed_over(
    row: models.Model, item: type[models.Model], named: str, relation: str, names: Sequence[str]
) -> None:
    """Write a new row, and a row of `item` for each of the names that leads back to it, in one statement."""
    filled = _filled(row)
    sql, given = _handed_over(type(row), tuple(filled), item, named, relation)
    _write_new(row, sql, [*filled.values(), list(names)], given)


def _write_new(row: models.Model, sql: str, values: Sequence[Any], given: Sequence[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        for name, value in zip(given, cursor.fetchone(), strict=True):
            setattr(row, name, value)
    row._state.adding, row._state.db = False, connection.alias


def update(row: models.Model, names: Iterable[str]) -> None:
    """Write these fields as `save(update_fields=names)` would; DatabaseError where the row has gone."""
    fields = tuple(row._meta.get_field(name) for name in sorted(set(names)))
    values = _values(row, fields, add=False)
    with connection.cursor() as cursor:
        cursor.execute(_updating(type(row), tuple(values)), [*values.values(), row.pk])
        if not cursor.rowcount:
            raise DatabaseError(f"{row!r} is no more")


def _filled(row: models.Model) -> dict[str, Any]:
    values = _values(row, _insertable(type(row)), add=True)
    return {column: value for column, value in values.items() if value is not None}


def _values(row: models.Model, fields: Iterable[Any], *, add: bool) -> dict[str, Any]:
    """What goes into each column; for nothing, and for text in a column of text, that is the value itself."""
    values, backend = {}, connections[DEFAULT_DB_ALIAS]
    for field in fields:
        value = field.pre_save(row, add=add)
        is_ready = value is None or (type(value) is str and isinstance(field, _TEXT))
        values[field.column] = value if is_ready else field.get_db_prep_save(value, backend)
    return values


@cache
def _insertable(model: type[models.Model]) -> tuple[Any, ...]:
    return tuple(field for field in model._meta.local_concrete_fields if not (field.primary_key or field.generated))


@lru_cache(maxsize=256)
def _insertion(model: type[models.Model], columns: tuple[str, ...], taken: str = "") -> tuple[str, Sequence[str]]:
    """The statement, and the names of what comes back. Columns without a value stay out: statements are kept ready
    only up to so many values."""
    quote, meta = connection.ops.quote_name, model._meta
    given = [field for field in meta.local_concrete_fields if field.primary_key or field.generated]
    into, back = ", ".join(map(quote, columns)), ", ".join(quote(field.column or "") for field in given)
    places = ", ".join(["%s"] * len(columns))
    if taken:
        into, places = f"{into}, {quote(taken)}", f"{places}, (SELECT last FROM taken)"  # noqa: S608 our own
    sql = f"INSERT INTO {quote(meta.db_table)} ({into}) VALUES ({places}) RETURNING {back}"  # noqa: S608 our own names
    return sql, [field.attname for field in given]


@lru_cache(maxsize=64)
def _numbered(model: type[models.Model], columns: tuple[str, ...]) -> tuple[str, Sequence[str]]:
    """Its `number` comes back, too."""
    sql, given = _insertion(model, columns, taken="number")
    return f"WITH taken AS ({TAKE}) {sql}, number", [*given, "number"]


@lru_cache(maxsize=64)
def _linked(model: type[models.Model], columns: tuple[str, ...], relation: str) -> tuple[str, Sequence[str]]:
    sql, given = _insertion(model, columns)
    quote, field = connection.ops.quote_name, cast("models.ManyToManyField[Any, Any]", model._meta.get_field(relation))
    link, key = quote(field.m2m_db_table()), quote(model._meta.pk.column or "")
    ends = f"{quote(field.m2m_column_name())}, {quote(field.m2m_reverse_name())}"
    tie = f"INSERT INTO {link} ({ends}) SELECT {key}, %s FROM made"  # noqa: S608 our own names
    return f"WITH made AS ({sql}), tied AS ({tie}) SELECT * FROM made", given  # noqa: S608 our own names


@lru_cache(maxsize=64)
def _handed_over(
    model: type[models.Model], columns: tuple[str, ...], item: type[models.Model], named: str, relation: str
) -> tuple[str, Sequence[str]]:
    sql, given = _insertion(model, columns)
    quote, key = connection.ops.quote_name, connection.ops.quote_name(model._meta.pk.column or "")
    columns_of = {field.name: field.column or "" for field in item._meta.concrete_fields}
    ends = ", ".join(quote(columns_of[name]) for name in (named, relation))
    tie = f"INSERT INTO {quote(item._meta.db_table)} ({ends}) SELECT unnest(%s::text[]), {key} FROM made"  # noqa: S608
    return f"WITH made AS ({sql}), handed AS ({tie}) SELECT * FROM made", given  # noqa: S608 our own names


@lru_cache(maxsize=256)
def _updating(model: type[models.Model], columns: tuple[str, ...]) -> str:
    quote, meta = connection.ops.quote_name, model._meta
    sets = ", ".join(f"{quote(column)} = %s" for column in columns)
    key = quote(meta.pk.column or "")
    return f"UPDATE {quote(meta.db_table)} SET {sets} WHERE {key} = %s"  # noqa: S608 our own names
