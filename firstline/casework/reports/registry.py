"""All reports there are, in the order in which they are offered."""

from firstline.casework.reports import (
    backlog,
    call_backs_kept,
    commented,
    contact_volume,
    first_contact,
    hand_offs,
    knowledge_used,
    orders_done,
    places,
    procedures_followed,
    satisfied,
    targets_met,
    workload,
)
from firstline.casework.reports.report import Report

REPORTS: tuple[Report, ...] = (
    contact_volume.REPORT,
    first_contact.REPORT,
    backlog.REPORT,
    targets_met.REPORT,
    hand_offs.REPORT,
    call_backs_kept.REPORT,
    orders_done.REPORT,
    workload.REPORT,
    satisfied.REPORT,
    commented.REPORT,
    knowledge_used.REPORT,
    procedures_followed.REPORT,
    places.REPORT,
)
BY_NAME = {report.name: report for report in REPORTS}
