"""Call-back protocols: how often a customer hears from the desk until their problem is solved."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firstline.interfaces.desk import form_page, promise_pages
from firstline.interfaces.desk.access import needs, signed_in
from firstline.interfaces.desk.form_page import FormPage
from firstline.interfaces.desk.forms.promises import ProtocolForm, parties_like
from firstline.reference.service_levels.models import CallBackProtocol
from firstline.reference.service_levels.protocols import remove_protocol, set_protocol
from firstline.reference.staff.roles import Right

ask_or_do = require_http_methods(["GET", "HEAD", "POST"])


@needs(Right.READ)
@require_safe
def protocols(request: HttpRequest) -> HttpResponse:
    of_priorities, own, more = promise_pages.protocol_rows()
    context = {"of_priorities": of_priorities, "own": own, "more": more}
    return render(request, "desk/call_back_protocols/list.html", context)


@needs(Right.EDIT_REFERENCE)
@ask_or_do
def new_protocol(request: HttpRequest) -> HttpResponse:
    """One more; where there is one for the same, it takes its place."""
    form = ProtocolForm(request.POST or None, initial={"priority": request.GET.get("priority")})
    return _answer(request, form, _("New call-back protocol"))


@needs(Right.EDIT_REFERENCE)
@ask_or_do
def protocol(request: HttpRequest, pk: int) -> HttpResponse:
    rows = CallBackProtocol.objects.select_related("priority", "account", "customer", "calendar")
    found = get_object_or_404(rows, pk=pk)
    return _answer(request, ProtocolForm(request.POST or None, protocol=found), str(found).partition(":")[0], found)


@needs(Right.EDIT_REFERENCE)
@require_POST
def removal(request: HttpRequest, pk: int) -> HttpResponse:
    """No more call-backs by this protocol; those that are owed already stay owed."""
    remove_protocol(get_object_or_404(CallBackProtocol, pk=pk), by=signed_in(request))
    return redirect("desk:call_back_protocols")


@needs(Right.READ)
@require_safe
def parties(request: HttpRequest) -> HttpResponse:
    """Accounts and customers who may be meant by what was typed."""
    found = parties_like(request.GET.get("q", ""))
    return render(request, "desk/call_back_protocols/_parties.html", {"found": found})


def _answer(
    request: HttpRequest, form: ProtocolForm, title: str, found: CallBackProtocol | None = None
) -> HttpResponse:
    def lay_down(facts: dict[str, Any]) -> str:
        set_protocol(form.of, facts["every"], calendar=facts["calendar"], by=signed_in(request))
        return reverse("desk:call_back_protocols")

    trail = [(_("Call-back protocols"), reverse("desk:call_back_protocols"))]
    template, context = "desk/call_back_protocols/page.html", {"protocol": found}
    return form_page.answer(
        request, form, FormPage(title, _("Save"), trail, template=template, context=context), lay_down
    )
