"""Setup of the telephone and of fax: lines, who answers at them, their secret address, and whether they are heard."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firstline.interfaces.desk import form_page
from firstline.interfaces.desk.access import needs, signed_in
from firstline.interfaces.desk.form_page import FormPage, Text
from firstline.interfaces.desk.forms.telephony import ExtensionForm, FaxLineForm, LineForm
from firstline.interfaces.desk.telephone_page import LinePage, all_fax_lines, all_lines
from firstline.journal.refusal import Refused
from firstline.reference.correspondence import telephony
from firstline.reference.correspondence.models import Extension, FaxLine, TelephoneLine
from firstline.reference.staff.roles import Right

show_or_send = require_http_methods(["GET", "HEAD", "POST"])


@needs(Right.EDIT_REFERENCE)
@require_safe
def lines(request: HttpRequest) -> HttpResponse:
    """All lines, and whether they are heard."""
    return render(request, "desk/telephone_lines/list.html", {"lines": all_lines(), "fax_lines": all_fax_lines()})


@needs(Right.EDIT_REFERENCE)
@show_or_send
def new_line(request: HttpRequest) -> HttpResponse:
    def enter(facts: dict[str, Any]) -> str:
        return reverse("desk:telephone_line", args=[telephony.create_line(facts, by=signed_in(request)).pk])

    return form_page.answer(request, LineForm(request.POST or None), _page(_("New telephone line")), enter)


@needs(Right.EDIT_REFERENCE)
@show_or_send
def line(request: HttpRequest, pk: int) -> HttpResponse:
    """One line; sent to, it has one more person who answers."""
    found = get_object_or_404(TelephoneLine, pk=pk)
    form = ExtensionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            telephony.put_at(found, form.cleaned_data["number"], form.cleaned_data["user"], by=signed_in(request))
            return redirect("desk:telephone_line", pk=pk)
        except Refused as refusal:
            form.add_error(refusal.field or None, str(refusal))
    page = LinePage(found, request.build_absolute_uri, form)
    return render(request, "desk/telephone_lines/page.html", {"page": page, "line": found})


@needs(Right.EDIT_REFERENCE)
@show_or_send
def line_facts(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(TelephoneLine, pk=pk)
    back = reverse("desk:telephone_line", args=[pk])

    def change(facts: dict[str, Any]) -> str:
        telephony.change_line(found, facts, by=signed_in(request))
        return back

    return form_page.answer(request, LineForm(request.POST or None, line=found), _page(found.name, back), change)


@needs(Right.EDIT_REFERENCE)
@require_POST
def secret(request: HttpRequest, pk: int) -> HttpResponse:
    """Another address; the old one is closed."""
    telephony.renew_secret(get_object_or_404(TelephoneLine, pk=pk), by=signed_in(request))
    return redirect("desk:telephone_line", pk=pk)


@needs(Right.EDIT_REFERENCE)
@require_POST
def extension_end(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Extension, pk=pk)
    telephony.take_from(found, by=signed_in(request))
    return redirect("desk:telephone_line", pk=found.line_id)


@needs(Right.EDIT_REFERENCE)
@require_POST
def retirement(request: HttpRequest, pk: int) -> HttpResponse:
    telephony.retire(get_object_or_404(TelephoneLine, pk=pk), by=signed_in(request))
    return redirect("desk:telephone_line", pk=pk)


@needs(Right.EDIT_REFERENCE)
@require_POST
def restoration(request: HttpRequest, pk: int) -> HttpResponse:
    telephony.restore(get_object_or_404(TelephoneLine, pk=pk), by=signed_in(request))
    return redirect("desk:telephone_line", pk=pk)


@needs(Right.EDIT_REFERENCE)
@show_or_send
def new_fax_line(request: HttpRequest) -> HttpResponse:
    def enter(facts: dict[str, Any]) -> str:
        telephony.create_fax_line(facts, by=signed_in(request))
        return reverse("desk:telephone_lines")

    return form_page.answer(request, FaxLineForm(request.POST or None), _page(_("New fax line")), enter)


@needs(Right.EDIT_REFERENCE)
@show_or_send
def fax_line(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(FaxLine, pk=pk)

    def change(facts: dict[str, Any]) -> str:
        telephony.change_fax_line(found, facts, by=signed_in(request))
        return reverse("desk:telephone_lines")

    return form_page.answer(request, FaxLineForm(request.POST or None, line=found), _page(found.name), change)


@needs(Right.EDIT_REFERENCE)
@require_POST
def fax_retirement(request: HttpRequest, pk: int) -> HttpResponse:
    telephony.retire(get_object_or_404(FaxLine, pk=pk), by=signed_in(request))
    return redirect("desk:telephone_lines")


@needs(Right.EDIT_REFERENCE)
@require_POST
def fax_restoration(request: HttpRequest, pk: int) -> HttpResponse:
    telephony.restore(get_object_or_404(FaxLine, pk=pk), by=signed_in(request))
    return redirect("desk:telephone_lines")


def _page(title: Text, back: str = "") -> FormPage:
    return FormPage(title, _("Save"), [(_("Telephone and fax"), back or reverse("desk:telephone_lines"))])
