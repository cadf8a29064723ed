"""The first screen of the day."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from firstline.interfaces.desk.access import needs, signed_in
from firstline.reference.staff.roles import Right, Role


@needs(Right.READ)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Whoever answers calls begins with the contacts, everybody else with the queue."""
    return redirect("desk:contacts" if signed_in(request).role == Role.ANALYST else "desk:queue")
