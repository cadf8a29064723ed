"""Exports that take longer than a page may, and what is sent out regularly."""

from datetime import UTC, datetime

from firstline.interfaces.transfer import open_data, regular_sending
from firstline.interfaces.transfer.exporting_keeping import write_file
from firstline.interfaces.transfer.models import Export, RegularReport
from firstline.jobs import job, put_down


@job
def write_export(export: int) -> None:
    """Write the file of an export that was asked for."""
    found = Export.objects.select_related("by").filter(pk=export).first()
    if found:
        write_file(found)


@job
def write_open_data(year: int, month: int) -> None:
    """Write the open-data file of a month."""
    open_data.write(open_data.Month(year, month))


@job
def send_report(report: int, until: str) -> None:
    """Send a regular report for the period that was over at this moment."""
    found = RegularReport.objects.select_related("by").filter(pk=report).first()
    if found:
        regular_sending.send(found, datetime.fromisoformat(until))


def send_due_reports(at: datetime) -> None:
    """Put down one job for each regular report whose period is over and which was not sent for it."""
    for report in regular_sending.due(at):
        put_down(send_report, key=f"regular report {report.pk}", report=report.pk, until=at.astimezone(UTC).isoformat())
