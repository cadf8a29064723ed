"""The tasks of a work order: written down, ticked off with their results, ticked back."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from firstline.casework.work_orders import tasks as verbs
from firstline.casework.work_orders.models import Task, WorkOrder
from firstline.interfaces.desk.access import needs, signed_in
from firstline.interfaces.desk.forms.work_orders import TaskForm, TickForm
from firstline.interfaces.desk.order_page import answered, refused_in
from firstline.interfaces.desk.order_reach import LARGEST_NUMBER, find_order
from firstline.journal.refusal import Refused
from firstline.reference.staff.roles import Right


@needs(Right.WORK_ORDERS)
@require_POST
def tasks(request: HttpRequest, number: int) -> HttpResponse:
    """One more task."""
    order, form = find_order(request, number), TaskForm(request.POST, auto_id="id_task_%s")
    if not form.is_valid():
        return answered(request, order, task_form=form)
    try:
        verbs.add_task(order, form.cleaned_data["text"], by=signed_in(request))
    except Refused as refusal:
        refused_in(form, refusal)
        return answered(request, order, task_form=form)
    return answered(request, order, focus="id_task_text")


@needs(Right.WORK_ORDERS)
@require_POST
def task(request: HttpRequest, number: int, key: int) -> HttpResponse:
    """It is done, with what came of it."""
    order = find_order(request, number)
    found, form = _find(order, key), TickForm(request.POST, auto_id=f"id_task_{key}_%s")
    if not form.is_valid():
        return answered(request, order, ticked=(found.pk, form))
    try:
        verbs.tick(found, form.cleaned_data["result"], by=signed_in(request))
    except Refused as refusal:
        return answered(request, order, refusal=refusal)
    following = order.tasks.filter(done_at=None, position__gt=found.position).first()
    return answered(request, order, focus=f"id_task_{following.pk}_result" if following else "")


@needs(Right.WORK_ORDERS)
@require_POST
def undoing(request: HttpRequest, number: int, key: int) -> HttpResponse:
    """It was not done after all."""
    order = find_order(request, number)
    try:
        verbs.untick(_find(order, key), by=signed_in(request))
    except Refused as refusal:
        return answered(request, order, refusal=refusal)
    return answered(request, order)


def _find(order: WorkOrder, key: int) -> Task:
    found = order.tasks.select_related("order").filter(pk=key).first() if key < LARGEST_NUMBER else None
    if found is None:
        raise Http404
    return found
