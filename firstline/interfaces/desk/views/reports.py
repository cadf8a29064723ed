"""Reports: what there is, one report, and the rows behind each of its figures."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from firstline.casework.reports.registry import BY_NAME, REPORTS
from firstline.casework.reports.report import Report
from firstline.interfaces.desk.access import needs, signed_in
from firstline.interfaces.desk.forms.queue import FilterForm
from firstline.interfaces.desk.report_asked import Wish, read
from firstline.interfaces.desk.report_page import ReportPage
from firstline.interfaces.desk.report_rows import page_of
from firstline.reference.staff.roles import Right


def _drawn(request: HttpRequest, report_name: str, template: str) -> HttpResponse:
    found, wish = _report(report_name), _wish(request)
    page = ReportPage(found, wish, wish.asked) if wish.asked else None
    return render(request, f"desk/reports/{template}.html", {"report": found, "wish": wish, "page": page})


def _report(name: str) -> Report:
    if name not in BY_NAME:
        raise Http404
    return BY_NAME[name]


def _wish(request: HttpRequest) -> Wish:
    return read(request.GET, signed_in(request), timezone.now())


@needs(Right.READ)
@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """All reports; each brings its picture by itself, so that no page waits for all of them."""
    return render(request, "desk/reports/index.html", {"reports": REPORTS, "wish": _wish(request)})


@needs(Right.READ)
@require_safe
def report(request: HttpRequest, report_name: str) -> HttpResponse:
    return _drawn(request, report_name, "report")


@needs(Right.READ)
@require_safe
def card(request: HttpRequest, report_name: str) -> HttpResponse:
    """The first picture of a report, for the list of all."""
    return _drawn(request, report_name, "card")


@needs(Right.READ)
@require_safe
def rows(request: HttpRequest, report_name: str) -> HttpResponse:
    """The rows of one figure; without a period that makes sense, the report itself says why."""
    found, wish = _report(report_name), _wish(request)
    if wish.asked is None:
        return render(request, "desk/reports/report.html", {"report": found, "wish": wish, "page": None})
    try:
        page = page_of(found, wish, wish.asked, request.GET)
    except KeyError as unknown:
        raise Http404 from unknown
    return render(request, "desk/reports/rows.html", {"page": page, "wish": wish})


@needs(Right.READ)
@require_safe
def filters(request: HttpRequest, report_name: str) -> HttpResponse:
    """The limits to choose from: a dialog over the report, or a page of its own without script."""
    found, wish = _report(report_name), _wish(request)
    template = "desk/reports/filters.html"
    part = "#form" if request.headers.get("HX-Request") else ""
    form = FilterForm(wish.filters.chosen, "")
    return render(request, f"{template}{part}", {"form": form, "filters": wish.filters, "report": found, "wish": wish})
