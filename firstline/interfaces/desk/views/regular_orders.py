"""Regular orders: work that comes back by itself."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firstline.casework.work_orders import regular as verbs
from firstline.casework.work_orders.models import RegularOrder
from firstline.casework.work_orders.recurrence import coming
from firstline.interfaces.desk.access import needs, signed_in
from firstline.interfaces.desk.form_page import FormPage, answer
from firstline.interfaces.desk.forms.regular_orders import RegularOrderForm
from firstline.interfaces.desk.order_reach import LARGEST_NUMBER, places_like, visible_regular
from firstline.interfaces.desk.rule_words import in_words
from firstline.journal.refusal import Refused
from firstline.reference.staff.roles import Right, may

ask_or_do = require_http_methods(["GET", "HEAD", "POST"])
NEXT = 3


@needs(Right.READ)
@require_safe
def regular_orders(request: HttpRequest) -> HttpResponse:
    """Those that come back, and those that have ended, with their next dates."""
    rows = visible_regular(signed_in(request)).select_related("standard", "code", "crew", "location")
    now = timezone.now()
    standing = [(row, in_words(row.rule), _next(row, now)) for row in rows.filter(ended_at=None)]
    ended = rows.exclude(ended_at=None).order_by("-ended_at")
    facts = {"standing": standing, "ended": list(ended), "may_write": may(request.user, Right.MOVE_WORK)}
    return render(request, "desk/regular_orders/list.html", facts)


@needs(Right.MOVE_WORK)
@ask_or_do
def lay_down(request: HttpRequest) -> HttpResponse:
    form = RegularOrderForm(request.POST or None)

    def verb(_sent: dict[str, Any]) -> str:
        verbs.lay_down(form.facts, by=signed_in(request))
        return reverse("desk:regular_orders")

    return answer(request, form, _page(_("New regular order"), _("Lay it down")), verb)


@needs(Right.MOVE_WORK)
@ask_or_do
def regular_order(request: HttpRequest, key: int) -> HttpResponse:
    """Say otherwise how it comes back."""
    found = _find(request, key)
    form = RegularOrderForm(request.POST or None, regular=found)

    def verb(_sent: dict[str, Any]) -> str:
        verbs.change_regular(found, form.facts, by=signed_in(request))
        return reverse("desk:regular_orders")

    return answer(request, form, _page(found.title, _("Save"), found), verb)


@needs(Right.MOVE_WORK)
@require_POST
def end(request: HttpRequest, key: int) -> HttpResponse:
    try:
        verbs.end(_find(request, key), by=signed_in(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("desk:regular_orders")


@needs(Right.READ)
@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """Known places whose address, alias or landmark begins with what was typed."""
    return render(request, "desk/regular_orders/_places.html", {"places": places_like(request.GET.get("q", ""))})


def _page(title: str, button: str, found: RegularOrder | None = None) -> FormPage:
    trail = [(_("Work orders"), reverse("desk:work_orders")), (_("Regular orders"), reverse("desk:regular_orders"))]
    template = "desk/regular_orders/regular_order.html"
    return FormPage(title, button, trail, template=template, context={"regular": found})


def _next(regular: RegularOrder, now: datetime) -> list[datetime]:
    return coming(regular.rule, regular.first_at, regular.time_zone, after=now, count=NEXT)


def _find(request: HttpRequest, key: int) -> RegularOrder:
    rows = visible_regular(signed_in(request)).select_related("standard", "code", "crew", "location")
    found = rows.filter(pk=key).first() if key < LARGEST_NUMBER else None
    if found is None:
        raise Http404
    return found
