"""Calls that ring, and taking one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from firstline.interfaces.channels.models import Call
from firstline.interfaces.channels.telephone import taking
from firstline.interfaces.desk.access import needs, signed_in
from firstline.interfaces.desk.ringing import drawn_for
from firstline.reference.staff.roles import Right


@needs(Right.TAKE_CONTACTS)
@require_safe
def ringing(request: HttpRequest) -> HttpResponse:
    """What rings for the reader just now."""
    return HttpResponse(drawn_for(request))


@needs(Right.TAKE_CONTACTS)
@require_POST
def acceptance(request: HttpRequest, key: int) -> HttpResponse:
    """Take the call: its contact is on the screen."""
    call = get_object_or_404(Call, pk=key)
    contact = taking.accept(call, by=signed_in(request))
    return redirect("desk:contact", number=contact.number)
