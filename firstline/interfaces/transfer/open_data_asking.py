"""Asking for the open-data file of a month to be written anew."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from firstline.interfaces.access import department_limits
from firstline.interfaces.transfer.export_jobs import write_open_data
from firstline.interfaces.transfer.open_data import Month, checked_month
from firstline.jobs import put_down
from firstline.journal.recording import record
from firstline.journal.refusal import Refused
from firstline.reference.staff.models import User


@transaction.atomic
def ask(year: int, month: int, *, by: User, at: datetime | None = None) -> Month:
    """Have a job write it; for people who see all departments, as everybody's requests stand in it."""
    found = checked_month(year, month, at or timezone.now())
    if department_limits(by):
        raise Refused(_("Only people who see all departments may export this."))
    put_down(write_open_data, key=f"open-data {found}", year=year, month=month)
    record("open_data.asked", by, by=by, at=at, facts={"month": str(found)})
    return found
