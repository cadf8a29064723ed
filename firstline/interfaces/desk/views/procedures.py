"""Procedures: their list, a procedure's page and versions, publishing, trying, and what each is chosen for (P1, P2)."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firstline.casework.tickets.facts import VOCABULARY
from firstline.interfaces.desk import form_page
from firstline.interfaces.desk.access import needs, signed_in
from firstline.interfaces.desk.forms.labels import OneTextForm, TextsForm
from firstline.interfaces.desk.forms.procedures import OccasionForm
from firstline.interfaces.desk.procedure_list import ProcedureList
from firstline.interfaces.desk.procedure_page import Compared, ProcedurePage
from firstline.interfaces.desk.procedure_trial import Trial
from firstline.journal.refusal import Refused
from firstline.reference.procedures import drafts, publishing, writing
from firstline.reference.procedures.models import Occasion, Procedure, ProcedureVersion
from firstline.reference.procedures.texts import LONGEST_TITLE
from firstline.reference.staff.roles import Right

PAGE = "desk/procedures/procedure.html"


@needs(Right.READ)
@require_safe
def procedures(request: HttpRequest) -> HttpResponse:
    page = ProcedureList(signed_in(request), timezone.now(), all_of_them="all" in request.GET)
    return render(request, "desk/procedures/list.html", {"page": page})


@needs(Right.EDIT_REFERENCE)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A procedure begins with its name in one language and an empty draft."""
    form = OneTextForm(request.POST or None, label=_("Name"), longest=LONGEST_TITLE)
    trail = [(gettext_lazy("Procedures"), reverse("desk:procedures"))]
    page = form_page.FormPage(_("New procedure"), _("Create"), trail)

    def create(_facts: object) -> str:
        return reverse("desk:procedure", args=[writing.create_procedure(form.texts, by=signed_in(request)).pk])

    return form_page.answer(request, form, page, create)


@needs(Right.READ)
@require_safe
def procedure(request: HttpRequest, pk: int) -> HttpResponse:
    """One version of it, the steps with their ways, the drawing, and what stands in the way of publishing."""
    return render(request, PAGE, {"page": _page(request, pk, request.GET.get("version", ""))})


@needs(Right.READ)
@require_safe
def versions(request: HttpRequest, pk: int) -> HttpResponse:
    """Two versions and what is different between them."""
    compared = Compared(_page(request, pk), request.GET.get("old", ""), request.GET.get("new", ""))
    return render(request, "desk/procedures/versions.html", {"compared": compared, "page": compared.page})


@needs(Right.READ)
@require_safe
def trial(request: HttpRequest, pk: int) -> HttpResponse:
    """Tried without anything being written."""
    version = get_object_or_404(ProcedureVersion.objects.select_related("procedure"), pk=pk)
    if version not in _page(request, version.procedure_id).versions:
        raise Http404
    return render(request, "desk/procedures/trial.html", {"trial": Trial(version, request.GET), "version": version})


@needs(Right.EDIT_REFERENCE)
@require_http_methods(["GET", "HEAD", "POST"])
def names(request: HttpRequest, pk: int) -> HttpResponse:
    """Its name in every language."""
    found, by = get_object_or_404(Procedure, pk=pk), signed_in(request)
    form = TextsForm(request.POST or None, texts=found.labels, ident="name", longest=LONGEST_TITLE)
    back = reverse("desk:procedure", args=[pk])
    trail: list[tuple[form_page.Text, str]] = [
        (gettext_lazy("Procedures"), reverse("desk:procedures")),
        (found.label, back),
    ]

    def rename(facts: dict[str, str]) -> str:
        for language in form.changed_data:
            writing.rename(found, language, facts[language], by=by)
        return back

    return form_page.answer(request, form, form_page.FormPage(_("Name"), _("Save"), trail), rename)


@needs(Right.EDIT_REFERENCE)
@require_POST
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a draft, from the published version or from the one that is named; or go on with the one there is."""
    found = get_object_or_404(Procedure, pk=pk)
    number = request.POST.get("source", "")
    source = found.versions.filter(number=number).first() if number.isdecimal() and len(number) < 9 else None
    return _tell(request, pk, lambda: drafts.draft(found, source=source, by=signed_in(request)))


@needs(Right.EDIT_REFERENCE)
@require_POST
def publication(request: HttpRequest, pk: int) -> HttpResponse:
    """From now on this version is followed; what stands in the way is listed at its place."""
    version, by = _version(pk), signed_in(request)

    def publish() -> None:
        publishing.publish(version, vocabulary=VOCABULARY, by=by)
        messages.success(request, _("Version %(number)s is published.") % {"number": version.number})

    return _tell(request, version.procedure_id, publish)


@needs(Right.EDIT_REFERENCE)
@require_POST
def withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    """No longer chosen, until another version is published."""
    version, by = _version(pk), signed_in(request)
    return _tell(request, version.procedure_id, lambda: publishing.withdraw(version, by=by))


@needs(Right.EDIT_REFERENCE)
@require_POST
def discarding(request: HttpRequest, pk: int) -> HttpResponse:
    version, by = _version(pk), signed_in(request)
    return _tell(request, version.procedure_id, lambda: drafts.discard(version, by=by))


@needs(Right.EDIT_REFERENCE)
@require_POST
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """What is different in the draft."""
    version, by = _version(pk), signed_in(request)
    return _tell(request, version.procedure_id, lambda: drafts.describe(version, request.POST.get("note", ""), by=by))


@needs(Right.EDIT_REFERENCE)
@require_POST
def occasions(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose it for something more."""
    found, form = get_object_or_404(Procedure, pk=pk), OccasionForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose from the lists."))
        return redirect("desk:procedure", pk)
    return _tell(request, pk, lambda: writing.choose_for(found, by=signed_in(request), **form.facts))


@needs(Right.EDIT_REFERENCE)
@require_POST
def occasion_removal(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Occasion.objects.select_related("procedure", "code", "category"), pk=pk)
    return _tell(request, found.procedure_id, lambda: writing.choose_no_more(found, by=signed_in(request)))


@needs(Right.EDIT_REFERENCE)
@require_POST
def position(request: HttpRequest, pk: int) -> HttpResponse:
    """Which one is followed where two fit equally well."""
    found, sent = get_object_or_404(Procedure, pk=pk), request.POST.get("position", "")
    if sent.isdecimal() and len(sent) < 5:
        try:
            writing.move_to(found, int(sent), by=signed_in(request))
        except Refused as refusal:
            messages.error(request, str(refusal))
    return redirect("desk:procedures")


@needs(Right.EDIT_REFERENCE)
@require_POST
def retirement(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Procedure, pk=pk)
    return _tell(request, pk, lambda: writing.retire(found, by=signed_in(request)))


@needs(Right.EDIT_REFERENCE)
@require_POST
def restoration(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Procedure, pk=pk)
    return _tell(request, pk, lambda: writing.restore(found, by=signed_in(request)))


def _page(request: HttpRequest, pk: int, asked: str = "") -> ProcedurePage:
    page = ProcedurePage(get_object_or_404(Procedure, pk=pk), signed_in(request), asked)
    if page.version is None and not page.may_write:
        raise Http404
    return page


def _version(pk: int) -> ProcedureVersion:
    return get_object_or_404(ProcedureVersion.objects.select_related("procedure"), pk=pk)


def _tell(request: HttpRequest, pk: int, verb: Callable[[], object]) -> HttpResponse:
    try:
        verb()
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("desk:procedure", pk)
