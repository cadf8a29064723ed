"""The articles as a list: searched as one types, filtered, within what the reader may see."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Exists, OuterRef, QuerySet
from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from firstline.interfaces.desk.forms.articles import ArticleFilterForm
from firstline.interfaces.desk.forms.labels import own_language
from firstline.reference.catalogue.models import Department
from firstline.reference.knowledge.editions import Edition, editions, lacking
from firstline.reference.knowledge.models import Article, ArticleVersion, Attachment, State
from firstline.reference.knowledge.reading import nearest
from firstline.reference.staff.models import User
from firstline.reference.staff.roles import Right, may
from firstline.search.marks import excerpt, marked
from firstline.search.querying import query

PAGE = 50
MOST_HITS = 100
LONGEST_QUESTION = 300


def visible_articles(user: User) -> QuerySet[Article]:
    """What a person may read: all there is for those who write, else what is or was published."""
    rows = Article.objects.all()
    if may(user, Right.EDIT_REFERENCE):
        return rows
    return rows.filter(Exists(ArticleVersion.objects.filter(article=OuterRef("pk"), is_current=True)), retired_at=None)


@dataclass(frozen=True)
class Row:
    """One article of the list, in the reader's language or the nearest; `text` shows where the words were met."""

    article: Article
    title: SafeString
    text: SafeString
    language: str
    is_other_language: bool
    editions: list[Edition]
    attachments: list[Attachment]


@dataclass(frozen=True)
class ArticleList:
    """What was asked for in the address, and the articles that answer it."""

    user: User
    sent: QueryDict

    @cached_property
    def may_write(self) -> bool:
        return may(self.user, Right.EDIT_REFERENCE)

    @cached_property
    def form(self) -> ArticleFilterForm:
        departments = [(one.pk, one.label) for one in Department.objects.filter(retired_at=None)]
        return ArticleFilterForm(self.sent, departments=departments, may_write=self.may_write)

    @cached_property
    def asked(self) -> str:
        asked = self.sent.get("q", "")[:LONGEST_QUESTION].replace("\x00", " ")
        return asked.encode(errors="ignore").decode().strip()

    @cached_property
    def wanted(self) -> dict[str, str]:
        return {name: value for name, value in self.form.wanted.items() if name != "q"}

    @cached_property
    def rows(self) -> list[Row]:
        articles = self._articles[:PAGE]
        found = editions(articles)
        versions = self._versions(articles, found)
        attached: dict[int, list[Attachment]] = {}
        related = ("code", "category", "provider", "department")
        for one in Attachment.objects.filter(article__in=articles).select_related(*related).order_by("pk"):
            attached.setdefault(one.article_id, []).append(one)
        return [self._row(one, versions[one.pk], found[one.pk], attached.get(one.pk, [])) for one in articles]

    def everything(self) -> QuerySet[Article]:
        """All articles that are asked for, however many pages they fill."""
        rows = _filtered(visible_articles(self.user), self.wanted)
        return rows.filter(pk__in=self._hits()) if self.asked else rows

    @cached_property
    def next_after(self) -> int | None:
        """The number after which the next page goes on; a search has one page."""
        return self._articles[PAGE - 1].number if len(self._articles) > PAGE and not self.asked else None

    @cached_property
    def address(self) -> str:
        """What was asked for, as it stands in an address, without the page."""
        sent = self.sent.copy()
        sent.pop("after", None)
        return sent.urlencode()

    @cached_property
    def _articles(self) -> list[Article]:
        rows = _filtered(visible_articles(self.user), self.wanted).select_related("state_by")
        if not self.asked:
            after = self.sent.get("after", "")
            rows = (
                rows.filter(number__lt=int(after)) if after.isascii() and after.isdigit() and len(after) < 10 else rows
            )
            return list(rows[: PAGE + 1])
        hits = self._hits()
        found = rows.in_bulk(hits) if hits else {}
        return [found[key] for key in hits if key in found]

    def _hits(self) -> list[int]:
        hits = query(
            self.asked,
            kinds=["article"],
            limit=MOST_HITS,
            as_typed=True,
            only_open=not self.may_write and self.wanted.get("state") != State.OUTDATED,
            prefer_language=own_language(),
        )
        return [hit.object_id for hit in hits]

    def _versions(self, articles: list[Article], found: dict[int, list[Edition]]) -> dict[int, ArticleVersion]:
        """The version of each that the reader is shown, with its words where they were asked for."""
        shown = {}
        for article in articles:
            texts = {
                one.language: version
                for one in found[article.pk]
                if (version := one.current or (one.newest if self.may_write else None))
            }
            version = nearest(texts, own_language(), article.source_language)
            assert version is not None  # noqa: S101 - an article has a version, and a reader sees published ones only
            shown[article.pk] = version
        if self.asked:
            keys = [version.pk for version in shown.values()]
            words = dict(ArticleVersion.objects.filter(pk__in=keys).values_list("pk", "words"))
            for version in shown.values():
                version.words = words[version.pk]
        return shown

    def _row(self, article: Article, version: ArticleVersion, found: list[Edition], attached: list[Attachment]) -> Row:
        text = excerpt(version.words, self.asked, length=180, as_typed=True) if self.asked else SafeString("")
        title = marked(version.title, self.asked, as_typed=True)
        is_other = version.language != (get_language() or "en")[:2]
        return Row(article, title, text, version.language, is_other, found, attached)


def _filtered(rows: QuerySet[Article], wanted: dict[str, str]) -> QuerySet[Article]:
    state, language = wanted.get("state", ""), wanted.get("language", "")
    rows = rows.filter(retired_at__isnull=state != "retired")
    if state and state != "retired":
        rows = rows.filter(state=state)
    if language.startswith("-"):
        lacks = [one.pk for one, parts in lacking(rows) if any(part.language == language[1:] for part in parts)]
        rows = rows.filter(pk__in=lacks)
    elif language:
        rows = rows.filter(Exists(ArticleVersion.objects.filter(article=OuterRef("pk"), language=language)))
    if "attached" in wanted:
        is_attached = Exists(Attachment.objects.filter(article=OuterRef("pk")))
        rows = rows.filter(is_attached if wanted["attached"] == "yes" else ~is_attached)
    if "department" in wanted:
        below = Article.objects.attached_below(int(wanted["department"]))
        rows = rows.filter(pk__in=below.values("pk"))
    return rows
