"""Support centres: their names, tiers and members."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firstline.interfaces.desk import form_page, one_field
from firstline.interfaces.desk.access import needs, signed_in
from firstline.interfaces.desk.form_page import FormPage
from firstline.interfaces.desk.forms.labels import TextsForm, own_language
from firstline.interfaces.desk.forms.staff import CentreForm, MembershipForm, NewCentreForm
from firstline.interfaces.desk.setup_pages import CentrePage, all_centres
from firstline.journal.refusal import Refused
from firstline.reference.staff import centres as keeping
from firstline.reference.staff.models import Membership, SupportCentre
from firstline.reference.staff.roles import Right


@needs(Right.READ)
@require_safe
def centres(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/centres/list.html", {"centres": all_centres()})


@needs(Right.EDIT_REFERENCE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_centre(request: HttpRequest) -> HttpResponse:
    page = FormPage(_("New support centre"), _("Enter"), [(_("Support centres"), reverse("desk:centres"))])

    def enter(facts: dict[str, Any]) -> str:
        texts = {own_language(): facts["text"]}
        centre = keeping.create_centre(texts, tiers=facts["tiers"], by=signed_in(request))
        return reverse("desk:centre", args=[centre.pk])

    return form_page.answer(request, NewCentreForm(request.POST or None), page, enter)


@needs(Right.READ)
@require_safe
def centre(request: HttpRequest, pk: int) -> HttpResponse:
    """A support centre with its people, tier by tier."""
    return _draw(request, _centre(pk))


@needs(Right.EDIT_REFERENCE)
@require_POST
def labels(request: HttpRequest, pk: int) -> HttpResponse:
    """Its name in one language, saving itself."""
    found, by = _centre(pk), signed_in(request)
    form = TextsForm(request.POST, texts=found.labels, ident="label")

    def write(language: str, text: str, _seen: int | None) -> int:
        keeping.rename_centre(found, language, text, by=by)
        return 0

    return _saved(request, found, form, write, labels_form=form)


@needs(Right.EDIT_REFERENCE)
@require_POST
def fields(request: HttpRequest, pk: int) -> HttpResponse:
    """Its tiers or department, saving itself."""
    found, by = _centre(pk), signed_in(request)
    form = CentreForm(request.POST, centre=found)

    def write(name: str, value: Any, _seen: int | None) -> int:
        keeping.change_centre(found, by=by, **{name: value})
        return 0

    return _saved(request, found, form, write, facts_form=form)


@needs(Right.EDIT_REFERENCE)
@require_POST
def memberships(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody works here from now on, or on another tier."""
    found = _centre(pk)
    form = MembershipForm(request.POST, centre=found)
    if form.is_valid():
        try:
            keeping.join_centre(form.cleaned_data["user"], found, form.cleaned_data["tier"], by=signed_in(request))
            return redirect("desk:centre", pk=pk)
        except Refused as refusal:
            form.add_error("tier", str(refusal))
    return _draw(request, found, member_form=form)


@needs(Right.EDIT_REFERENCE)
@require_POST
def membership_end(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Membership, pk=pk)
    keeping.leave_centre(found, by=signed_in(request))
    return redirect("desk:centre", pk=found.centre_id)


@needs(Right.EDIT_REFERENCE)
@require_POST
def catch_all(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes what nobody else takes from now on."""
    return _tell(request, pk, lambda: keeping.appoint_catch_all(_centre(pk), by=signed_in(request)))


@needs(Right.EDIT_REFERENCE)
@require_POST
def retirement(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes no new tickets."""
    by, at = signed_in(request), timezone.now()
    return _tell(request, pk, lambda: keeping.retire_centre(_centre(pk), by=by, at=at))


@needs(Right.EDIT_REFERENCE)
@require_POST
def restoration(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes tickets again."""
    return _tell(request, pk, lambda: keeping.restore_centre(_centre(pk), by=signed_in(request)))


def _tell(request: HttpRequest, pk: int, verb: Any) -> HttpResponse:
    try:
        verb()
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("desk:centre", pk=pk)


def _saved(
    request: HttpRequest, found: SupportCentre, form: Any, write: one_field.Write, **refused: Any
) -> HttpResponse:
    back = reverse("desk:centre", args=[found.pk])
    again = lambda: _draw(request, found, **refused)  # noqa: E731
    return one_field.answer(request, form, write, back=back, again=again, refresh=("members", "history"))


def _centre(pk: int) -> SupportCentre:
    return get_object_or_404(SupportCentre.objects.select_related("department"), pk=pk)


def _draw(request: HttpRequest, found: SupportCentre, **forms: Any) -> HttpResponse:
    page = CentrePage(found, signed_in(request), **forms)
    return render(request, "desk/centres/page.html", {"page": page, "centre": found})
