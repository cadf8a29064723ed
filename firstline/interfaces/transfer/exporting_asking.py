"""Asking for an export: small ones are had at once, others as soon as they are written."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone, translation

from firstline.interfaces.access import department_limits
from firstline.interfaces.listings import LONGEST_ADDRESS, Listing, Wanted
from firstline.interfaces.transfer.export_jobs import write_export
from firstline.interfaces.transfer.exporting import as_read_by, checked_format, listing_for, wanted_by
from firstline.interfaces.transfer.models import Export
from firstline.jobs import put_down
from firstline.journal.recording import record
from firstline.reference.staff.models import User

AT_ONCE = 5000


def ask(name: str, address: str, form: str, *, by: User, at: datetime | None = None) -> Export:
    """Write down what is wanted; with more than a few thousand rows, a job writes it. Refused says what is wrong."""
    at = at or timezone.now()
    listing = listing_for(name, by)
    checked_format(listing, form)
    address = address.removeprefix("?").replace("\x00", "").encode(errors="replace").decode()[:LONGEST_ADDRESS]
    language = translation.get_language() or by.language
    with as_read_by(by, language):
        of = size_of(listing, wanted_by(by, address, at))
    facts = {"listing": name, "address": address, "format": form, "language": language}
    with transaction.atomic():
        within = sorted(department_limits(by))
        export = Export.objects.create(by=by, within=within, of=of, asked_at=at, moved_at=at, **facts)
        record("export.asked", export, by=by, at=at, facts={"of": name, "address": address, "format": form, "rows": of})
        if not is_small(export):
            put_down(write_export, export=export.pk)
    return export


def is_small(export: Export) -> bool:
    """Whether it is written while one waits."""
    return export.of <= AT_ONCE and export.format != "json"


def size_of(listing: Listing, wanted: Wanted) -> int:
    """How many rows it would have."""
    return sum(sheet.count for sheet in listing.sheets(wanted))
