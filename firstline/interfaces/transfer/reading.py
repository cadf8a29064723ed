"""Reading a file as a stream: one row at a time, however long the file, with its line and what is wrong with it."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, TextIO

from django.utils.translation import gettext as _

from firstline.interfaces.transfer import sheets
from firstline.interfaces.transfer.mapping import Mapping
from firstline.interfaces.transfer.sheets import NoSheet

LONGEST_CELL = 1_000_000
# Beyond this a quotation mark was forgotten, or it is no text at all; nothing longer is ever held in memory.
LONGEST_PIECE = 16_000_000

_MAGIC = (
    (b"\xd0\xcf\x11\xe0", "Excel 97-2003"),
    (b"%PDF", "PDF"),
    (b"\x1f\x8b", "gzip"),
    (b"SQLite format 3", "SQLite"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
)
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_UNDECODED = re.compile("[\udc80-\udcff]")


class _Reader(Protocol):
    """What `csv.reader` gives; the standard library does not name its type."""

    @property
    def line_num(self) -> int: ...

    def __next__(self) -> list[str]: ...


class Form(Protocol):
    """How a file is written, as far as it must be known to tell its cells apart."""

    @property
    def encoding(self) -> str: ...

    @property
    def delimiter(self) -> str: ...

    @property
    def sheet(self) -> str: ...


class FileRefused(Exception):
    """The file as a whole cannot be read; the message is a whole sentence with the line."""


class RowRefused(Exception):
    """One row cannot be brought in; the message is a whole sentence."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line it begins on, its cells by column, and what is wrong with it ("" if nothing)."""

    line: int
    cells: dict[str, str] = field(default_factory=dict)
    problem: str = ""


# Line, cells, and what is wrong.
Record = tuple[int, list[str], str]


def rows(path: Path, mapping: Mapping) -> Iterator[Row]:
    """The rows of a file, in order, those in error with their problem; FileRefused when it cannot be read on.

    What the file holds decides whether it is read as text or as a spreadsheet, and not its name.
    """
    found = records(path, mapping)
    _line, heading, problem = next(found, (1, [], ""))
    if problem:
        raise FileRefused(f"{path.name}: {problem}")
    _check_heading(heading, path, mapping)
    for line, cells, problem in found:
        if problem:
            yield Row(line, problem=problem)
        elif cells:
            yield _row(line, heading, cells)


def records(path: Path, form: Form) -> Iterator[Record]:
    """Line, cells and problem of each record, the heading first."""
    head = _beginning(path)
    if head.startswith(sheets.MAGIC):
        try:
            yield from sheets.records(path, form.sheet)
        except NoSheet as problem:
            raise FileRefused(f"{path.name}: {problem}") from problem
        return
    for magic, what in _MAGIC:
        if head.startswith(magic):
            raise FileRefused(
                _("%(file)s is neither CSV nor XLSX but %(what)s; save it as CSV in UTF-8.")
                % {"file": path.name, "what": what}
            )
    is_wide = head.startswith(_UTF_16)
    if is_wide and form.encoding != "utf-16":
        raise FileRefused(
            _('%(file)s is UTF-16 text; name that in the mapping: encoding = "utf-16".') % {"file": path.name}
        )
    if b"\x00" in head.partition(b"\n")[0] and not is_wide:
        raise FileRefused(_("%(file)s, line 1: not a CSV file, but binary data.") % {"file": path.name})
    yield from _text_records(path, form)


def _beginning(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(4096)
    except OSError as problem:
        raise FileRefused(f"{path.name}: {problem.strerror}") from problem


def _text_records(path: Path, form: Form) -> Iterator[Record]:
    encoding = "utf-8-sig" if form.encoding == "utf-8" else form.encoding
    # In UTF-16 no single byte can be passed on as it is.
    errors = "strict" if form.encoding == "utf-16" else "surrogateescape"
    csv.field_size_limit(LONGEST_PIECE)
    with path.open(encoding=encoding, errors=errors, newline="") as file:
        reader = csv.reader(_lines(file, path, form), delimiter=form.delimiter, strict=True)
        try:
            yield from _records(reader, path)
        except UnicodeError as problem:
            said = _("%(file)s, line %(line)s: not %(encoding)s text.")
            facts = {"file": path.name, "line": reader.line_num + 1, "encoding": form.encoding.upper()}
            raise FileRefused(said % facts) from problem


def _records(reader: _Reader, path: Path) -> Iterator[Record]:
    """Line, cells and problem of each record. The reader goes on with the line after a misplaced quotation mark."""
    while True:
        line = reader.line_num + 1
        try:
            yield line, next(reader), ""
        except StopIteration:
            return
        except csv.Error as problem:
            place = {"file": path.name, "line": line, "last": reader.line_num}
            if str(problem) == "unexpected end of data":
                raise FileRefused(
                    _("%(file)s, line %(line)s: a quotation mark is opened in this row and never closed.") % place
                ) from problem
            if str(problem).startswith("field larger"):
                raise FileRefused(
                    _("%(file)s, line %(line)s: a cell does not end; a quotation mark is probably missing.") % place
                ) from problem
            yield line, [], _("a quotation mark is misplaced (lines %(line)s to %(last)s are one row).") % place


def _lines(file: TextIO, path: Path, form: Form) -> Iterator[str]:
    number = 0
    while text := file.readline(LONGEST_PIECE):
        number += 1
        if len(text) == LONGEST_PIECE:
            raise FileRefused(
                _("%(file)s, line %(line)s: the line does not end; this is not a CSV file.")
                % {"file": path.name, "line": number}
            )
        if not text.isascii() and (bad := _UNDECODED.search(text)):
            raise FileRefused(
                _(
                    "%(file)s, line %(line)s, character %(column)s: not %(encoding)s text (byte %(byte)s). If the file "
                    'has another encoding, name it in the mapping: encoding = "latin-1".'
                )
                % {
                    "file": path.name,
                    "line": number,
                    "column": bad.start() + 1,
                    "encoding": form.encoding.upper(),
                    "byte": f"{ord(bad.group()) - 0xDC00:#04x}",
                }
            )
        yield text


def _check_heading(heading: Sequence[str], path: Path, mapping: Mapping) -> None:
    if not any(cell.strip() for cell in heading):
        raise FileRefused(_("%(file)s, line 1: the file has no heading.") % {"file": path.name})
    needed = mapping.needed_columns()
    missing = [column for column in needed if column not in heading]
    if missing:
        raise FileRefused(
            _("%(file)s, line 1: there is no column %(missing)s. The file has: %(there)s.")
            % {"file": path.name, "missing": ", ".join(missing), "there": ", ".join(heading)[:2000]}
        )
    twice = [column for column in needed if heading.count(column) > 1]
    if twice:
        raise FileRefused(
            _("%(file)s, line 1: the column %(twice)s stands there more than once.")
            % {"file": path.name, "twice": ", ".join(twice)}
        )


def _row(line: int, heading: Sequence[str], cells: Sequence[str]) -> Row:
    if len(cells) != len(heading):
        return Row(
            line,
            problem=_("the row has %(cells)s cells, the heading %(heading)s.")
            % {"cells": len(cells), "heading": len(heading)},
        )
    found = dict(zip(heading, cells, strict=True))
    for column, text in found.items():
        if "\x00" in text:
            return Row(line, problem=_("column %(column)s holds a NUL character.") % {"column": column})
        if len(text) > LONGEST_CELL:
            return Row(
                line,
                problem=_("column %(column)s holds %(length)s characters; %(longest)s are the most.")
                % {"column": column, "length": len(text), "longest": LONGEST_CELL},
            )
    return Row(line, found)
