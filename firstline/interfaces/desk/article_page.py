"""What the page of an article knows: its text as it is read, how it stands in each language, and what may be done."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from firstline.interfaces.desk.access import signed_in
from firstline.interfaces.desk.article_addresses import address
from firstline.interfaces.desk.article_list import visible_articles
from firstline.interfaces.desk.file_history import Told
from firstline.interfaces.desk.forms.articles import ArticleFactsForm, ReasonForm
from firstline.interfaces.desk.forms.labels import languages, own_language
from firstline.journal.recording import history_of
from firstline.reference.knowledge import publishing, reading
from firstline.reference.knowledge.editions import Edition, editions
from firstline.reference.knowledge.finding import Suggestion, best_for
from firstline.reference.knowledge.models import Article, ArticleVersion, Attachment, State
from firstline.reference.knowledge.reading import Reading
from firstline.reference.labels import in_readers_language
from firstline.reference.staff.models import User
from firstline.reference.staff.roles import Right, may

LARGEST_NUMBER = 2**31
MOST_ENTRIES = 30

_DONE: dict[str, tuple[str, str | Promise]] = {
    "started": ("plus", gettext_lazy("Begun")),
    "written": ("pencil", gettext_lazy("New version")),
    "changed": ("pencil", gettext_lazy("Changed")),
    "submitted": ("eye", gettext_lazy("Handed in for review")),
    "sent_back": ("undo-2", gettext_lazy("Sent back")),
    "published": ("book-open-check", gettext_lazy("Published")),
    "outdated": ("clock-alert", gettext_lazy("Marked as outdated")),
    "retired": ("archive", gettext_lazy("Retired")),
    "restored": ("archive-restore", gettext_lazy("In use again")),
    "attached": ("link", gettext_lazy("Attached")),
    "detached": ("unlink", gettext_lazy("Taken off")),
}


@dataclass(frozen=True)
class ArticlePage:
    """One article. `language` is the one asked for; `newest` asks for the text that is worked on; forms as refused."""

    article: Article
    user: User
    language: str
    newest: bool = False
    reason_form: ReasonForm | None = None
    facts_form: ArticleFactsForm | None = None

    @property
    def may_write(self) -> bool:
        return may(self.user, Right.EDIT_REFERENCE)

    @cached_property
    def names(self) -> dict[str, str]:
        """The languages of the desk in their own words."""
        return dict(languages())

    @cached_property
    def editions(self) -> list[Edition]:
        return editions([self.article])[self.article.pk]

    @cached_property
    def languages(self) -> list[tuple[str, Edition]]:
        return [(self.names[one.language], one) for one in self.editions]

    @cached_property
    def pending(self) -> list[tuple[str, Edition]]:
        """The languages whose newest text is not published yet."""
        return [(name, one) for name, one in self.languages if one.is_pending]

    @cached_property
    def reading(self) -> Reading:
        """The text as it is read, else, for those who write, the newest; `Http404` where there is none to be seen."""
        read = None if self.newest and self.may_write else reading.of(self.article, self.language, address=address)
        if read is None:
            version = self._newest() if self.may_write else None
            if version is None:
                raise Http404
            read = reading.shown(self.article, version, self.language, address=address)
        return read

    def _newest(self) -> ArticleVersion | None:
        versions = {version.language: version for version in self.article.versions.order_by("number")}
        return reading.nearest(versions, self.language, self.article.source_language)

    @property
    def is_waiting(self) -> bool:
        """Whether what is read here has a newer text that is not published."""
        return any(one.language == self.reading.language and one.is_pending for one in self.editions) and bool(
            self.reading.version.is_current
        )

    @property
    def is_due(self) -> bool:
        due = self.article.review_by
        return self.article.is_live and due is not None and due <= timezone.localdate()

    @cached_property
    def attachments(self) -> list[Attachment]:
        related = (
            "code__category__provider__department",
            "category__provider__department",
            "provider__department",
            "department",
        )
        return list(self.article.attachments.select_related(*related).order_by("pk"))

    @cached_property
    def facts(self) -> ArticleFactsForm:
        return self.facts_form or ArticleFactsForm(article=self.article)

    @cached_property
    def reason(self) -> ReasonForm:
        return self.reason_form or ReasonForm()

    @cached_property
    def moves(self) -> dict[str, bool]:
        """Which states it can go into, by their words, for those who may."""
        if not self.may_write:
            return {}
        moves = {str(state): True for state in State.values if publishing.may_move(self.article, state)}
        if self.article.state != State.OUTDATED and not self.pending:
            moves.pop(State.PUBLISHED, None)
        return moves

    @cached_property
    def history(self) -> list[Told]:
        return [_told(entry, self.names) for entry in history_of(self.article).order_by("-id")[:MOST_ENTRIES]]


def find(request: HttpRequest, number: int) -> Article:
    """The article of this number, if the reader may see it; else `Http404`."""
    rows = visible_articles(signed_in(request)).select_related("state_by")
    found = rows.filter(number=number).first() if number < LARGEST_NUMBER else None
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True)
class Gone:
    """What whoever looks for an article that is read no more is told: its name, and what answers the same instead."""

    article: Article
    title: str
    best: list[Suggestion]


def gone(request: HttpRequest, number: int) -> Gone | None:
    """The article of this number if it was read once and is retired now; None for those who may still see it."""
    if number >= LARGEST_NUMBER or may(signed_in(request), Right.EDIT_REFERENCE):
        return None
    once = ArticleVersion.objects.filter(article__number=number, is_current=True).exclude(article__retired_at=None)
    versions = {version.language: version for version in once.select_related("article").order_by("number")}
    if not versions:
        return None
    article = next(iter(versions.values())).article
    read = reading.nearest(versions, language_of(request), article.source_language)
    title = read.title if read else ""
    return Gone(article, title, best_for(title, language=own_language()))


def language_of(request: HttpRequest) -> str:
    """The language asked for in the address, else the reader's own."""
    asked = request.GET.get("language", "")
    return asked if asked in dict(languages()) else own_language()


def draw(request: HttpRequest, article: Article, **forms: Any) -> HttpResponse:
    """The page of an article; `forms` are those that were refused, drawn with what was typed."""
    newest = request.GET.get("show") == "newest"
    page = ArticlePage(article, signed_in(request), language_of(request), newest, **forms)
    return render(request, "desk/articles/page.html", {"page": page, "article": article})


def _told(entry: Any, names: dict[str, str]) -> Told:
    icon, what = _DONE.get(entry.verb.partition(".")[2], ("circle", entry.verb))
    facts = entry.facts
    spoken = [*facts.get("languages", []), *([facts["language"]] if facts.get("language") else [])]
    named = facts.get("text") or in_readers_language(facts.get("labels", {}))
    if spoken:
        named = ", ".join(names.get(code, code) for code in spoken)
    changes = [
        (_word(one["field"]), str(one["was"] or "–"), str(one["now"] or "–")) for one in facts.get("changes", [])
    ]
    return Told(
        at=entry.at, who=entry.actor_name or _("the clock"), icon=icon, what=str(what), named=named, changes=changes
    )


def _word(field: str) -> str:
    return str(Article._meta.get_field(field).verbose_name)  # type: ignore[union-attr]
