"""The addresses of exports."""

from django.urls import URLPattern, path

from firstline.interfaces.transfer.views import exports, open_data, regular_reports

addresses: list[URLPattern] = [
    path("exports/", exports.exports, name="exports"),
    path("exports/new/", exports.new_export, name="export_new"),
    path("exports/<int:key>/file/", exports.file, name="export_file"),
    path("exports/<int:key>/stopping/", exports.stopping, name="export_stopping"),
    path("exports/reports/", regular_reports.regular_reports, name="regular_reports"),
    path("exports/reports/new/", regular_reports.new_report, name="regular_report_new"),
    path("exports/reports/<int:key>/sending/", regular_reports.sending, name="regular_report_sending"),
    path("exports/reports/<int:key>/end/", regular_reports.end, name="regular_report_end"),
    path("exports/open-data/", open_data.open_data, name="open_data"),
    path("exports/open-data/<int:year>-<int:month>/", open_data.file, name="open_data_file"),
]
