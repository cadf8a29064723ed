"""Criteria tried on the past, the matrix beside them, and what their conditions can name."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from firstline.casework.tickets.facts import VOCABULARY
from firstline.interfaces.desk.access import needs, signed_in
from firstline.interfaces.desk.condition_values import offered, tidy
from firstline.interfaces.desk.criteria_trial import TrialPage
from firstline.interfaces.desk.forms.criteria import MatrixForm
from firstline.journal.refusal import Refused
from firstline.reference.service_levels import matrix as laying_down
from firstline.reference.service_levels.models import CriteriaTable
from firstline.reference.staff.roles import Right


@needs(Right.EDIT_REFERENCE)
@require_safe
def trial(request: HttpRequest, pk: int) -> HttpResponse:
    """What a table would have decided about the last tickets."""
    page = TrialPage(get_object_or_404(CriteriaTable, pk=pk), request.GET.get("count", ""), signed_in(request))
    return render(request, "desk/criteria/trial.html", {"page": page})


@needs(Right.EDIT_REFERENCE)
@require_http_methods(["GET", "HEAD", "POST"])
def matrix(request: HttpRequest) -> HttpResponse:
    """Impact times urgency: nine priorities, and whether they count."""
    standing = laying_down.stamp()
    sent = request.POST if request.method == "POST" else None
    form = MatrixForm(sent, cells=laying_down.proposed(), is_on=standing != "off")
    seen = request.POST.get("seen", "")[:200] or standing
    if form.is_bound and form.is_valid():
        try:
            laying_down.lay_down(form.cells, by=signed_in(request), seen=seen)
            messages.success(request, _("The matrix is kept."))
            return redirect("desk:criteria_matrix")
        except Refused as refusal:
            form.add_error(None, str(refusal))
            seen = standing
    return render(request, "desk/criteria/matrix.html", {"form": form, "seen": seen})


@needs(Right.READ)
@require_safe
def choices(request: HttpRequest, field: str) -> HttpResponse:
    """What a field of the vocabulary can name, for what was typed so far."""
    if field not in VOCABULARY:
        raise Http404
    asked = tidy(request.GET.get("q", ""))
    return render(request, "desk/criteria/choices.html", {"found": offered(VOCABULARY[field], asked), "asked": asked})
