"""Escalation steps: what happens by itself when the time of a promise runs out."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from firstline.casework.tickets import refitting
from firstline.interfaces.desk import promise_pages
from firstline.interfaces.desk.access import by_method, needs, signed_in
from firstline.interfaces.desk.forms.promises import StepForm
from firstline.journal.refusal import Refused
from firstline.reference.service_levels.escalation_steps import remove_step
from firstline.reference.service_levels.models import EscalationStep
from firstline.reference.staff.roles import Right


@needs(Right.READ)
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    return _draw(request, StepForm())


@needs(Right.EDIT_REFERENCE)
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """One more step, which counts for open tickets, too."""
    form = StepForm(request.POST)
    if form.is_valid():
        sent = form.cleaned_data
        try:
            facts = (sent["priority"], sent["clock"], sent["percent"], sent["act"])
            refitting.add_step(*facts, tier=sent["tier"], by=signed_in(request))
            messages.success(request, _("Added. It counts for open tickets, too."))
            return redirect("desk:escalation_steps")
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    return _draw(request, form)


@needs(Right.EDIT_REFERENCE)
@require_POST
def removal(request: HttpRequest, pk: int) -> HttpResponse:
    """It happens no more; what it has done already stays done."""
    remove_step(get_object_or_404(EscalationStep.objects.select_related("priority"), pk=pk), by=signed_in(request))
    return redirect("desk:escalation_steps")


steps = by_method(read=show, write=add)


def _draw(request: HttpRequest, form: StepForm) -> HttpResponse:
    context = {"groups": promise_pages.step_groups(), "form": form}
    return render(request, "desk/escalation_steps/list.html", context)
