"""Standard work orders: the templates of jobs, with their tasks."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firstline.interfaces.desk import form_page, one_field
from firstline.interfaces.desk.access import needs, signed_in
from firstline.interfaces.desk.form_page import FormPage
from firstline.interfaces.desk.forms.catalogue import NewStandardWorkOrderForm, StandardWorkOrderForm
from firstline.interfaces.desk.forms.labels import OneTextForm, TextsForm, own_language
from firstline.interfaces.desk.standard_order_page import StandardOrderPage, instructions_form, standard_orders
from firstline.journal.refusal import Refused
from firstline.reference.handling import standard_orders as keeping
from firstline.reference.handling.models import StandardTask, StandardWorkOrder
from firstline.reference.staff.roles import Right


@needs(Right.READ)
@require_safe
def all_standard_work_orders(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/standard_work_orders/list.html", {"orders": standard_orders()})


@needs(Right.EDIT_REFERENCE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_standard_work_order(request: HttpRequest) -> HttpResponse:
    trail = [(_("Standard work orders"), reverse("desk:standard_work_orders"))]
    page = FormPage(_("New standard work order"), _("Enter"), trail)

    def enter(facts: dict[str, Any]) -> str:
        texts = {own_language(): facts["text"]}
        order = keeping.create_standard_work_order(texts, facts["duration"], by=signed_in(request))
        return reverse("desk:standard_work_order", args=[order.pk])

    return form_page.answer(request, NewStandardWorkOrderForm(request.POST or None), page, enter)


@needs(Right.READ)
@require_safe
def standard_work_order(request: HttpRequest, pk: int) -> HttpResponse:
    """A template with its tasks, and the codes that carry it."""
    return _draw(request, _order(pk))


@needs(Right.EDIT_REFERENCE)
@require_POST
def labels(request: HttpRequest, pk: int) -> HttpResponse:
    """What it is called in one language, saving itself."""
    order, by = _order(pk), signed_in(request)
    form = TextsForm(request.POST, texts=order.labels, ident="label")

    def write(language: str, text: str, _seen: int | None) -> int:
        keeping.rename_standard_work_order(order, language, text, by=by)
        return 0

    return _saved(request, order, form, write, labels_form=form)


@needs(Right.EDIT_REFERENCE)
@require_POST
def instructions(request: HttpRequest, pk: int) -> HttpResponse:
    """What the crew is told in one language, saving itself."""
    order, by = _order(pk), signed_in(request)
    form = instructions_form(order, request.POST)

    def write(language: str, text: str, _seen: int | None) -> int:
        keeping.instruct(order, language, text, by=by)
        return 0

    return _saved(request, order, form, write, instructions_form=form)


@needs(Right.EDIT_REFERENCE)
@require_POST
def fields(request: HttpRequest, pk: int) -> HttpResponse:
    """Crew, duration or what it covers, saving itself."""
    order, by = _order(pk), signed_in(request)
    form = StandardWorkOrderForm(request.POST, order=order)

    def write(name: str, value: Any, _seen: int | None) -> int:
        keeping.change_standard_work_order(order, by=by, **{name: value})
        return 0

    return _saved(request, order, form, write, facts_form=form)


@needs(Right.EDIT_REFERENCE)
@require_POST
def retirement(request: HttpRequest, pk: int) -> HttpResponse:
    """No longer raised."""
    keeping.retire_standard_work_order(_order(pk), by=signed_in(request), at=timezone.now())
    return redirect("desk:standard_work_order", pk=pk)


@needs(Right.EDIT_REFERENCE)
@require_POST
def restoration(request: HttpRequest, pk: int) -> HttpResponse:
    """Raised again."""
    keeping.restore_standard_work_order(_order(pk), by=signed_in(request))
    return redirect("desk:standard_work_order", pk=pk)


@needs(Right.EDIT_REFERENCE)
@require_POST
def tasks(request: HttpRequest, pk: int) -> HttpResponse:
    """One more task, in the writer's language."""
    order, form = _order(pk), OneTextForm(request.POST, label="", longest=keeping.LONGEST_TASK)
    if form.is_valid():
        try:
            keeping.add_task(order, form.texts, by=signed_in(request))
            return redirect(f"{reverse('desk:standard_work_order', args=[pk])}#tasks")
        except Refused as refusal:
            form.add_error("text", str(refusal))
    return _draw(request, order, task_form=form)


@needs(Right.EDIT_REFERENCE)
@require_POST
def task_labels(request: HttpRequest, pk: int) -> HttpResponse:
    """A task in one language, saving itself."""
    task, by = _task(pk), signed_in(request)
    form = TextsForm(request.POST, texts=task.labels, ident=f"task{pk}", longest=keeping.LONGEST_TASK)

    def write(language: str, text: str, _seen: int | None) -> int:
        keeping.rename_task(task, language, text, by=by)
        return 0

    return _saved(request, task.standard, form, write, refused_task=(pk, form))


@needs(Right.EDIT_REFERENCE)
@require_POST
def task_position(request: HttpRequest, pk: int) -> HttpResponse:
    """Done earlier or later; a place that makes no sense is the last one."""
    task, sent = _task(pk), request.POST.get("position", "")
    keeping.move_task(task, int(sent) if sent.isdecimal() and len(sent) < 5 else 9999, by=signed_in(request))
    return redirect(f"{reverse('desk:standard_work_order', args=[task.standard_id])}#tasks")


@needs(Right.EDIT_REFERENCE)
@require_POST
def task_removal(request: HttpRequest, pk: int) -> HttpResponse:
    task = _task(pk)
    keeping.remove_task(task, by=signed_in(request))
    return redirect(f"{reverse('desk:standard_work_order', args=[task.standard_id])}#tasks")


def _saved(
    request: HttpRequest, order: StandardWorkOrder, form: Any, write: one_field.Write, **refused: Any
) -> HttpResponse:
    back = reverse("desk:standard_work_order", args=[order.pk])
    again = lambda: _draw(request, order, **refused)  # noqa: E731
    return one_field.answer(request, form, write, back=back, again=again, refresh=("history",))


def _order(pk: int) -> StandardWorkOrder:
    return get_object_or_404(StandardWorkOrder.objects.select_related("crew"), pk=pk)


def _task(pk: int) -> StandardTask:
    return get_object_or_404(StandardTask.objects.select_related("standard__crew"), pk=pk)


def _draw(request: HttpRequest, order: StandardWorkOrder, **forms: Any) -> HttpResponse:
    page = StandardOrderPage(order, signed_in(request), **forms)
    return render(request, "desk/standard_work_orders/page.html", {"page": page, "order": order})
