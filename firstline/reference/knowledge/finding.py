"""The articles that may answer: for the words said so far, and for the code chosen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import F, Q
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from firstline.journal.prepared import Prepared
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
) -> list[Suggestion]:
    """The articles that fit what was said and the code chosen, best first, those in the reader's language before.

    Only what is published and holds. Four queries (five with an unknown word); never an error for any text.
    """
    words = words[:LONGEST_QUESTION].replace("\x00", " ").encode(errors="ignore").decode().strip()
    hits = _by_words(words, language, audience, limit, as_typed=as_typed) if words else []
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
    may_be_shown = Q(language__in={language[:2], *(hit.language for hit in hits.values())}) | Q(
        language=F("article__source_language")
    )
    rows = ArticleVersion.objects.filter(
        may_be_shown,
        article__in={*hits, *attached},
        is_current=True,
        article__live_at__isnull=False,
        article__retired_at=None,
    )
    if audience == Audience.CUSTOMERS:
        rows = rows.filter(article__audience=Audience.CUSTOMERS)
    texts: Texts = {}
    columns = ("article", "language", "article__number", "title", "words")
    for article, *facts in rows.values_list(*columns):
        text = Shown(article, *facts)
        texts.setdefault(article, {})[text.language] = text
    return texts


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
