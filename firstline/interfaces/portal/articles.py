"""The articles that customers may read."""

from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language

from firstline.journal.prepared import Prepared
from firstline.reference.knowledge import finding, reading
from firstline.reference.knowledge.models import Article, ArticleVersion, Audience

LONGEST_QUESTION = 300
MOST = 8
_LARGEST = 2**31
# In the reader's language and in the first that each was written in: at most two of each article.
_NEWEST: Prepared[ArticleVersion] = Prepared(
    lambda language: (
        ArticleVersion.objects.filter(
            Q(language=language) | Q(language=F("article__source_language")),
            is_current=True,
            article__live_at__isnull=False,
            article__retired_at=None,
            article__audience=Audience.CUSTOMERS,
        )
        .select_related("article")
        .order_by("-article__live_at", "-article")[: 2 * MOST]
    ),
    str,
)


def found(words: str, language: str, limit: int = MOST) -> list[finding.Suggestion]:
    """What may answer these words, best first."""
    return finding.best_for(words, language=language, audience=Audience.CUSTOMERS, limit=limit)


def newest(language: str) -> list[ArticleVersion]:
    """The articles that were published last, each in the reader's language or the one it was first written in."""
    shown: dict[int, ArticleVersion] = {}
    for version in _NEWEST.all(language):
        if version.language == language or version.article_id not in shown:
            shown[version.article_id] = version
    return list(shown.values())[:MOST]


def read(number: int, language: str) -> reading.Reading | None:
    """An article in the reader's language or the nearest; None for one that is not there, or not for customers."""
    article = Article.objects.filter(number=number).first() if number < _LARGEST else None
    return reading.of(article, language, audience=Audience.CUSTOMERS, address=_address) if article else None


def _address(kind: str, key: int) -> str:
    return reverse("portal:article", args=[get_language(), key]) if kind == "article" else ""
