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
    if request.method != "POST" or form is None:
        return render(request, "desk/work_orders/act.html", {"asked": asked, "order": order})
    if form.is_valid():
        try:
            verb(order, getattr(form, "facts", form.cleaned_data))
        except Refused as refusal:
            refused_in(form, refusal)
        else:
            return answered(request, order, told=str(act.told))
    if not request.htmx:
        return render(request, "desk/work_orders/act.html", {"asked": asked, "order": order})
    return answered(request, order, asked=asked)


def done(request: HttpRequest, number: int, name: str, verb: Callable[[WorkOrder], object]) -> HttpResponse:
    """A button does it; a refusal is told on the page."""
    order = find_order(request, number)
    try:
        verb(order)
    except Refused as refusal:
        return answered(request, order, refusal=refusal)
    return answered(request, order, told=str(ACTS[name].told))
