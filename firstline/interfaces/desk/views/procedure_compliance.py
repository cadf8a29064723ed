"""Whether procedures were followed: the figures, and the rows behind each (P4)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from firstline.interfaces.desk.access import needs, signed_in
from firstline.interfaces.desk.compliance_page import Compliance
from firstline.reference.staff.roles import Right


@needs(Right.MOVE_WORK)
@require_safe
def compliance(request: HttpRequest) -> HttpResponse:
    page = Compliance(signed_in(request), request.GET)
    return render(request, "desk/procedures/compliance.html", {"page": page})


@needs(Right.MOVE_WORK)
@require_safe
def rows(request: HttpRequest) -> HttpResponse:
    page = Compliance(signed_in(request), request.GET)
    return render(request, "desk/procedures/compliance_rows.html", {"page": page})
