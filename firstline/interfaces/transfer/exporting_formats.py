"""Files that tables are written to: CSV and XLSX."""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any, BinaryIO, Protocol
from zipfile import ZIP_DEFLATED, ZipFile

from django.utils.translation import gettext as _

from firstline.interfaces.listings import Cell
from firstline.interfaces.transfer.exporting_cells import harmless
from firstline.interfaces.transfer.workbooks import of_workbooks

# What a sheet of XLSX can hold; further rows go on to the next one.
MOST_ROWS = 1_048_576
LONGEST_CELL = 32_767
LONGEST_TITLE = 31
_NOT_IN_TITLES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


class Writer(Protocol):
    """A file of one format that is being written, table by table."""

    def begin(self, title: str, heads: Sequence[str]) -> None: ...

    def row(self, cells: Sequence[Cell]) -> None: ...


class CsvWriter:
    """UTF-8 with a mark at its beginning, as spreadsheets want it; several tables have their title above them."""

    def __init__(self, file: io.TextIOBase, *, is_single: bool) -> None:
        self._write = csv.writer(file, lineterminator="\r\n").writerow
        self._is_single = is_single
        self._is_first = True

    def begin(self, title: str, heads: Sequence[str]) -> None:
        if not self._is_single:
            if not self._is_first:
                self._write([])
            self._write([harmless(title)])
        self._is_first = False
        self._write([harmless(head) for head in heads])

    def row(self, cells: Sequence[Cell]) -> None:
        self._write([_AS_TEXT[cell.__class__](cell) if cell.__class__ in _AS_TEXT else cell for cell in cells])


_AS_TEXT: dict[type, Callable[[Any], Cell]] = {str: harmless, datetime: lambda at: at.isoformat(" ", "seconds")}


class XlsxWriter:
    """A workbook with a sheet for each table; its rows go to the disk at once and not to memory."""

    def __init__(self) -> None:
        self.book = of_workbooks("workbook", "Workbook")(write_only=True)
        self._title, self._heads, self._left, self._part = "", [""], 0, 0
        self._taken: set[str] = set()

    def begin(self, title: str, heads: Sequence[str]) -> None:
        self._title, self._heads, self._part = title, [harmless(head) for head in heads], 0
        self._next_sheet()

    def row(self, cells: Sequence[Cell]) -> None:
        if not self._left:
            self._next_sheet()
        self._left -= 1
        self._sheet.append([_in_book(cell) for cell in cells])

    def throw_away(self) -> None:
        """Leave nothing of what was written so far on the disk; the library itself would only at the process's end."""
        for sheet in self.book.worksheets:
            with suppress(OSError):
                if not sheet.closed:
                    sheet.close()
                sheet._writer.cleanup()

    def _next_sheet(self) -> None:
        self._part += 1
        self._sheet = self.book.create_sheet(self._unique())
        self._sheet.freeze_panes = "A2"
        bold = []
        for head in self._heads:
            cell = of_workbooks("cell", "WriteOnlyCell")(self._sheet, value=head)
            cell.font = of_workbooks("styles", "Font")(bold=True)
            bold.append(cell)
        self._sheet.append(bold)
        self._left = MOST_ROWS - 1

    def _unique(self) -> str:
        """A title that a sheet can bear and no other one bears."""
        title = " ".join(harmless(self._title).translate(_NOT_IN_TITLES).split()) or _("Table")
        for number in range(max(self._part, 1), 10_000):
            ending = f" {number}" if number > 1 else ""
            name = f"{title[: LONGEST_TITLE - len(ending)]}{ending}"
            if name.casefold() not in self._taken:
                break
        self._taken.add(name.casefold())
        return name


def _in_book(cell: Cell) -> Cell:
    """Spreadsheets know no time zones: moments are those of the reader's own, as the column's head says."""
    if isinstance(cell, str):
        text = harmless(cell)
        return text if len(text) <= LONGEST_CELL else f"{text[: LONGEST_CELL - 1]}…"
    return cell.replace(tzinfo=None, microsecond=0) if isinstance(cell, datetime) else cell


@contextmanager
def csv_file(target: BinaryIO, *, is_single: bool) -> Iterator[Writer]:
    text = io.TextIOWrapper(target, encoding="utf-8-sig", errors="replace", newline="", write_through=False)
    try:
        yield CsvWriter(text, is_single=is_single)
    finally:
        text.flush()
        text.detach()


@contextmanager
def xlsx_file(target: BinaryIO, *, is_single: bool) -> Iterator[Writer]:  # noqa: ARG001 each table has its sheet
    writer = XlsxWriter()
    try:
        yield writer
        # As the book saves itself, but the archive is closed in any case and not when somebody collects it.
        with ZipFile(target, "w", ZIP_DEFLATED) as archive:
            of_workbooks("writer.excel", "ExcelWriter")(writer.book, archive).save()
    except BaseException:
        writer.throw_away()
        raise


TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
