"""Articles: searched, read, begun, written in each language, with a preview beside."""

from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firstline.interfaces.desk import article_editor, article_page, one_field
from firstline.interfaces.desk.access import needs, signed_in
from firstline.interfaces.desk.article_list import ArticleList
from firstline.interfaces.desk.article_targets import found_references
from firstline.interfaces.desk.form_page import FormPage, answer
from firstline.interfaces.desk.forms.articles import ArticleFactsForm, NewArticleForm
from firstline.interfaces.desk.forms.labels import languages
from firstline.interfaces.ui.clean_text import Unclean, clean
from firstline.reference.catalogue.models import ProblemCode
from firstline.reference.knowledge import attaching, writing
from firstline.reference.knowledge.rendering import LONGEST_BODY
from firstline.reference.staff.roles import Right

LONGEST_QUESTION = 300


@needs(Right.READ)
@require_safe
def articles(request: HttpRequest) -> HttpResponse:
    """All articles, or those that answer what was typed so far."""
    page = ArticleList(signed_in(request), request.GET)
    is_part = request.headers.get("HX-Target") == "articles"
    template = "desk/articles/list.html#rows" if is_part else "desk/articles/list.html"
    return render(request, template, {"page": page})


@needs(Right.READ)
@require_safe
def article(request: HttpRequest, number: int) -> HttpResponse:
    """An article, or that it was retired and what answers the same now."""
    gone = article_page.gone(request, number)
    if gone:
        return render(request, "desk/articles/gone.html", {"gone": gone}, status=410)
    return article_page.draw(request, article_page.find(request, number))


@needs(Right.EDIT_REFERENCE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_article(request: HttpRequest) -> HttpResponse:
    """A new article in one language, attached to the code it is written for, if one is named."""
    form = NewArticleForm(request.POST or None, initial=_proposed(request))
    preview = article_editor.preview(request.POST.get("body", ""), request.POST.get("language", "en"))
    context = {"code": _code(form["code"].value()), "preview": preview}
    trail = [(_("Knowledge"), reverse("desk:articles"))]
    page = FormPage(_("New article"), _("Save as a draft"), trail, "desk/articles/new.html", context)

    @transaction.atomic
    def begin(sent: dict[str, Any]) -> str:
        by, code = signed_in(request), _code(sent["code"])
        begun = writing.start(sent["language"], form.text, audience=sent["audience"], by=by)
        if code:
            attaching.attach(begun, code, by=by)
        return f"{reverse('desk:article', args=[begun.number])}?language={sent['language']}"

    return answer(request, form, page, begin)


@needs(Right.EDIT_REFERENCE)
@require_http_methods(["GET", "HEAD", "POST"])
def text(request: HttpRequest, number: int, language: str) -> HttpResponse:
    """The text in one language: written, or translated beside its original."""
    found = article_page.find(request, number)
    if language not in dict(languages()):
        raise Http404
    if request.method == "POST":
        return article_editor.receive(request, found, language, by=signed_in(request))
    return article_editor.draw(request, article_editor.editor(found, language))


@needs(Right.EDIT_REFERENCE)
@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """The text as it will be read, while it is written."""
    try:
        body = clean(request.POST.get("body", "")[: LONGEST_BODY + 1])
    except Unclean as error:
        return render(request, "desk/articles/_preview.html", {"refused": str(error)})
    language = (get_language() or "en")[:2]
    return render(request, "desk/articles/_preview.html", {"preview": article_editor.preview(body, language)})


@needs(Right.EDIT_REFERENCE)
@require_POST
def fields(request: HttpRequest, number: int) -> HttpResponse:
    """For whom, and when to be looked through; each saves itself."""
    found, by = article_page.find(request, number), signed_in(request)
    form = ArticleFactsForm(request.POST, article=found)

    def write(name: str, value: Any, _seen: int | None) -> int:
        writing.describe(found, by=by, **{name: value})
        return 0

    def again() -> HttpResponse:
        return article_page.draw(request, found, facts_form=form)

    back = reverse("desk:article", args=[number])
    return one_field.answer(request, form, write, back=back, again=again, refresh=("history",))


@needs(Right.EDIT_REFERENCE)
@require_safe
def references(request: HttpRequest) -> HttpResponse:
    """Articles and codes that a text can refer to, as options of a combobox."""
    asked = request.GET.get("q", "")[:LONGEST_QUESTION]
    return render(request, "desk/articles/_options.html", {"options": found_references(asked)})


def _proposed(request: HttpRequest) -> dict[str, Any]:
    """What the address proposes: a title (a search that found nothing), a code, a language."""
    sent = {name: request.GET[name][:LONGEST_QUESTION] for name in ("title", "code", "language") if name in request.GET}
    return {"language": (get_language() or "en")[:2], **sent}


def _code(key: Any) -> ProblemCode | None:
    text = str(key or "")
    is_key = text.isascii() and text.isdigit() and len(text) < 19
    return ProblemCode.objects.in_use().with_path().filter(pk=int(text)).first() if is_key else None
