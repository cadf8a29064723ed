"""The articles that may answer: for the words said so far, and for the code chosen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from django.db.models import F, Q, QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from firstline.journal.prepared import Prepared, PreparedRows
from firstline.reference.catalogue.models import ProblemCode
from firstline.reference.knowledge.models import ArticleVersion, Attachment, Audience
from firstline.search.marks import excerpt, marked
from firstline.search.querying import Hit, query

LONGEST_QUESTION = 2000
LONGEST_SNIPPET = 160
# What an attachment weighs beside the best match of the words, which weighs 1.
WEIGHTS = {"code": 1.0, "category": 0.5, "provider": 0.3, "department": 0.2}
# A text in another language comes first only where nothing in the reader's own comes near it.
NEAR = 0.3
_LOOKED_AT = 2
# No question of those we score ourselves by loses its answer to this.
_SHARE_OF_BEST = 0.4
_SIZE = 5


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


class Shown(NamedTuple):
    """The text of an article that is shown of it."""

    article_id: int
    language: str
    number: int
    title: str
    words: str


Texts = dict[int, dict[str, Shown]]


def best_for(
    words: str,
    *,
    code: ProblemCode | None = None,
    language: str,
    audience: str = Audience.STAFF,
    limit: int = 5,
    as_typed: bool = False,
    only_near: bool = False,
) -> list[Suggestion]:
    """The articles that fit what was said and the code chosen, best first, those in the reader's language before.

    `only_near` leaves out what fits far worse than the best, as what shares little words only with what was said. Only
    what is published and holds. Four queries (five with an unknown word); never an error for any text.
    """
    words = words[:LONGEST_QUESTION].replace("\x00", " ").encode(errors="ignore").decode().strip()
    hits = _by_words(words, language, audience, limit, as_typed=as_typed) if words else []
    hits = _near(hits, language) if only_near else hits
    attached = _attached(code) if code else {}
    found = {hit.object_id: hit for hit in hits}
    versions = _current(found, attached, audience, language)
    best = max((hit.score for hit in hits), default=1.0) or 1.0
    chosen: list[tuple[float, Shown, str]] = []
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


def _near(hits: list[Hit], language: str) -> list[Hit]:
    """Those that come near the best of all; of texts in the reader's language, near the best of these."""
    own = {hit for hit in hits if hit.language in (language[:2], "")}
    best, best_own = (max((hit.score for hit in some), default=0.0) for some in (hits, own))
    return [hit for hit in hits if hit.score >= _SHARE_OF_BEST * (best_own if hit in own else best)]


_ATTACHED: Prepared[Attachment] = Prepared(
    lambda code, category: Attachment.objects.filter(
        Q(code=code)
        | Q(category=category)
        | Q(provider__categories=category)
        | Q(department__providers__categories=category)
    ),
    int,
    int,
)


def _attached(code: ProblemCode) -> dict[int, str]:
    """Articles attached to a code or above it, with the nearest way in which they are."""
    attached: dict[int, str] = {}
    for one in _ATTACHED.all(code.pk, code.category_id):
        how = next(name for name in WEIGHTS if getattr(one, f"{name}_id"))
        attached[one.article_id] = max(how, attached.get(one.article_id, how), key=lambda name: WEIGHTS[name])
    return attached


def _current(hits: dict[int, Hit], attached: Iterable[int], audience: str, language: str) -> Texts:
    """The texts of live articles that may be shown, by article and language."""
    articles = list({**hits, **dict.fromkeys(attached)})
    if not articles:
        return {}
    languages = list({language[:2], *(hit.language for hit in hits.values())})
    # As many places as a few sizes have, with a value twice in those left over, so that few statements are planned.
    languages += languages[-1:] * (-len(languages) % _SIZE)
    articles += articles[-1:] * (-len(articles) % _SIZE)
    texts: Texts = {}
    question = _texts(len(languages), len(articles), audience == Audience.CUSTOMERS)
    for article, *facts in question.all(*languages, *articles):
        text = Shown(article, *facts)
        texts.setdefault(article, {})[text.language] = text
    return texts


@cache
def _texts(languages: int, articles: int, is_for_customers: bool) -> PreparedRows:  # noqa: FBT001 a key of the cache
    """The texts in so many languages, and in the first of each, of so many articles."""

    def build(*values: Any) -> QuerySet[ArticleVersion, Any]:
        rows = ArticleVersion.objects.filter(
            Q(language__in=values[:languages]) | Q(language=F("article__source_language")),
            article__in=values[languages:],
            is_current=True,
            article__live_at__isnull=False,
            article__retired_at=None,
        )
        if is_for_customers:
            rows = rows.filter(article__audience=Audience.CUSTOMERS)
        return rows.values_list("article", "language", "article__number", "title", "words")

    return PreparedRows(build, *[str] * languages, *[int] * articles)


def _to_show(texts: dict[str, Shown], hit: Hit | None, language: str) -> Shown:
    """In the reader's language where it is there, else in the one that was found, else in the first it had."""
    found = texts.get(hit.language) if hit else None
    return texts.get(language[:2]) or found or next(iter(texts.values()))


def _ranked(chosen: Sequence[tuple[float, Shown, str]], language: str) -> list[tuple[float, Shown, str]]:
    near = max((score for score, _version, _how in chosen), default=0.0) * NEAR

    def place(one: tuple[float, Shown, str]) -> tuple[bool, float, int]:
        score, version, _how = one
        return version.language != language[:2] or score < near, -score, -version.number

    return sorted(chosen, key=place)


def _shown(version: Shown, how: str, words: str, language: str, *, as_typed: bool) -> Suggestion:
    reasons = {
        "code": _("for this code"),
        "category": _("for this category"),
        "provider": _("for this service provider"),
        "department": _("for this department"),
    }
    return Suggestion(
        article_id=version.article_id,
        number=version.number,
        title=marked(version.title, words, as_typed=as_typed),
        snippet=excerpt(version.words, words, length=LONGEST_SNIPPET, as_typed=as_typed),
        language=version.language,
        is_other_language=version.language != language[:2],
        because=reasons.get(how, _("by the words")),
        plain_title=version.title,
    )
