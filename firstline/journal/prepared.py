"""Questions that nearly every request asks: put into SQL once, then asked with other values each time.

Building the SQL of a query takes longer than the database takes to answer it, and comes out the same each time.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Generic, NamedTuple, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, models
from django.db.models.query import get_related_populators

from firstline.journal.asking import rows

# The framework's own types are those of another version.
_populators: Any = get_related_populators
M = TypeVar("M", bound=models.Model)
# What stands in a query for the values to come; no query that is asked so holds them as a value of its own.
_STAND_INS: Mapping[type, Callable[[int], Any]] = {
    int: lambda place: 2_000_000_011 + place,
    str: lambda place: f"value {place} of a prepared question",
    datetime: lambda place: datetime(1901, 1, 1, 0, 0, place, tzinfo=UTC),
}


def keep(row: models.Model, name: str, found: Sequence[models.Model]) -> None:
    """Let a row know all rows of a relation, as `prefetch_related` would: it has no door for rows that are there."""
    related: Any = getattr(row, name).all()
    related._result_cache = list(found)
    kept: Any = row
    kept._prefetched_objects_cache = {**getattr(row, "_prefetched_objects_cache", {}), name: related}


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
        return list(_objects(statement, rows(statement.sql, _filled_in(statement.parameters, values))))

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
        return rows(sql, _filled_in(parameters, values))

    def _prepare(self) -> tuple[str, tuple[Any, ...]]:
        stand_ins = {_STAND_INS[kind](place): Place(place) for place, kind in enumerate(self.types)}
        sql, parameters = self.build(*stand_ins).query.sql_with_params()
        self.statement = sql, tuple(_place(one, stand_ins) for one in parameters)
        return self.statement


def _filled_in(parameters: tuple[Any, ...], values: tuple[Any, ...]) -> list[Any]:
    return [values[one.number] if type(one) is Place else one for one in parameters]


def _place(parameter: Any, stand_ins: Mapping[Any, Place]) -> Any:
    return stand_ins.get(parameter, parameter) if isinstance(parameter, tuple(_STAND_INS)) else parameter


def _objects(statement: Statement, answer: list[tuple[Any, ...]]) -> Iterator[Any]:
    for found in answer:
        row = list(found)
        for column, converters, expression in statement.converters:
            for convert in converters:
                row[column] = convert(row[column], expression, connection)
        one: Any = statement.model.from_db(DEFAULT_DB_ALIAS, statement.names, row[statement.begin : statement.end])
        for related in statement.related:
            related.populate(row, one)
        for name, column in statement.annotations.items():
            setattr(one, name, row[column])
        yield one
