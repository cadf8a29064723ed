"""What tests of exports do again and again."""

import csv
import io
from typing import Any

from django.utils import timezone
from openpyxl import load_workbook

from firstline.interfaces.transfer.exporting import as_read_by, listing_for, wanted_by, write
from firstline.reference.staff.models import User


def exported(name: str, user: User, address: str = "", form: str = "csv", language: str = "en") -> bytes:
    """The whole file, as this person gets it."""
    file = io.BytesIO()
    with as_read_by(user, language):
        wanted = wanted_by(user, address, timezone.now())
        write(listing_for(name, user), wanted, form, file, lambda _rows, _of: None)
    return file.getvalue()


def lines(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def records(content: bytes) -> list[dict[str, str]]:
    head, *rows = lines(content)
    return [dict(zip(head, row, strict=True)) for row in rows]


def sheets(content: bytes) -> dict[str, list[tuple[Any, ...]]]:
    book = load_workbook(io.BytesIO(content), read_only=True)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}
