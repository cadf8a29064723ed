"""All reports there are, in the order in which they are offered."""

from firstline.casework.reports import contact_volume
from firstline.casework.reports.report import Report

REPORTS: tuple[Report, ...] = (contact_volume.REPORT,)
BY_NAME = {report.name: report for report in REPORTS}
