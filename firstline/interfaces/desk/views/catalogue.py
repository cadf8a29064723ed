"""The catalogue: the tree, editable in place, level by level (K1)."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from firstline.interfaces.desk import one_field
from firstline.interfaces.desk.access import department_limits, needs, signed_in
from firstline.interfaces.desk.catalogue_page import PARENTS, find_editable, find_node, url_of
from firstline.interfaces.desk.code_page import draw
from firstline.interfaces.desk.forms.catalogue import ParentForm
from firstline.interfaces.desk.forms.labels import OneTextForm, TextsForm
from firstline.journal.refusal import Refused
from firstline.reference.catalogue import keeping
from firstline.reference.catalogue.finding import find_codes
from firstline.reference.catalogue.models import ProblemCode
from firstline.reference.staff.roles import Right

FEW = 20


@needs(Right.READ)
@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """All departments, and the tree beside them."""
    return draw(request, None)


@needs(Right.READ)
@require_safe
def node(request: HttpRequest, level: str, pk: int) -> HttpResponse:
    """A department, provider or category with what stands below it; a code with what it carries."""
    return draw(request, find_node(level, pk))


@needs(Right.READ)
@require_safe
def found_codes(request: HttpRequest) -> HttpResponse:
    """Codes by a few letters (K3), each leading to its page."""
    asked = request.GET.get("q", "")
    found = find_codes(asked, get_language() or "en", limit=FEW)
    return render(request, "desk/catalogue/_found.html", {"found": found, "asked": asked.strip()})


@needs(Right.EDIT_REFERENCE)
@require_POST
def departments(request: HttpRequest) -> HttpResponse:
    """One more department; whoever is limited to some cannot add another."""
    form = OneTextForm(request.POST, label="")
    if form.is_valid():
        try:
            if department_limits(signed_in(request)):
                raise Refused(_("You are limited to your own departments."))
            return redirect(url_of(keeping.add_department(form.texts, by=signed_in(request))))
        except Refused as refusal:
            form.add_error("text", str(refusal))
    return draw(request, None, add_form=form)


@needs(Right.EDIT_REFERENCE)
@require_POST
def below(request: HttpRequest, level: str, pk: int) -> HttpResponse:
    """One more child: the page stays, ready for the next; a new code is opened to be filled."""
    parent: Any = find_editable(request, level, pk)
    if type(parent) not in keeping.BELOW:
        raise Http404
    form = OneTextForm(request.POST, label="")
    if form.is_valid():
        try:
            added = keeping.add_below(parent, form.texts, by=signed_in(request))
            return redirect(url_of(added) if isinstance(added, ProblemCode) else f"{url_of(parent)}#below")
        except Refused as refusal:
            form.add_error("text", str(refusal))
    return draw(request, parent, add_form=form)


@needs(Right.EDIT_REFERENCE)
@require_POST
def labels(request: HttpRequest, level: str, pk: int) -> HttpResponse:
    """A label in one language, saving itself."""
    found, by = find_editable(request, level, pk), signed_in(request)
    form = TextsForm(request.POST, texts=found.labels, ident="label")

    def write(language: str, text: str, _seen: int | None) -> int:
        keeping.rename(found, language, text, by=by)
        return 0

    def again() -> HttpResponse:
        return draw(request, found, labels_form=form)

    refresh = ("missing", "tree", "history")
    return one_field.answer(request, form, write, back=url_of(found), again=again, refresh=refresh)


@needs(Right.EDIT_REFERENCE)
@require_POST
def parent(request: HttpRequest, level: str, pk: int) -> HttpResponse:
    """Hang it below another parent."""
    found: Any = find_editable(request, level, pk)
    if type(found) not in PARENTS:
        raise Http404
    form = ParentForm(request.POST, node=found)
    if form.is_valid():
        try:
            return redirect(url_of(keeping.move(found, form.cleaned_data["parent"], by=signed_in(request))))
        except Refused as refusal:
            form.add_error("parent", str(refusal))
    return draw(request, found, move_form=form)


@needs(Right.EDIT_REFERENCE)
@require_POST
def retirement(request: HttpRequest, level: str, pk: int) -> HttpResponse:
    """No longer offered."""
    found = keeping.retire(find_editable(request, level, pk), by=signed_in(request), at=timezone.now())
    return redirect(url_of(found))


@needs(Right.EDIT_REFERENCE)
@require_POST
def restoration(request: HttpRequest, level: str, pk: int) -> HttpResponse:
    """Offered again."""
    return redirect(url_of(keeping.restore(find_editable(request, level, pk), by=signed_in(request))))


@needs(Right.EDIT_REFERENCE)
@require_POST
def removal(request: HttpRequest, level: str, pk: int) -> HttpResponse:
    """Taken out, as long as it was never used."""
    found: Any = find_editable(request, level, pk)
    above = getattr(found, PARENTS[type(found)]) if type(found) in PARENTS else None
    try:
        keeping.remove(found, by=signed_in(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(url_of(found))
    return redirect(url_of(above) if above else reverse("desk:catalogue"))
