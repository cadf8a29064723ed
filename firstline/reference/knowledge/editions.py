"""How an article stands in each language of the desk: written, published, missing, or behind its original."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import QuerySet

from firstline.reference.knowledge.models import Article, ArticleVersion


@dataclass(frozen=True)
class Edition:
    """One language of one article. `newest` is worked on, `current` is read; each may be missing."""

    language: str
    newest: ArticleVersion | None
    current: ArticleVersion | None
    is_source: bool
    is_stale: bool

    @property
    def is_missing(self) -> bool:
        return self.newest is None

    @property
    def is_pending(self) -> bool:
        """Whether its newest text is not read yet."""
        return self.newest is not None and not self.newest.is_current


def editions(articles: Iterable[Article]) -> dict[int, list[Edition]]:
    """All languages of these articles, by key, the one each was first written in before the others. One query."""
    rows = list(articles)
    versions = ArticleVersion.objects.filter(article__in=rows).select_related("based_on")
    newest: dict[tuple[int, str], ArticleVersion] = {}
    current: dict[tuple[int, str], ArticleVersion] = {}
    texts = ("body", "words", "script", "based_on__body", "based_on__words", "based_on__script")
    for version in versions.order_by("number").defer(*texts):
        newest[version.article_id, version.language] = version
        if version.is_current:
            current[version.article_id, version.language] = version
    return {article.pk: _of(article, newest, current) for article in rows}


def _of(
    article: Article,
    newest: dict[tuple[int, str], ArticleVersion],
    current: dict[tuple[int, str], ArticleVersion],
) -> list[Edition]:
    own = article.source_language
    original = newest.get((article.pk, own))
    languages = [own, *(code for code, _name in settings.LANGUAGES if code != own)]
    return [
        Edition(
            language=language,
            newest=(text := newest.get((article.pk, language))),
            current=current.get((article.pk, language)),
            is_source=language == own,
            is_stale=bool(original and text and text.based_on and text.based_on.number < original.number),
        )
        for language in languages
    ]


def lacking(articles: QuerySet[Article]) -> list[tuple[Article, list[Edition]]]:
    """Of these articles those that miss a language or have one that is behind, with those languages. Two queries."""
    rows = list(articles)
    found = editions(rows)
    lacks = [(article, [one for one in found[article.pk] if one.is_missing or one.is_stale]) for article in rows]
    return [(article, wanting) for article, wanting in lacks if wanting]


def due_for_review(day: date) -> QuerySet[Article]:
    """Live articles that were to be looked through by this day, the longest due first."""
    return Article.objects.live().filter(review_by__lte=day).order_by("review_by", "number")
