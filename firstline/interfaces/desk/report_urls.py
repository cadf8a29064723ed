"""The addresses of the reports."""

from django.urls import URLPattern, path

from firstline.interfaces.desk.views import reports

addresses: list[URLPattern] = [
    path("reports/", reports.reports, name="reports"),
    path("reports/<slug:name>/", reports.report, name="report"),
    path("reports/<slug:name>/card/", reports.card, name="report_card"),
    path("reports/<slug:name>/rows/", reports.rows, name="report_rows"),
    path("reports/<slug:name>/filters/", reports.filters, name="report_filters"),
]
