"""Reports that are sent by e-mail after each week or month: who gets which, and for which days."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from firstline.interfaces.listings import LONGEST_ADDRESS, Wanted, words_of
from firstline.interfaces.transfer.exporting import listing_for
from firstline.interfaces.transfer.models import RegularReport
from firstline.journal.recording import record
from firstline.journal.refusal import Refused
from firstline.reference.staff.models import User

PREFIX = "report-"
MOST_RECIPIENTS = 50
# Whatever an address says of the days and of the page does not hold for a report that comes again and again.
PASSING = ("from", "to", "step")
Every = RegularReport.Every


def last_period(every: str, day: date) -> tuple[date, date]:
    """The first and last day of the last week (from Monday) or month that was over before this day."""
    if every == Every.WEEK:
        monday = day - timedelta(days=day.weekday())
        return monday - timedelta(days=7), monday - timedelta(days=1)
    last = day.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last


def addresses_in(text: str) -> list[str]:
    """The e-mail addresses of a text, each once; Refused where one is none, or there are none or too many."""
    found = list(dict.fromkeys(text.replace(",", " ").replace(";", " ").split()))
    if not found:
        raise Refused(_("Say to whom it is sent."), field="recipients")
    if len(found) > MOST_RECIPIENTS:
        raise Refused(_("At most %(count)s addresses.") % {"count": MOST_RECIPIENTS}, field="recipients")
    for address in found:
        try:
            validate_email(address)
        except ValidationError as problem:
            raise Refused(
                _("“%(address)s” is no e-mail address.") % {"address": address}, field="recipients"
            ) from problem
    return found


def limits_of(address: str) -> str:
    """An address without its days."""
    sent = words_of(address).copy()
    for name in PASSING:
        sent.pop(name, None)
    return sent.urlencode()[:LONGEST_ADDRESS]


@transaction.atomic
def regulate(
    report: str,
    every: str,
    recipients: Sequence[str],
    *,
    address: str = "",
    language: str = "",
    with_pdf: bool = False,
    by: User,
    at: datetime | None = None,
) -> RegularReport:
    """Send a report from now on, for the first time when the present week or month is over."""
    at = at or timezone.now()
    if not report.startswith(PREFIX) or every not in Every.values:
        raise Refused(_("Choose a report and how often it is sent."), field="report")
    limits = limits_of(address)
    # Whatever is wrong with its limits is said now and not in the night.
    listing_for(report, by).sheets(Wanted(words_of(limits), by, at))
    row = RegularReport.objects.create(
        report=report,
        address=limits,
        every=every,
        recipients=list(recipients),
        language=language if language in dict(settings.LANGUAGES) else by.language,
        with_pdf=with_pdf,
        by=by,
        made_at=at,
        sent_until=last_period(every, timezone.localtime(at).date())[1],
    )
    facts = {"report": report, "every": every, "recipients": list(recipients), "address": limits}
    record("regular_report.made", row, by=by, at=at, facts=facts)
    return row


@transaction.atomic
def end(row: RegularReport, *, by: User, at: datetime | None = None) -> RegularReport:
    """Send it no longer."""
    row = RegularReport.objects.select_for_update().get(pk=row.pk)
    if row.ended_at:
        raise Refused(_("This report is not sent any more."))
    row.ended_at = at or timezone.now()
    row.save(update_fields=["ended_at"])
    record("regular_report.ended", row, by=by, at=at)
    return row
