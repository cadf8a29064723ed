"""The addresses of the reports."""

from django.urls import URLPattern, path

from firstline.interfaces.desk.views import reports, staffing

addresses: list[URLPattern] = [
    path("reports/", reports.reports, name="reports"),
    path("reports/staffing/", staffing.staffing, name="staffing"),
    path("reports/<slug:report_name>/", reports.report, name="report"),
    path("reports/<slug:report_name>/card/", reports.card, name="report_card"),
    path("reports/<slug:report_name>/rows/", reports.rows, name="report_rows"),
    path("reports/<slug:report_name>/filters/", reports.filters, name="report_filters"),
]
