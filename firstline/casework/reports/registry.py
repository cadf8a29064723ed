"""All reports there are, in the order in which they are offered."""

from firstline.casework.reports import (
    backlog,
    call_backs_kept,
    contact_volume,
    first_contact,
    places,
    targets_met,
)
from firstline.casework.reports.report import Report

REPORTS: tuple[Report, ...] = (
    contact_volume.REPORT,
    first_contact.REPORT,
    backlog.REPORT,
    targets_met.REPORT,
    call_backs_kept.REPORT,
    places.REPORT,
)
BY_NAME = {report.name: report for report in REPORTS}
