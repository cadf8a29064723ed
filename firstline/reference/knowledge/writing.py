"""Writing articles: every text is a new version, and nobody overwrites another's unseen."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from firstline.journal.changes import set_fields
from firstline.journal.numbers import next_number
from firstline.journal.recording import record
from firstline.journal.refusal import Refused
from firstline.journal.versions import Conflict
from firstline.reference.knowledge.models import Article, ArticleVersion, Audience, State
from firstline.reference.knowledge.references import resolve
from firstline.reference.knowledge.rendering import plain
from firstline.reference.knowledge.searching import index_article
from firstline.reference.knowledge.wording import Text, check_language, checked
from firstline.reference.staff.models import User


@transaction.atomic
def start(
    language: str, text: Text, *, by: User | None, audience: str = Audience.STAFF, at: datetime | None = None
) -> Article:
    """A new article, a draft in the language it is first written in."""
    check_language(language)
    kept, at = checked(text), at or timezone.now()
    article = Article(source_language=language, audience=_audience(audience), state_at=at, state_by=by)
    article.number = next_number("article")
    article.save()
    _add(article, language, kept, 1, None, by=by, at=at)
    record("article.started", article, by=by, at=at, facts={"language": language, "title": kept.title})
    index_article(article)
    return article


@transaction.atomic
def write(
    article: Article, text: Text, *, seen: int | None, by: User | None, at: datetime | None = None
) -> ArticleVersion:
    """A new version in the language the article was first written in; the same text again is none.

    `seen` is the number of the version the writer had read; a newer one by somebody else raises Conflict (field
    "body", `theirs` the other version, `mine` the text), and both are kept by writing again.
    """
    row = locked(article)
    return _write(row, row.source_language, text, None, seen=seen, by=by, at=at or timezone.now())


@transaction.atomic
def translate(
    article: Article,
    language: str,
    text: Text,
    *,
    original: int,
    seen: int | None,
    by: User | None,
    at: datetime | None = None,
) -> ArticleVersion:
    """A new version in another language, of the original's version of this number. `seen` as in `write`.

    The same text for a newer original is a version of its own: it says that the translation still holds.
    """
    check_language(language)
    row = locked(article)
    if language == row.source_language:
        raise Refused(_("The article was first written in this language."), field="language")
    source = row.versions.filter(language=row.source_language, number=original).first()
    if source is None:
        raise Refused(_("There is no such version of the original."), field="original")
    return _write(row, language, text, source, seen=seen, by=by, at=at or timezone.now())


@transaction.atomic
def bring_back(version: ArticleVersion, *, by: User | None, at: datetime | None = None) -> ArticleVersion:
    """An older text as the newest version of its language; those between stay."""
    row = locked(version.article)
    text = Text(version.title, version.body, version.script, version.read_out, version.links)
    return _write(row, version.language, text, version.based_on, seen=None, by=by, at=at or timezone.now())


@transaction.atomic
def describe(article: Article, *, by: User | None, at: datetime | None = None, **facts: Any) -> Article:
    """Change who it is for (`audience`) or when it is to be looked through (`review_by`, a date or None)."""
    row = locked(article)
    if "audience" in facts:
        _audience(facts["audience"])
    if not isinstance(facts.get("review_by"), date | None):
        raise Refused(_("This is no day."), field="review_by")
    changes = set_fields(row, {name: value for name, value in facts.items() if name in ("audience", "review_by")})
    if changes:
        row.save()
        record("article.changed", row, by=by, at=at, facts={"changes": changes})
        index_article(row)
    return row


def locked(article: Article) -> Article:
    """The article as it is now, held until the transaction ends."""
    return Article.objects.select_for_update().get(pk=article.pk)


def newest(article: Article, language: str) -> ArticleVersion | None:
    """The text that is worked on in a language."""
    return article.versions.filter(language=language).order_by("-number").select_related("written_by").first()


def _write(
    row: Article,
    language: str,
    text: Text,
    source: ArticleVersion | None,
    *,
    seen: int | None,
    by: User | None,
    at: datetime,
) -> ArticleVersion:
    """Add a version under the lock, with its entry; the last one when nothing is different."""
    kept, last = checked(text), newest(row, language)
    if last and _is_same(last, kept) and last.based_on_id == (source.pk if source else None):
        return last
    number = last.number if last else 0
    if seen is not None and number > seen and not (last and _is_same(last, kept)):
        raise Conflict("body", theirs=last, mine=kept, version=number)
    version = _add(row, language, kept, number + 1, source, by=by, at=at)
    if row.state == State.PUBLISHED:
        row.state, row.state_at, row.state_by = State.DRAFT, at, by
        row.save()
    facts = {"language": language, "version": version.number, "title": kept.title}
    record("article.written", row, by=by, at=at, facts=facts)
    index_article(row)
    return version


def _add(
    article: Article,
    language: str,
    text: Text,
    number: int,
    source: ArticleVersion | None,
    *,
    by: User | None,
    at: datetime,
) -> ArticleVersion:
    words = plain(text.body, targets=resolve([text.body], language))
    pairs = {"read_out": list(map(list, text.read_out)), "links": list(map(list, text.links))}
    facts = {**asdict(text), **pairs, "words": words, "based_on": source, "written_by": by, "written_at": at}
    return ArticleVersion.objects.create(article=article, language=language, number=number, **facts)


def _is_same(version: ArticleVersion, text: Text) -> bool:
    pairs = [list(map(tuple, version.read_out)), list(map(tuple, version.links))]
    same = (version.title, version.body, version.script) == (text.title, text.body, text.script)
    return same and pairs == [list(text.read_out), list(text.links)]


def _audience(audience: str) -> str:
    if audience not in Audience.values:
        raise Refused(_("An article is for staff, or for customers as well."), field="audience")
    return audience
