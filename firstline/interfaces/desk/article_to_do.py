"""The managers' to-do list of the knowledge base (A4), each line with what can be done about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.utils.http import urlencode
from django.utils.translation import get_language

from firstline.casework.reports import article_gaps
from firstline.casework.reports.article_gaps import NotHelpful
from firstline.interfaces.desk.knowing import language_name
from firstline.interfaces.ui.places import address
from firstline.reference.knowledge.editions import due_for_review, lacking
from firstline.reference.knowledge.models import Article, ArticleVersion
from firstline.reference.knowledge.reading import nearest

DAYS = 90
MOST = 50
# So many articles, the newest, are looked through for languages that they lack.
LOOKED_THROUGH = 500


@dataclass(frozen=True)
class Vain:
    """Words that were searched for in vain, and where an article about them is begun or searched for again."""

    words: str
    times: int
    languages: str
    last_at: datetime
    write_url: str
    search_url: str


@dataclass(frozen=True)
class Bare:
    """A code without an article."""

    label: str
    path: str
    times: int
    write_url: str


@dataclass(frozen=True)
class Lacking:
    """An article and the languages it lacks: (name, whether it is there but behind, where it is written)."""

    article: Article
    title: str
    languages: list[tuple[str, bool, str]]


@dataclass(frozen=True)
class ToDo:
    """The list as it stands now; each part is read when the template asks for it."""

    now: datetime

    @property
    def since(self) -> datetime:
        return self.now - timedelta(days=DAYS)

    @cached_property
    def in_vain(self) -> list[Vain]:
        return [
            Vain(
                one.words,
                one.times,
                ", ".join(map(language_name, one.languages)),
                one.last_at,
                _to("desk:article_new", title=one.words, language=one.languages[0] if len(one.languages) == 1 else ""),
                _to("desk:articles", q=one.words),
            )
            for one in article_gaps.searches_in_vain(since=self.since)
        ]

    @cached_property
    def not_helpful(self) -> list[NotHelpful]:
        return article_gaps.not_helpful(since=self.since)

    @cached_property
    def bare(self) -> list[Bare]:
        found = article_gaps.codes_without_article(since=self.since)
        return [
            Bare(one.code.label, one.code.path, one.times, _to("desk:article_new", code=str(one.code.pk)))
            for one in found
        ]

    @cached_property
    def lacking(self) -> list[Lacking]:
        found = lacking(Article.objects.live().order_by("-number")[:LOOKED_THROUGH])[:MOST]
        titles = _titles(article for article, _editions in found)
        return [
            Lacking(
                article,
                titles.get(article.pk, ""),
                [(language_name(one.language), one.is_stale, _text_url(article, one.language)) for one in editions],
            )
            for article, editions in found
        ]

    @cached_property
    def due(self) -> list[tuple[Article, str]]:
        """Articles due for review, with their titles."""
        found = list(due_for_review(self.now.date())[:MOST])
        titles = _titles(found)
        return [(article, titles.get(article.pk, "")) for article in found]

    @property
    def is_empty(self) -> bool:
        return not (self.in_vain or self.not_helpful or self.bare or self.lacking or self.due)


def _titles(articles: Iterable[Article]) -> dict[int, str]:
    """The title of each, in the reader's language or the nearest there is."""
    rows = {article.pk: article for article in articles}
    texts: dict[int, dict[str, ArticleVersion]] = {}
    found = ArticleVersion.objects.filter(article__in=rows, is_current=True)
    for version in found.only("article", "language", "title"):
        texts.setdefault(version.article_id, {})[version.language] = version
    language = get_language() or "en"
    shown = {pk: nearest(of, language, rows[pk].source_language) for pk, of in texts.items()}
    return {pk: version.title for pk, version in shown.items() if version}


def _text_url(article: Article, language: str) -> str:
    return address("desk:article_text", article.number, language)


def _to(view: str, **facts: str) -> str:
    """A screen with what is known already in its address."""
    query = urlencode({name: value for name, value in facts.items() if value})
    return f"{address(view)}?{query}"
