"""Work orders: their list, the page of one, and its fields that save themselves."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from firstline.casework.work_orders import writing
from firstline.interfaces.desk import one_field
from firstline.interfaces.desk.access import needs, signed_in
from firstline.interfaces.desk.forms.work_orders import FieldsForm
from firstline.interfaces.desk.order_list import Filters, page_of
from firstline.interfaces.desk.order_page import OrderPage
from firstline.interfaces.desk.order_reach import LARGEST_NUMBER, find_order
from firstline.reference.staff.roles import Right


@needs(Right.READ)
@require_safe
def work_orders(request: HttpRequest) -> HttpResponse:
    page = page_of(Filters.read(request.GET), signed_in(request))
    template = "desk/work_orders/list.html"
    return render(request, f"{template}#rows" if "HX-Request" in request.headers else template, {"page": page})


@needs(Right.READ)
@require_safe
def work_order(request: HttpRequest, number: int) -> HttpResponse:
    """`?after=` names the last ticket of the page before, `?before=` the entry up to which the story goes."""
    order = find_order(request, number)
    after, before = (_key(request.GET.get(name, "")) for name in ("after", "before"))
    page = OrderPage(order, signed_in(request), after=after, before=before or None)
    template = "desk/work_orders/order.html"
    return render(
        request, f"{template}#order" if "HX-Request" in request.headers else template, {"page": page, "order": order}
    )


@needs(Right.WORK_ORDERS)
@require_POST
def fields(request: HttpRequest, number: int) -> HttpResponse:
    """One field as it is typed; without script all of them at once."""
    order, by = find_order(request, number), signed_in(request)

    def write(name: str, value: Any, seen: int | None) -> int:
        return writing.write(order, name, value, seen=seen, by=by).version

    def again() -> HttpResponse:
        return render(request, "desk/work_orders/fields.html", {"form": form, "order": order})

    form = FieldsForm(request.POST, order=order)
    back = reverse("desk:work_order", args=[number])
    return one_field.answer(request, form, write, back=back, again=again, refresh=("order-head", "order-where"))


def _key(text: str) -> int:
    return min(int(text[:19]), LARGEST_NUMBER - 1) if text.isascii() and text.isdigit() else 0
