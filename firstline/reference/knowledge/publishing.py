"""The life of an article: draft, in review, published, outdated; and whether it is kept at all."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from firstline.journal.recording import record
from firstline.journal.refusal import Refused
from firstline.reference.knowledge.models import Article, ArticleVersion, State
from firstline.reference.knowledge.searching import index_article
from firstline.reference.knowledge.writing import locked
from firstline.reference.retiring import set_aside, take_up
from firstline.reference.staff.models import User

LONGEST_REASON = 2000

# What may follow what; publishing an outdated one says that it holds again.
MOVES: dict[str, set[str]] = {
    State.DRAFT: {State.REVIEW, State.PUBLISHED, State.OUTDATED},
    State.REVIEW: {State.DRAFT, State.PUBLISHED, State.OUTDATED},
    State.PUBLISHED: {State.OUTDATED},
    State.OUTDATED: {State.PUBLISHED},
}


def may_move(article: Article, state: str) -> bool:
    """Whether the article can go into this state now. What was never published cannot be outdated."""
    if state == State.OUTDATED and article.live_at is None:
        return False
    return article.retired_at is None and state in MOVES[article.state]


@transaction.atomic
def submit(article: Article, *, by: User | None, at: datetime | None = None) -> Article:
    """Ask for somebody's eyes before it is published."""
    return _move(article, State.REVIEW, "article.submitted", by=by, at=at or timezone.now())


@transaction.atomic
def send_back(article: Article, reason: str, *, by: User | None, at: datetime | None = None) -> Article:
    """Not yet: the reason says what is missing."""
    text = _reason(reason)
    if not text:
        raise Refused(_("Say what is missing."), field="reason")
    return _move(article, State.DRAFT, "article.sent_back", text, by=by, at=at or timezone.now())


@transaction.atomic
def publish(
    article: Article, *, by: User | None, at: datetime | None = None, languages: Collection[str] | None = None
) -> Article:
    """Let its newest texts be read, in these languages or in all; until the others are published it stays a draft."""
    row, at = locked(article), at or timezone.now()
    versions = {one.language: one for one in row.versions.order_by("number").defer("words")}
    chosen = [one for one in versions.values() if languages is None or one.language in languages]
    _check_publishable(row, versions, chosen)
    for version in chosen:
        row.versions.filter(language=version.language, is_current=True).exclude(pk=version.pk).update(is_current=False)
    fresh = ArticleVersion.objects.filter(pk__in=[one.pk for one in chosen])
    fresh.filter(published_at=None).update(published_at=at)
    fresh.update(is_current=True)
    waits = any(not one.is_current for one in versions.values() if one not in chosen)
    row.state, row.state_at, row.state_by = State.DRAFT if waits else State.PUBLISHED, at, by
    row.live_at = row.live_at or at
    row.save()
    record("article.published", row, by=by, at=at, facts={"languages": sorted(one.language for one in chosen)})
    index_article(row)
    return row


@transaction.atomic
def outdate(article: Article, reason: str, *, by: User | None, at: datetime | None = None) -> Article:
    """It no longer holds: still there to be read, with a warning, but suggested to nobody."""
    return _move(article, State.OUTDATED, "article.outdated", _reason(reason), by=by, at=at or timezone.now())


@transaction.atomic
def retire(article: Article, *, by: User | None, at: datetime | None = None) -> Article:
    """Taken out of the lists for good; links to it say so."""
    row, at = locked(article), at or timezone.now()
    if set_aside(row, "article", by=by, at=at):
        index_article(row)
    return row


@transaction.atomic
def restore(article: Article, *, by: User | None, at: datetime | None = None) -> Article:
    """Kept again, in the state it was in."""
    row = locked(article)
    if take_up(row, "article", by=by, at=at):
        index_article(row)
    return row


def _move(article: Article, state: str, verb: str, reason: str = "", *, by: User | None, at: datetime) -> Article:
    row = locked(article)
    if not may_move(row, state):
        raise Refused(_not_now(row))
    row.state, row.state_at, row.state_by = state, at, by
    if state == State.OUTDATED:
        row.live_at = None
    row.save()
    record(verb, row, by=by, at=at, facts={"text": reason} if reason else {})
    index_article(row)
    return row


def _check_publishable(row: Article, versions: dict[str, ArticleVersion], chosen: list[ArticleVersion]) -> None:
    pending = [one for one in chosen if not one.is_current]
    if row.retired_at is not None or not (pending or (chosen and row.state == State.OUTDATED)):
        raise Refused(_not_now(row) if row.retired_at or chosen else _("Choose at least one language."))
    source = versions.get(row.source_language)
    if source not in chosen and not (
        source and row.versions.filter(language=source.language, is_current=True).exists()
    ):
        raise Refused(_("Its first language has to be published first."))
    for version in chosen:
        if not (version.body.strip() or version.script.strip()):
            raise Refused(_("There is neither a text nor a script in “%(title)s”.") % {"title": version.title})


def _not_now(row: Article) -> str:
    if row.retired_at is not None:
        return _("The article is retired.")
    return _("This cannot be done while the article is %(state)s.") % {"state": row.get_state_display()}


def _reason(reason: str) -> str:
    if len(reason) > LONGEST_REASON:
        raise Refused(_("At most %(count)s characters.") % {"count": LONGEST_REASON}, field="reason")
    if "\x00" in reason or reason.encode(errors="ignore").decode() != reason:
        raise Refused(_("This text holds a character that cannot be stored."), field="reason")
    return reason.strip()
