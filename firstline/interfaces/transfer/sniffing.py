"""Looking at a file for the first time: how it is written, its heading, and its first rows."""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from charset_normalizer import from_bytes

from firstline.interfaces.transfer import sheets
from firstline.interfaces.transfer.mapping import ENCODINGS
from firstline.interfaces.transfer.reading import FileRefused, records

DELIMITERS = (",", ";", "\t", "|")
SHOWN = 5
# From so many rows the values of a column are collected that a person is to say the meaning of.
LOOKED_AT = 5000
MOST_VALUES = 40
_PIECE = 1_000_000
_SAMPLE = 200_000


@dataclass(frozen=True, slots=True)
class Form:
    """How a file is written."""

    encoding: str = "utf-8"
    delimiter: str = ","
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """The heading and the first rows of a file; `trouble` says why there are none."""

    heading: list[str]
    rows: list[list[str]]
    trouble: str = ""

    @property
    def labelled(self) -> list[list[tuple[str, str]]]:
        """Each row as pairs of column and cell."""
        return [list(zip(self.heading, row, strict=False)) for row in self.rows]


def guess(path: Path) -> Form:
    """How a file is probably written: its encoding from all of it, its delimiter from its first line."""
    with path.open("rb") as file:
        head = file.read(_SAMPLE)
    if head.startswith(sheets.MAGIC):
        return Form()
    encoding = _encoding(path, head)
    first = head.decode(encoding, "replace").lstrip("\r\n\ufeff").partition("\n")[0]
    unquoted = "".join(first.split('"')[::2])
    return Form(encoding, max(DELIMITERS, key=unquoted.count))


def preview(path: Path, form: Form) -> Preview:
    """What a person sees of the file before saying which column is what."""
    try:
        found = [cells for _line, cells, _problem in islice(records(path, form), SHOWN + 1)]
    except FileRefused as problem:
        return Preview([], [], str(problem))
    heading = found[0] if found else []
    return Preview(heading, [[cell[:200] for cell in cells[: len(heading)]] for cells in found[1:]])


def values(path: Path, form: Form, column: str) -> list[str]:
    """The different values of a column in the first rows, those met first before the others."""
    found: dict[str, None] = {}
    rows = records(path, form)
    try:
        heading = next(rows, (1, [], ""))[1]
        place = heading.index(column) if column in heading else -1
        for _line, cells, _problem in islice(rows, LOOKED_AT) if place >= 0 else ():
            if place < len(cells) and cells[place].strip() and len(found) < MOST_VALUES:
                found.setdefault(cells[place].strip()[:200])
    except FileRefused:
        return list(found)
    return list(found)


def _encoding(path: Path, head: bytes) -> str:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for piece in _pieces(path):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        possible = [name for name in ENCODINGS if not name.startswith("utf")]
        best = from_bytes(head, cp_isolation=possible).best()
        return next(
            (name for name in possible if best and codecs.lookup(name) == codecs.lookup(best.encoding)), "cp1252"
        )
    return "utf-8"


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece
