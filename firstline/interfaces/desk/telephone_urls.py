"""The addresses of calls that ring, of telephone and fax lines, and of the pages of faxes."""

from django.urls import URLPattern, path

from firstline.interfaces.desk.views import calls, faxes, telephone_lines

addresses: list[URLPattern] = [
    path("ringing/", calls.ringing, name="ringing"),
    path("calls/<int:key>/acceptance/", calls.acceptance, name="call_acceptance"),
    path("faxes/<int:key>/pages/<int:position>/", faxes.page, name="fax_page"),
    path("telephone-lines/", telephone_lines.lines, name="telephone_lines"),
    path("telephone-lines/new/", telephone_lines.new_line, name="telephone_line_new"),
    path("telephone-lines/<int:pk>/", telephone_lines.line, name="telephone_line"),
    path("telephone-lines/<int:pk>/facts/", telephone_lines.line_facts, name="telephone_line_facts"),
    path("telephone-lines/<int:pk>/secret/", telephone_lines.secret, name="telephone_line_secret"),
    path("telephone-lines/<int:pk>/retirement/", telephone_lines.retirement, name="telephone_line_retirement"),
    path("telephone-lines/<int:pk>/restoration/", telephone_lines.restoration, name="telephone_line_restoration"),
    path("extensions/<int:pk>/end/", telephone_lines.extension_end, name="extension_end"),
    path("fax-lines/new/", telephone_lines.new_fax_line, name="fax_line_new"),
    path("fax-lines/<int:pk>/", telephone_lines.fax_line, name="fax_line"),
    path("fax-lines/<int:pk>/retirement/", telephone_lines.fax_retirement, name="fax_line_retirement"),
    path("fax-lines/<int:pk>/restoration/", telephone_lines.fax_restoration, name="fax_line_restoration"),
]
