"""How an act is done with a work order from its page: asked with a form, or done by a button, and answered."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from firstline.casework.work_orders.models import WorkOrder
from firstline.interfaces.desk.order_acts import ACTS, Asked
from firstline.interfaces.desk.order_page import answered, refused_in
from firstline.interfaces.desk.order_reach import find_order
from firstline.journal.refusal import Refused


def asked_for(request: HttpRequest, number: int, name: str, verb: Callable[[WorkOrder, Any], object]) -> HttpResponse:
    """GET asks with a form of its own page, POST does it; a refusal stands beside the field with what was typed."""
    order, act = find_order(request, number), ACTS[name]
    form = act.form(order, request.POST if request.method == "POST" else None)
    asked = Asked(act, form, order)
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            verb(order, getattr(form, "facts", form.cleaned_data))
        except Refused as refusal:
            refused_in(form, refusal)
        else:
            return answered(request, order, told=str(act.told))
    return _drawn(request, asked)


def _drawn(request: HttpRequest, asked: Asked) -> HttpResponse:
    """The form in a dialog over the order's page, or on a page of its own."""
    facts = {"asked": asked, "order": asked.order}
    if "HX-Request" not in request.headers or asked.act.on_page:
        return render(request, "desk/work_orders/act.html", facts)
    response = render(request, "desk/work_orders/_dialog.html", facts)
    # A refused form comes back in its dialog; the page below stays as it is.
    response["HX-Retarget"], response["HX-Reswap"] = "#order-dialog", "innerHTML"
    return response


def done(request: HttpRequest, number: int, name: str, verb: Callable[[WorkOrder], object]) -> HttpResponse:
    """A button does it; a refusal is told on the page."""
    order = find_order(request, number)
    try:
        verb(order)
    except Refused as refusal:
        return answered(request, order, refusal=refusal)
    return answered(request, order, told=str(ACTS[name].told))
