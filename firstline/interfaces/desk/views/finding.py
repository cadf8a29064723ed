"""Finding anything: Ctrl K, and the same as a page where there is no script."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from firstline.interfaces.desk.access import needs, signed_in
from firstline.interfaces.desk.anything import LONGEST_QUESTION, find_anything
from firstline.reference.staff.roles import Right


@needs(Right.READ)
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Tickets, customers, codes and screens that a few letters or a number may mean."""
    asked = request.GET.get("q", "").replace("\x00", " ")[:LONGEST_QUESTION]
    context = {"groups": find_anything(asked, signed_in(request)), "asked": asked.strip()}
    return render(
        request, "desk/finding/_found.html" if "HX-Request" in request.headers else "desk/finding/page.html", context
    )
