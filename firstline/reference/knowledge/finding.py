"""The articles that may answer: for the words said so far, and for the code chosen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from firstline.reference.catalogue.models import ProblemCode
from firstline.reference.knowledge.models import ArticleVersion, Attachment, Audience
from firstline.reference.knowledge.reading import nearest
from firstline.search.marks import excerpt, marked
from firstline.search.querying import Hit, query

LONGEST_QUESTION = 2000
LONGEST_SNIPPET = 160
# What an attachment weighs beside the best match of the words, which weighs 1.
WEIGHTS = {"code": 1.0, "category": 0.5, "provider": 0.3, "department": 0.2}
# A text in another language comes first only where nothing in the reader's own comes near it.
NEAR = 0.3
_LOOKED_AT = 4


@dataclass(frozen=True)
class Suggestion:
    """An article that may answer, with the words asked for marked in title and snippet, and why it is suggested."""

    article_id: int
    number: int
    title: SafeString
    snippet: SafeString
    language: str
    is_other_language: bool
    because: str
    plain_title: str


def best_for(
    words: str,
    *,
    code: ProblemCode | None = None,
    language: str,
    audience: str = Audience.STAFF,
    limit: int = 5,
    as_typed: bool = False,
) -> list[Suggestion]:
    """The articles that fit what was said and the code chosen, best first, those in the reader's language before.

    Only what is published and holds. Four queries (five with an unknown word); never an error for any text.
    """
    words = words[:LONGEST_QUESTION].replace("\x00", " ").encode(errors="ignore").decode().strip()
    hits = _by_words(words, language, audience, limit, as_typed=as_typed) if words else []
    attached = _attached(code) if code else {}
    versions = _current({hit.object_id for hit in hits} | set(attached), audience)
    found = {hit.object_id: hit for hit in hits}
    best = max((hit.score for hit in hits), default=1.0) or 1.0
    chosen: list[tuple[float, ArticleVersion, str]] = []
    for article, texts in versions.items():
        hit, how = found.get(article), attached.get(article, "")
        score = (hit.score / best if hit else 0.0) + WEIGHTS.get(how, 0.0)
        version = _to_show(texts, hit, language)
        chosen.append((score, version, how))
    return [
        _shown(version, how, words, language, as_typed=as_typed)
        for _score, version, how in _ranked(chosen, language)[:limit]
    ]


def _by_words(words: str, language: str, audience: str, limit: int, *, as_typed: bool) -> list[Hit]:
    return query(
        words,
        kinds=["article"],
        limit=limit * _LOOKED_AT,
        as_typed=as_typed,
        only_open=True,
        public_only=audience == Audience.CUSTOMERS,
        prefer_language=language[:2],
    )


def _attached(code: ProblemCode) -> dict[int, str]:
    """Articles attached to a code or above it, with the nearest way in which they are."""
    rows = Attachment.objects.filter(
        Q(code=code.pk)
        | Q(category=code.category_id)
        | Q(provider__categories=code.category_id)
        | Q(department__providers__categories=code.category_id)
    ).values_list("article", "code", "category", "provider")
    attached: dict[int, str] = {}
    for article, by_code, by_category, by_provider in rows:
        how = "code" if by_code else "category" if by_category else "provider" if by_provider else "department"
        attached[article] = max(how, attached.get(article, how), key=lambda name: WEIGHTS[name])
    return attached


def _current(articles: Iterable[int], audience: str) -> dict[int, dict[str, ArticleVersion]]:
    """The texts of live articles that are read, by article and language."""
    rows = ArticleVersion.objects.filter(
        article__in=articles, is_current=True, article__live_at__isnull=False, article__retired_at=None
    )
    if audience == Audience.CUSTOMERS:
        rows = rows.filter(article__audience=Audience.CUSTOMERS)
    texts: dict[int, dict[str, ArticleVersion]] = {}
    for version in rows.select_related("article").defer("body", "script"):
        texts.setdefault(version.article_id, {})[version.language] = version
    return texts


def _to_show(texts: dict[str, ArticleVersion], hit: Hit | None, language: str) -> ArticleVersion:
    """In the reader's language where it is there, else in the one that was found."""
    found = texts.get(hit.language) if hit else None
    own = texts.get(language[:2])
    version = own or found or nearest(texts, language, next(iter(texts.values())).article.source_language)
    assert version is not None  # noqa: S101 - there is at least one text
    return version


def _ranked(
    chosen: Sequence[tuple[float, ArticleVersion, str]], language: str
) -> list[tuple[float, ArticleVersion, str]]:
    near = max((score for score, _version, _how in chosen), default=0.0) * NEAR

    def place(one: tuple[float, ArticleVersion, str]) -> tuple[bool, float, int]:
        score, version, _how = one
        return version.language != language[:2] or score < near, -score, -version.article.number

    return sorted(chosen, key=place)


def _shown(version: ArticleVersion, how: str, words: str, language: str, *, as_typed: bool) -> Suggestion:
    reasons = {
        "code": _("for this code"),
        "category": _("for this category"),
        "provider": _("for this service provider"),
        "department": _("for this department"),
    }
    return Suggestion(
        article_id=version.article_id,
        number=version.article.number,
        title=marked(version.title, words, as_typed=as_typed),
        snippet=excerpt(version.words, words, length=LONGEST_SNIPPET, as_typed=as_typed),
        language=version.language,
        is_other_language=version.language != language[:2],
        because=reasons.get(how, _("by the words")),
        plain_title=version.title,
    )
