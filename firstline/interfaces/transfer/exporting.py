"""Writing what is taken out to a file, whatever it is and in whatever format."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import BinaryIO
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from firstline.interfaces.access import department_limits
from firstline.interfaces.listings import Listing, Sheet, Wanted, find, words_of
from firstline.interfaces.transfer.exporting_formats import TYPES, Writer, csv_file, xlsx_file
from firstline.interfaces.transfer.exporting_ocel import write_log
from firstline.interfaces.transfer.exporting_progress import counted, gone_through
from firstline.journal.refusal import Refused
from firstline.reference.staff.models import User
from firstline.reference.staff.roles import may

FORMATS = ("csv", "xlsx")
Tell = Callable[[int, int], None]


def listing_for(name: str, user: User) -> Listing:
    """What may be taken out under a name; Refused where there is no such thing, or not for this person."""
    listing = find(name)
    if listing is None:
        raise Refused(_("There is no such list to export."), field="of")
    if not may(user, listing.right):
        raise Refused(_("Your role may not export this."), field="of")
    if listing.is_whole and department_limits(user):
        raise Refused(_("Only people who see all departments may export this."), field="of")
    return listing


def formats_of(listing: Listing) -> tuple[str, ...]:
    return (*FORMATS, *listing.formats)


def checked_format(listing: Listing, name: str) -> str:
    if name not in formats_of(listing):
        raise Refused(_("This cannot be exported in that format."), field="format")
    return name


@contextmanager
def as_read_by(user: User, language: str) -> Iterator[None]:
    """Words and moments as this person reads them."""
    zone = user.time_zone or settings.TIME_ZONE
    with translation.override(language), timezone.override(ZoneInfo(zone)):
        yield


def wanted_by(user: User, address: str, at: datetime) -> Wanted:
    return Wanted(words_of(address), user, at)


def write(listing: Listing, wanted: Wanted, form: str, target: BinaryIO, tell: Tell) -> int:
    """Write all rows and give how many; `tell` hears about once a second how many of how many are written."""
    # In a transaction rows are sent while they are found; without one the server would lay all of them by first.
    with transaction.atomic():
        if form == "json":
            return write_log(wanted, target, tell)
        return _write_sheets(listing, wanted, form, target, tell)


def _write_sheets(listing: Listing, wanted: Wanted, form: str, target: BinaryIO, tell: Tell) -> int:
    sheets = listing.sheets(wanted)
    of, done = sum(sheet.count for sheet in sheets), 0
    tell(0, of)
    opener = xlsx_file if form == "xlsx" else csv_file
    with opener(target, is_single=len(sheets) == 1) as writer:
        for sheet in sheets:
            done = _write_sheet(sheet, writer, done, lambda rows: tell(rows, of))
    return done


def _write_sheet(sheet: Sheet, writer: Writer, done: int, tell: Callable[[int], None]) -> int:
    writer.begin(sheet.title, sheet.heads)
    write_row = writer.row
    with gone_through(sheet.rows) as rows:
        for row in counted(rows, tell, done):
            write_row(row)
            done += 1
    return done


def file_name(listing: Listing, form: str, at: datetime) -> str:
    """What the file is called on the disk of whoever fetches it."""
    return f"{listing.name}-{at:%Y-%m-%d}.{form}"


def content_type(form: str) -> str:
    return TYPES[form]
