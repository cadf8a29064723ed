"""Reading a spreadsheet (XLSX) as a stream of texts, without trusting what it says of itself."""

import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext as _

from firstline.interfaces.transfer.workbooks import of_workbooks

MAGIC = b"PK\x03\x04"
MOST_ROWS = 1_048_576
MOST_COLUMNS = 16_384
# Unpacked: sheets are read piece by piece, everything else is held in memory.
MOST_BYTES = 1_000_000_000
MOST_BYTES_HELD = 100_000_000
# Text packs to a tenth, a very regular table to a fiftieth; what packs far better was made to burst.
BEST_PACKED, PACKED_FROM = 300, 10_000_000
MOST_PARTS = 5000

# What comes out of a workbook that is damaged, or was made to do damage.
_BROKEN = (
    BadZipFile,
    ParseError,
    zlib.error,
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)


def _broken() -> tuple[type[Exception], ...]:
    return (of_workbooks("utils.exceptions", "InvalidFileException"), *_BROKEN)


class NoSheet(Exception):
    """The file cannot be read as a spreadsheet; a sentence without the file's name."""


def records(path: Path, sheet: str = "") -> Iterator[tuple[int, list[str], str]]:
    """Row number, texts and "" of each row that is not empty; of the first sheet unless one is named.

    A formula is its text and not what it would give: nothing is worked out.
    """
    _check(path)
    with path.open("rb") as file:
        try:
            workbook = of_workbooks("reader.excel", "load_workbook")(
                file, read_only=True, data_only=False, keep_links=False
            )
        except _broken() as problem:
            raise NoSheet(_("the spreadsheet is damaged, or protected by a password.")) from problem
        try:
            yield from _rows(_chosen(workbook, sheet))
        finally:
            workbook.close()


def _chosen(workbook: Any, sheet: str) -> Any:
    names = workbook.sheetnames
    if sheet and sheet not in names:
        raise NoSheet(
            _("there is no sheet %(sheet)s; there are: %(names)s.") % {"sheet": sheet, "names": ", ".join(names)[:500]}
        )
    if not workbook.worksheets:
        raise NoSheet(_("the spreadsheet has no sheet with cells."))
    return workbook[sheet] if sheet else workbook.worksheets[0]


def _rows(worksheet: Any) -> Iterator[tuple[int, list[str], str]]:
    # The size that a sheet names may be wrong, or be that of the whole earth.
    worksheet.reset_dimensions()
    numbered = enumerate(worksheet.iter_rows(values_only=True), 1)
    width = 0
    while True:
        try:
            number, values = next(numbered)
        except StopIteration:
            return
        except _broken() as problem:
            raise NoSheet(_("the spreadsheet is damaged.")) from problem
        if number > MOST_ROWS or len(values) > MOST_COLUMNS:
            raise NoSheet(_("the sheet has more rows or columns than a spreadsheet can have."))
        texts = [_text(value) for value in values]
        while texts and not texts[-1]:
            texts.pop()
        if texts:
            width = width or len(texts)
            yield number, texts + [""] * (width - len(texts)), ""


def _check(path: Path) -> None:
    """Look into the table of contents before anything is unpacked."""
    try:
        with ZipFile(path) as archive:
            parts = archive.infolist()
    except _broken() as problem:
        raise NoSheet(_("the spreadsheet is damaged.")) from problem
    if not any(part.filename == "xl/workbook.xml" for part in parts):
        raise NoSheet(_("neither CSV nor XLSX, but another kind of packed file."))
    held = sum(part.file_size for part in parts if not part.filename.startswith("xl/worksheets/"))
    bursts = any(
        part.file_size > PACKED_FROM and part.file_size > BEST_PACKED * max(part.compress_size, 1) for part in parts
    )
    too_much = sum(part.file_size for part in parts) > MOST_BYTES or held > MOST_BYTES_HELD
    if bursts or too_much or len(parts) > MOST_PARTS:
        raise NoSheet(_("the spreadsheet unpacks to more than can be read; save it as CSV."))


def _text(value: object) -> str:
    """A cell as a person would write it into a CSV file."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time.min else value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    # A formula over several cells is an object that holds its text.
    return str(getattr(value, "text", value) or "")
