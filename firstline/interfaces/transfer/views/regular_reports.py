"""Reports that are sent regularly: which, to whom, and whether the last one went out."""

from datetime import UTC

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firstline.interfaces.access import needs, signed_in
from firstline.interfaces.listings import find, words_of
from firstline.interfaces.transfer import regular_reports as keeping
from firstline.interfaces.transfer.export_jobs import send_report
from firstline.interfaces.transfer.forms.regular_reports import RegularReportForm
from firstline.interfaces.transfer.models import RegularReport
from firstline.jobs import put_down
from firstline.journal.refusal import Refused
from firstline.reference.staff.roles import Right


@needs(Right.EDIT_REFERENCE)
@require_safe
def regular_reports(request: HttpRequest) -> HttpResponse:
    rows = RegularReport.objects.filter(ended_at=None).select_related("by")
    lines = [(row, listing.title if (listing := find(row.report)) else row.report) for row in rows]
    return render(request, "transfer/regular_reports/list.html", {"lines": lines})


@needs(Right.EDIT_REFERENCE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_report(request: HttpRequest) -> HttpResponse:
    """Which report, how often, and to whom; its limits come along in the address."""
    user, limits = signed_in(request), keeping.limits_of(request.GET.get("with", ""))
    begun = {"report": request.GET.get("of", ""), "language": user.language}
    form = RegularReportForm(request.POST if request.method == "POST" else None, initial=begun)
    if form.is_bound and form.is_valid():
        try:
            keeping.regulate(**form.cleaned_data, address=limits, by=user)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("The report will be sent when the present period is over."))
            return redirect("transfer:regular_reports")
    said = [(name, ", ".join(values)) for name, values in words_of(limits).lists()]
    return render(request, "transfer/regular_reports/new.html", {"form": form, "limits": said})


@needs(Right.EDIT_REFERENCE)
@require_POST
def sending(request: HttpRequest, key: int) -> HttpResponse:
    """Try once more what could not be sent."""
    row = _found(key)
    now = timezone.now().astimezone(UTC).isoformat()
    put_down(send_report, key=f"regular report {row.pk}", report=row.pk, until=now)
    messages.success(request, _("It is tried again."))
    return redirect("transfer:regular_reports")


@needs(Right.EDIT_REFERENCE)
@require_POST
def end(request: HttpRequest, key: int) -> HttpResponse:
    try:
        keeping.end(_found(key), by=signed_in(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("transfer:regular_reports")


def _found(key: int) -> RegularReport:
    return get_object_or_404(RegularReport, pk=min(key, 2**63 - 1), ended_at=None)
