"""Staffing: how many analysts each half hour needs; the question stands in the address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from firstline.interfaces.desk.access import needs
from firstline.interfaces.desk.staffing_page import page_of
from firstline.reference.staff.roles import Right


@needs(Right.READ)
@require_safe
def staffing(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/staffing/page.html", {"page": page_of(request)})
