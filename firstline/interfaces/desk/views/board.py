"""The board: a week of every crew, and putting orders on its days."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from firstline.casework.work_orders import planning
from firstline.interfaces.desk.access import needs, signed_in
from firstline.interfaces.desk.forms.work_orders import BoardForm
from firstline.interfaces.desk.order_reach import find_order
from firstline.interfaces.desk.week_board import Board, Wanted
from firstline.journal.refusal import Refused
from firstline.reference.staff.roles import Right


@needs(Right.READ)
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    return _drawn(request)


@needs(Right.WORK_ORDERS)
@require_POST
def day(request: HttpRequest, number: int) -> HttpResponse:
    """Put an order on a crew's day for so many hours; the answer is the board anew."""
    order, form = find_order(request, number), BoardForm(request.POST)
    if not form.is_valid():
        return _drawn(request, refusal=Refused(_("It cannot be put there: %(why)s") % {"why": _first_error(form)}))
    sent, zone = form.cleaned_data, timezone.get_current_timezone()
    try:
        planning.put_on_day(order, sent["crew"], sent["day"], sent["hours"], zone=zone, by=signed_in(request))
    except Refused as refusal:
        return _drawn(request, refusal=refusal)
    return _drawn(request)


@needs(Right.WORK_ORDERS)
@require_POST
def removal(request: HttpRequest, number: int) -> HttpResponse:
    """Take an order out of the plan, to those without a time."""
    order = find_order(request, number)
    try:
        planning.unplan(order, by=signed_in(request))
    except Refused as refusal:
        return _drawn(request, refusal=refusal)
    return _drawn(request)


def _drawn(request: HttpRequest, refusal: Refused | None = None) -> HttpResponse:
    if request.method == "POST" and "HX-Request" not in request.headers:
        return redirect("desk:board")
    board = Board(Wanted.read(request.GET), signed_in(request), refusal)
    template = "desk/board/board.html"
    return render(request, f"{template}#board" if "HX-Request" in request.headers else template, {"board": board})


def _first_error(form: BoardForm) -> str:
    return str(next(iter(form.errors.values()))[0])
