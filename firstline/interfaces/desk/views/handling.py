"""What a problem code carries: its words, its handling and its questions (K2)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from firstline.interfaces.desk import form_page, one_field
from firstline.interfaces.desk.access import needs, signed_in, within_departments
from firstline.interfaces.desk.catalogue_page import find_editable, url_of
from firstline.interfaces.desk.code_page import draw, synonyms_form
from firstline.interfaces.desk.form_page import FormPage
from firstline.interfaces.desk.forms.catalogue import HandlingForm, QuestionForm, words_of
from firstline.reference.catalogue.keeping import set_synonyms
from firstline.reference.catalogue.models import ProblemCode
from firstline.reference.handling import questions as keeping
from firstline.reference.handling.carrying import carry
from firstline.reference.handling.models import Handling, Question
from firstline.reference.staff.roles import Right


@needs(Right.EDIT_REFERENCE)
@require_POST
def synonyms(request: HttpRequest, pk: int) -> HttpResponse:
    """The words that customers of one language use, between commas, saving themselves."""
    code, by = _code(request, pk), signed_in(request)
    form = synonyms_form(code, request.POST)

    def write(language: str, text: str, _seen: int | None) -> int:
        set_synonyms(code, language, words_of(text), by=by)
        return 0

    def again() -> HttpResponse:
        return draw(request, code, synonyms_form=form)

    return one_field.answer(request, form, write, back=url_of(code), again=again, refresh=("history",))


@needs(Right.EDIT_REFERENCE)
@require_POST
def handling(request: HttpRequest, pk: int) -> HttpResponse:
    """One of the things that a code carries, saving itself."""
    code, by = _code(request, pk), signed_in(request)
    now = Handling.objects.filter(code=code).first() or Handling(code=code)
    form = HandlingForm(request.POST, handling=now)

    def write(name: str, value: Any, _seen: int | None) -> int:
        carry(code, by=by, **{name: value})
        return 0

    def again() -> HttpResponse:
        return draw(request, code, handling_form=form)

    return one_field.answer(request, form, write, back=url_of(code), again=again, refresh=("lacks", "job", "history"))


@needs(Right.EDIT_REFERENCE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_question(request: HttpRequest, pk: int) -> HttpResponse:
    code = _code(request, pk)
    form = QuestionForm(request.POST or None, question=Question(code=code))
    page = FormPage(_("New question"), _("Add question"), _trail(code), "desk/catalogue/question.html")

    def add(facts: dict[str, Any]) -> str:
        keeping.add_question(code, facts["kind"], form.texts, by=signed_in(request), **_more(form))
        return page.back

    return form_page.answer(request, form, page, add)


@needs(Right.EDIT_REFERENCE)
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, pk: int) -> HttpResponse:
    found = _question(request, pk)
    form = QuestionForm(request.POST or None, question=found)
    template, context = "desk/catalogue/question.html", {"question": found}
    page = FormPage(_("Question"), _("Save question"), _trail(found.code), template, context)

    def change(facts: dict[str, Any]) -> str:
        keeping.change_question(found, facts["kind"], form.texts, by=signed_in(request), **_more(form))
        return page.back

    return form_page.answer(request, form, page, change)


@needs(Right.EDIT_REFERENCE)
@require_POST
def question_position(request: HttpRequest, pk: int) -> HttpResponse:
    """Asked earlier or later; a place that makes no sense is the last one."""
    found = _question(request, pk)
    sent = request.POST.get("position", "")
    keeping.move_question(found, int(sent) if sent.isdecimal() and len(sent) < 5 else 9999, by=signed_in(request))
    return redirect(f"{url_of(found.code)}#questions")


@needs(Right.EDIT_REFERENCE)
@require_POST
def question_removal(request: HttpRequest, pk: int) -> HttpResponse:
    found = _question(request, pk)
    keeping.remove_question(found, by=signed_in(request))
    return redirect(f"{url_of(found.code)}#questions")


def _more(form: QuestionForm) -> dict[str, Any]:
    return {"choices": form.choices, "required": form.cleaned_data["required"]}


def _code(request: HttpRequest, pk: int) -> ProblemCode:
    found = find_editable(request, "codes", pk)
    assert isinstance(found, ProblemCode)  # noqa: S101 - that is what stands at this level
    return found


def _question(request: HttpRequest, pk: int) -> Question:
    rows = Question.objects.select_related("code__category__provider__department")
    path = "code__category__provider__department"
    found: Question = get_object_or_404(within_departments(rows, signed_in(request), path), pk=pk)
    return found


def _trail(code: ProblemCode) -> list[tuple[str, str]]:
    return [(_("Catalogue"), reverse("desk:catalogue")), (code.label, url_of(code))]
