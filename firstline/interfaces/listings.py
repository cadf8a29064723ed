"""What can be taken out: lists and reports, laid down by those who know them, written to files by those who do not."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from secrets import token_hex
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Model, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise

from firstline.reference.labels import in_readers_language
from firstline.reference.staff.models import User
from firstline.reference.staff.roles import Right

Cell = str | int | float | datetime | date | None
Text = str | Promise
Teller = Callable[[Any], Cell]
CHUNK = 2000
LONGEST_ADDRESS = 4000


@dataclass(frozen=True)
class Wanted:
    """What somebody wants to have: the words of an address, for whom, and at which moment."""

    sent: QueryDict
    user: User
    at: datetime


@dataclass(frozen=True)
class Sheet:
    """One table. `rows` can be gone through once, in a transaction: they are read from the database meanwhile."""

    title: str
    heads: tuple[str, ...]
    rows: Iterable[Sequence[Cell]]
    count: int


@dataclass(frozen=True)
class Listing:
    """Something that can be taken out. `sheets` may refuse what it is asked for; `where` is the name of its screen.

    `formats` are those besides the usual ones; `is_whole` is for people without limits of departments only.
    """

    name: str
    title: Text
    right: Right
    sheets: Callable[[Wanted], list[Sheet]]
    where: str = ""
    formats: tuple[str, ...] = ()
    is_whole: bool = False


_kept: dict[str, Listing] = {}


def keep(listings: Iterable[Listing]) -> None:
    """Let others take these out without knowing who has laid them down."""
    _kept.update({one.name: one for one in listings})


def kept() -> Sequence[Listing]:
    return tuple(_kept.values())


def find(name: str) -> Listing | None:
    return _kept.get(name)


def words_of(address: str) -> QueryDict:
    """The words of an address after its "?"; never an error, whatever was sent."""
    return QueryDict(address.removeprefix("?").replace("\x00", "")[:LONGEST_ADDRESS].encode(errors="replace"))


@dataclass(frozen=True)
class Column:
    """One column of a list: where it stands in the row, and who tells its value (None: it is told as it is).

    `tells` is asked once for each export, in the reader's language and time zone, and gives who tells.
    """

    title: Text
    path: str
    tells: Callable[[], Teller] | None = None


def sheet_of(title: Text, rows: "QuerySet[Any]", columns: Sequence[Column]) -> Sheet:
    """A list as a table: its rows come through a cursor of the server, so that memory does not grow with them."""
    told = rows.values_list(*(column.path for column in columns))
    tellers = [column.tells() if column.tells else None for column in columns]
    heads = tuple(str(column.title) for column in columns)
    return Sheet(str(title), heads, _told(told, tellers), rows.order_by().count())


def _told(rows: "QuerySet[Any, Any]", tellers: Sequence[Teller | None]) -> Iterator[Sequence[Cell]]:
    for row in _read(rows):
        yield [value if tell is None else tell(value) for value, tell in zip(row, tellers, strict=True)]


def _read(rows: "QuerySet[Any, Any]") -> Iterator[tuple[Any, ...]]:
    """The rows through a cursor of the server, in binary form: reading it costs a quarter of reading text."""
    try:
        sql, values = rows.query.sql_with_params()
    except EmptyResultSet:
        return
    with connection.wrap_database_errors:
        connection.ensure_connection()
        with connection.connection.cursor(name=f"export_{token_hex(4)}", binary=True) as cursor:
            cursor.itersize = CHUNK
            yield from cursor.execute(sql, values)


def moments() -> Teller:
    """Moments in the reader's own time zone."""
    zone = timezone.get_current_timezone()
    if str(zone) == "UTC":
        return lambda value: value
    return lambda value: value.astimezone(zone) if value else None


def choices(pairs: Iterable[tuple[Any, Text]]) -> Callable[[], Teller]:
    """Words for values that are one of a few; others stay as they are."""
    known = list(pairs)
    return lambda: _known({value: str(word) for value, word in known})


def yes_no(yes: Text) -> Callable[[], Teller]:
    """A word where it is so, nothing where not."""
    return lambda: _known({True: str(yes), False: ""})


def labels(model: type[Model]) -> Callable[[], Teller]:
    """Labels for keys of rows that have some, in the reader's language."""
    return partial(_labels, model)


def names(model: type[Model]) -> Callable[[], Teller]:
    """Names for keys of rows of which there are not many."""
    return lambda: _known(dict(model._default_manager.values_list("pk", "name")))


def texts() -> Teller:
    """Texts that stand there in several languages, in the reader's own."""
    return lambda value: in_readers_language(value) if value else ""


def _labels(model: type[Model]) -> Teller:
    rows = model._default_manager.values_list("pk", "labels")
    return _known({key: in_readers_language(found) for key, found in rows})


def _known(words: Mapping[Any, str]) -> Teller:
    return lambda value: words.get(value, value)
