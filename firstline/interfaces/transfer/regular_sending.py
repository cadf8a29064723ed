"""Sending the regular reports: as HTML with the tables, a workbook beside it, and PDF where that can be made."""

from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from firstline.interfaces.channels.email.sending import MailServer, NotTaken
from firstline.interfaces.listings import Cell, Listing, Sheet, Wanted, words_of
from firstline.interfaces.transfer import pdf
from firstline.interfaces.transfer.exporting import as_read_by, content_type, file_name, listing_for, write
from firstline.interfaces.transfer.models import RegularReport
from firstline.interfaces.transfer.regular_reports import PREFIX, last_period
from firstline.journal.recording import record
from firstline.journal.refusal import Refused
from firstline.reference.correspondence.models import Dispatch, Sender

# A mail is no place for longer tables; the workbook beside it has all.
MOST_ROWS = 100
LONGEST = 300


class NotSent(Exception):
    """A regular report could not be sent; the failed job says why to whoever looks at health."""


def due(at: datetime) -> Iterator[RegularReport]:
    """Those whose last week or month is over and which were not sent for it yet."""
    for row in RegularReport.objects.filter(ended_at=None).select_related("by"):
        if row.sent_until < last_period(row.every, _day_of(row, at))[1]:
            yield row


def _day_of(row: RegularReport, at: datetime) -> date:
    return at.astimezone(ZoneInfo(row.by.time_zone or settings.TIME_ZONE)).date()


def send(row: RegularReport, at: datetime) -> None:
    """Send a report for the last period before `at`, unless that was done; `NotSent` where somebody did not get it."""
    first, last = last_period(row.every, _day_of(row, at))
    if row.ended_at or row.sent_until >= last:
        return
    try:
        refused = _hand_over(row, at, first, last)
    except Refused as refusal:
        RegularReport.objects.filter(pk=row.pk).update(because=str(refusal)[:LONGEST])
        raise NotSent(str(refusal)) from refusal
    because = "; ".join(f"{to}: {why}" for to, why in refused.items())
    if len(refused) < len(row.recipients):
        RegularReport.objects.filter(pk=row.pk).update(sent_until=last, sent_at=timezone.now())
        facts = {"until": last.isoformat(), "not_taken": list(refused)}
        record("regular_report.sent", row, by=None, at=at, facts=facts)
    RegularReport.objects.filter(pk=row.pk).update(because=because[:LONGEST])
    if refused:
        raise NotSent(because)


def _hand_over(row: RegularReport, at: datetime, first: date, last: date) -> dict[str, str]:
    """Hand a message of its own over for each recipient, and give why those were not taken that were not."""
    if not row.by.is_active:
        raise Refused(_("%(name)s, as who it is counted, has left.") % {"name": row.by.name})
    (sender, named), refused = _sender(), {}
    with as_read_by(row.by, row.language):
        message = _message(row, at, first, last)
    with MailServer(named) as server:
        for to in row.recipients:
            message.to = [to]
            message.from_email = str(sender)
            try:
                server.hand_over(sender.address, to, message.message().as_bytes(), before_text=_nothing)
            except NotTaken as problem:
                refused[to] = _(problem.because)
    return refused


def _nothing() -> None:
    return


def _sender() -> tuple[Sender, dict[str, Any]]:
    """Who it is from, and the server it is handed to; Refused where nothing can be sent, or is not to be."""
    dispatch = Dispatch.objects.first()
    if settings.DRY_RUN or (dispatch and dispatch.is_dry_run):
        raise Refused(_("This is a dry run: nothing is sent."))
    if settings.SMTP is None:
        raise Refused(_("No mail server is named (FIRSTLINE_SMTP)."))
    sender = Sender.objects.filter(department=None).first()
    if sender is None:
        raise Refused(_("No address is laid down that messages come from."))
    return sender, settings.SMTP


def _message(row: RegularReport, at: datetime, first: date, last: date) -> EmailMultiAlternatives:
    listing = listing_for(row.report, row.by)
    wanted = Wanted(_words(row, first, last), row.by, at)
    days = f"{date_format(first, 'SHORT_DATE_FORMAT')} – {date_format(last, 'SHORT_DATE_FORMAT')}"
    facts = {"title": listing.title, "days": days, "row": row, "tables": list(map(_table, listing.sheets(wanted)))}
    facts["link"] = f"{settings.PUBLIC_ADDRESS}/reports/{row.report.removeprefix(PREFIX)}/?{wanted.sent.urlencode()}"
    html = render_to_string("transfer/mail/report.html", facts)
    text = render_to_string("transfer/mail/report.txt", facts)
    message = EmailMultiAlternatives(f"{listing.title}: {days}", text, headers={"Auto-Submitted": "auto-generated"})
    message.attach_alternative(html, "text/html")
    message.attach(file_name(listing, "xlsx", at), _workbook(listing, wanted), content_type("xlsx"))
    if row.with_pdf:
        message.attach(file_name(listing, "pdf", at), pdf.made_of(html), "application/pdf")
    return message


def _words(row: RegularReport, first: date, last: date) -> QueryDict:
    sent = words_of(row.address).copy()
    sent["from"], sent["to"] = first.isoformat(), last.isoformat()
    return sent


def _table(sheet: Sheet) -> dict[str, object]:
    """What of a sheet is shown: no column in which nothing stands, and not too many rows."""
    rows = [[_said(cell) for cell in row] for row in sheet.rows]
    kept = [place for place in range(len(sheet.heads)) if not rows or any(row[place] != "" for row in rows)]
    shown = [[row[place] for place in kept] for row in rows[:MOST_ROWS]]
    heads = [sheet.heads[place] for place in kept]
    return {"title": sheet.title, "heads": heads, "rows": shown, "left_off": len(rows[MOST_ROWS:])}


def _said(cell: Cell) -> Cell:
    return "" if cell is None else cell


def _workbook(listing: Listing, wanted: Wanted) -> bytes:
    book = BytesIO()
    write(listing, wanted, "xlsx", book, lambda _rows, _of: None)
    return book.getvalue()
