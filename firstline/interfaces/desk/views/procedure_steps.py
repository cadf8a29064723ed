"""The steps of a draft and their branches: added, written, moved, removed (P1)."""

from collections.abc import Callable

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from firstline.casework.tickets.facts import VOCABULARY
from firstline.interfaces.desk.access import needs, signed_in
from firstline.interfaces.desk.forms.contacts import key_of
from firstline.interfaces.desk.forms.labels import own_language
from firstline.interfaces.desk.forms.procedures import NewStepForm, StepForm
from firstline.interfaces.desk.procedure_page import ProcedurePage
from firstline.interfaces.desk.procedure_step import BranchPage, page_of
from firstline.journal.refusal import Refused
from firstline.journal.versions import Conflict
from firstline.reference.procedures import branches, steps
from firstline.reference.procedures.models import Branch, ProcedureVersion, Step
from firstline.reference.staff.roles import Right

PLACE = {"current_place": "desk:procedures"}


@needs(Right.EDIT_REFERENCE)
@require_POST
def new_step(request: HttpRequest, pk: int) -> HttpResponse:
    """One more step behind another, or at the end; what it says is written on its own page."""
    version = get_object_or_404(ProcedureVersion.objects.select_related("procedure"), pk=pk)
    form = NewStepForm(request.POST, auto_id="id_new_%s")
    if form.is_valid():
        after = version.steps.filter(key=request.POST.get("after", "")[:40].replace("\x00", "")).first()
        title = {own_language(): form.cleaned_data["title"]}
        try:
            made = steps.add_step(version, form.cleaned_data["act"], after=after, title=title, by=signed_in(request))
            return redirect("desk:procedure_step", made.pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    page = ProcedurePage(version.procedure, signed_in(request), str(version.number), form)
    return render(request, "desk/procedures/procedure.html", {"page": page, **PLACE})


@needs(Right.EDIT_REFERENCE)
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, pk: int) -> HttpResponse:
    """A step whole; what somebody else has changed meanwhile is told, and what was typed stays."""
    found, seen = _step(pk), key_of(request.POST.get("seen", "")) or 0
    form = StepForm(request.POST or None, step=found, steps=found.of.steps.all())
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                _write(request, form, found, seen)
            return redirect(page_of(found))
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        except Conflict as conflict:
            field = conflict.field if conflict.field in form.fields else None
            told = _("Meanwhile it says: %(theirs)s. Save once more to put yours in its place.")
            form.add_error(field, told % {"theirs": conflict.theirs or "–"})
            seen = conflict.version
    context = {"form": form, "step": found, "seen": seen or found.version, "back": page_of(found), **PLACE}
    return render(request, "desk/procedures/step.html", context)


def _write(request: HttpRequest, form: StepForm, found: Step, seen: int) -> None:
    """Only what was changed goes to the verbs, so that two people may write different parts."""
    by = signed_in(request)
    steps.change_step(found, form.changed_values, seen=seen, by=by)
    for part, language, text in form.changed_texts:
        steps.write_text(found, part, language, text, seen=seen, by=by)


@needs(Right.EDIT_REFERENCE)
@require_POST
def position(request: HttpRequest, pk: int) -> HttpResponse:
    found = _step(pk)
    place = key_of(request.POST.get("position", "")) or found.position
    return _tell(request, found, lambda: steps.move_step(found, min(place, 9999), by=signed_in(request)))


@needs(Right.EDIT_REFERENCE)
@require_POST
def removal(request: HttpRequest, pk: int) -> HttpResponse:
    found = _step(pk)
    return _tell(request, found, lambda: steps.remove_step(found, by=signed_in(request)))


@needs(Right.EDIT_REFERENCE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_branch(request: HttpRequest, pk: int) -> HttpResponse:
    found = _step(pk)

    def add(condition: dict[str, object], goes_to: str) -> object:
        return branches.add_branch(found, condition, goes_to, vocabulary=VOCABULARY, by=signed_in(request))

    return _branch_form(request, found, None, add)


@needs(Right.EDIT_REFERENCE)
@require_http_methods(["GET", "HEAD", "POST"])
def branch(request: HttpRequest, pk: int) -> HttpResponse:
    found = _branch(pk)

    def change(condition: dict[str, object], goes_to: str) -> object:
        return branches.change_branch(found, condition, goes_to, vocabulary=VOCABULARY, by=signed_in(request))

    return _branch_form(request, found.step, found, change)


def _branch_form(
    request: HttpRequest, of: Step, found: Branch | None, verb: Callable[[dict[str, object], str], object]
) -> HttpResponse:
    """Draw the form; or hand what was sent to the verb, unless only the condition gets another line."""
    page = BranchPage.sent(of, found, request.POST) if request.method == "POST" else BranchPage.standing(of, found)
    if request.method == "POST" and "edit" not in request.POST:
        condition = page.editor.condition()
        if page.way.is_valid() and condition is not None:
            try:
                verb(condition, page.way.cleaned_data["goes_to"])
                return redirect(page_of(of))
            except Refused as refusal:
                page.refused = str(refusal)
    return render(request, "desk/procedures/branch.html", {"page": page.drawn(), **PLACE})


@needs(Right.EDIT_REFERENCE)
@require_POST
def branch_position(request: HttpRequest, pk: int) -> HttpResponse:
    found = _branch(pk)
    place = key_of(request.POST.get("position", "")) or found.position
    return _tell(request, found.step, lambda: branches.move_branch(found, min(place, 9999), by=signed_in(request)))


@needs(Right.EDIT_REFERENCE)
@require_POST
def branch_removal(request: HttpRequest, pk: int) -> HttpResponse:
    found = _branch(pk)
    return _tell(request, found.step, lambda: branches.remove_branch(found, by=signed_in(request)))


def _step(pk: int) -> Step:
    return get_object_or_404(Step.objects.select_related("of__procedure"), pk=pk)


def _branch(pk: int) -> Branch:
    return get_object_or_404(Branch.objects.select_related("step__of__procedure"), pk=pk)


def _tell(request: HttpRequest, of: Step, verb: Callable[[], object]) -> HttpResponse:
    try:
        verb()
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(page_of(of))
