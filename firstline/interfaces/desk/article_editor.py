"""Writing an article in one language: its form, the original beside it, and what came in between."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise

from firstline.interfaces.desk.article_addresses import address
from firstline.interfaces.desk.forms.articles import ArticleTextForm, as_lines, text_initial
from firstline.interfaces.desk.forms.labels import languages
from firstline.journal.refusal import Refused
from firstline.journal.versions import Conflict
from firstline.reference.knowledge import writing
from firstline.reference.knowledge.comparing import Piece, differences
from firstline.reference.knowledge.editions import Edition, editions
from firstline.reference.knowledge.models import Article, ArticleVersion
from firstline.reference.knowledge.references import resolve
from firstline.reference.knowledge.rendering import render as rendered
from firstline.reference.knowledge.wording import Text
from firstline.reference.staff.models import User

# The parts of a text in the order they are compared and shown.
PARTS = ("title", "body", "script", "read_out", "links")


@dataclass(frozen=True)
class Difference:
    """One part of a text (by its name in the form) with what is different in it."""

    label: str | Promise
    pieces: list[Piece]


@dataclass(frozen=True)
class Editor:
    """One language of one article, being written. `theirs` is a version that came in between."""

    article: Article
    language: str
    form: ArticleTextForm
    theirs: ArticleVersion | None = None
    names: dict[str, str] = field(default_factory=lambda: dict(languages()))

    @property
    def is_source(self) -> bool:
        return self.language == self.article.source_language

    @property
    def name(self) -> str:
        return self.names[self.language]

    @cached_property
    def newest(self) -> ArticleVersion | None:
        return writing.newest(self.article, self.language)

    @cached_property
    def original(self) -> ArticleVersion | None:
        """The newest text of the language it was first written in, beside a translation."""
        return None if self.is_source else writing.newest(self.article, self.article.source_language)

    @cached_property
    def original_changes(self) -> list[Difference]:
        """What changed in the original since it was translated."""
        based = self.newest.based_on if self.newest else None
        if not (based and self.original and based.number < self.original.number):
            return []
        return changes(based, self.original)

    @cached_property
    def other_changes(self) -> list[Difference]:
        """What the other writer's version says otherwise than the text that was refused."""
        return changes(self.theirs, self.form.text) if self.theirs else []

    @cached_property
    def languages(self) -> list[tuple[str, Edition]]:
        return [(self.names[one.language], one) for one in editions([self.article])[self.article.pk]]

    @property
    def preview(self) -> str:
        """The text of the form as it will be read."""
        return preview(str(self.form["body"].value() or ""), self.language)


def preview(body: str, language: str) -> str:
    """A text as it will be read, with its references."""
    return rendered(body, targets=resolve([body], language), address=address)


def changes(old: ArticleVersion | Text, new: ArticleVersion | Text) -> list[Difference]:
    """The parts that are different, each with its words gone and new."""
    labels = {name: bound.label for name, bound in ArticleTextForm.base_fields.items()}
    parts = [(labels[part], _part(old, part), _part(new, part)) for part in PARTS]
    return [Difference(label or "", differences(was, now)) for label, was, now in parts if was != now]


def editor(article: Article, language: str) -> Editor:
    """The newest text of a language, ready to be changed; an empty one where there is none yet."""
    newest = writing.newest(article, language)
    source = writing.newest(article, article.source_language)
    seen, original = newest.number if newest else 0, source.number if source else 0
    return Editor(article, language, ArticleTextForm(initial=text_initial(newest, seen=seen, original=original)))


def draw(request: HttpRequest, editing: Editor) -> HttpResponse:
    return render(request, "desk/articles/text.html", {"editor": editing, "article": editing.article})


def receive(request: HttpRequest, article: Article, language: str, *, by: User) -> HttpResponse:
    """Hand what was typed to the verb; a refusal stands beside its field, a conflict above both texts."""
    form = ArticleTextForm(request.POST)
    if not form.is_valid():
        return draw(request, Editor(article, language, form))
    try:
        _write(article, language, form, by=by)
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return draw(request, Editor(article, language, form))
    except Conflict as conflict:
        return draw(request, Editor(article, language, _again(request, conflict.version), conflict.theirs))
    page = reverse("desk:article", args=[article.number])
    return redirect(f"{page}?language={language}&show=newest")


def _write(article: Article, language: str, form: ArticleTextForm, *, by: User) -> ArticleVersion:
    seen = form.cleaned_data["seen"] or 0
    if language == article.source_language:
        return writing.write(article, form.text, seen=seen, by=by)
    original = form.cleaned_data["original"] or 0
    return writing.translate(article, language, form.text, original=original, seen=seen, by=by)


def _again(request: HttpRequest, version: int) -> ArticleTextForm:
    """The same form with what was typed, having seen the version that came in between."""
    sent: Any = request.POST.copy()
    sent["seen"] = str(version)
    form = ArticleTextForm(sent)
    form.is_valid()
    return form


def _part(text: ArticleVersion | Text, name: str) -> str:
    value = getattr(text, name)
    return value if isinstance(value, str) else as_lines(value)
