"""What is told of a fax beside its pages."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

TIFF, PDF = "image/tiff", "application/pdf"
_NAMES = {".tif": TIFF, ".tiff": TIFF, ".pdf": PDF}
_BEGINNINGS = {b"II*\x00": TIFF, b"MM\x00*": TIFF, b"%PDF": PDF}
# A run of digits as numbers are written, and those that are rather a date.
_NUMBER = re.compile(r"\+?\(?\d[\d\s().-]{5,24}\d")
_DATE = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])[0-3]\d\d{0,6}")


@dataclass(frozen=True, slots=True)
class FaxNotice:
    """Which gateway told of a fax, who sent it (`number` is "" where it is withheld), and how many pages it counted.

    `place` is where the fax waits when it did not come along.
    """

    gateway: str
    number: str = ""
    name: str = ""
    pages: int | None = None
    received_at: datetime | None = None
    language: str = ""
    place: str = ""


class Named(Protocol):
    """A file that may be a fax."""

    @property
    def name(self) -> str: ...

    @property
    def media_type(self) -> str: ...


def kind_of_file(file: Named) -> str:
    """`image/tiff` or `application/pdf` for what can be shown as pages; "" for anything else."""
    if file.media_type in (TIFF, PDF):
        return file.media_type
    return next((kind for ending, kind in _NAMES.items() if file.name.lower().endswith(ending)), "")


def kind_of_bytes(raw: bytes) -> str:
    """The same, told by how it begins."""
    return next((kind for beginning, kind in _BEGINNINGS.items() if raw.startswith(beginning)), "")


def number_in(text: str) -> str:
    """The first number in a text that may be a sender's; "" where there is none."""
    found: Iterable[str] = (match.group().strip() for match in _NUMBER.finditer(text))
    return next((one for one in found if _may_be_number(one)), "")


def _may_be_number(text: str) -> bool:
    digits = "".join(sign for sign in text if sign.isdigit())
    return 7 <= len(digits) <= 16 and (text.startswith("+") or not _DATE.fullmatch(digits))


def faxes_among(files: Sequence[Named]) -> list[Named]:
    """Those of the files that are pages of a fax."""
    return [file for file in files if kind_of_file(file)]
