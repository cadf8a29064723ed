"""Setup > Portal: where customers find it, and what comes through it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from firstline.interfaces.desk.access import needs
from firstline.interfaces.desk.portal_page import PortalPage
from firstline.reference.staff.roles import Right


@needs(Right.EDIT_REFERENCE)
@require_safe
def portal(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/portal/page.html", {"page": PortalPage(timezone.now())})
