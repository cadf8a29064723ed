"""The knowledge base during a contact: what was searched, opened, read out, answered by, and what did not help (A3)."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from firstline.casework.contacts.editing import hold, lock, save
from firstline.casework.contacts.models import Act, Contact, Kind, LookUp
from firstline.journal.recording import record
from firstline.journal.refusal import Refused
from firstline.journal.versions import change
from firstline.language.folding import fold
from firstline.reference.knowledge.models import ArticleVersion
from firstline.reference.staff.models import User

LONGEST_QUERY = 300
LONGEST_REASON = 500
LONGEST_ANSWER = 20_000


@transaction.atomic
def search(
    contact: Contact,
    query: str,
    *,
    found: int,
    language: str,
    by: User | None,
    problem: int | None = None,
    at: datetime | None = None,
) -> LookUp:
    """A search by hand and how much it found, nothing included; the same words again at once are one search."""
    query = tidy(query)[:LONGEST_QUERY]
    if not query:
        raise Refused(_("Type what to search for."), field="q")
    held, problem = _held(contact, problem)
    last = held.look_ups.filter(problem=problem).last()
    if last and last.act == Act.SEARCHED and last.query == query:
        return last
    one = _kept(
        held, Act.SEARCHED, problem, by, at, query=query, folded=folded(query), found=found, language=language[:8]
    )
    record("contact.searched", held, by=by, at=one.at, facts={"query": query, "found": found})
    return one


@transaction.atomic
def open_article(
    contact: Contact,
    version: ArticleVersion,
    *,
    by: User | None,
    query: str = "",
    problem: int | None = None,
    at: datetime | None = None,
) -> LookUp:
    """An article was opened beside the contact; `query` is what it was found by, where somebody searched."""
    held, problem = _held(contact, problem)
    query = tidy(query)[:LONGEST_QUERY]
    one = _kept(held, Act.OPENED, problem, by, at, version=version, query=query, folded=folded(query))
    record(
        "contact.article_opened", held, by=by, at=one.at, facts=_facts(version) | ({"query": query} if query else {})
    )
    return one


@transaction.atomic
def read_out(
    contact: Contact,
    version: ArticleVersion,
    *,
    by: User | None,
    problem: int | None = None,
    at: datetime | None = None,
) -> LookUp:
    """An article's script was read to the customer."""
    held, problem = _held(contact, problem)
    one = _kept(held, Act.READ_OUT, problem, by, at, version=version)
    record("contact.article_read_out", held, by=by, at=one.at, facts=_facts(version))
    return one


@transaction.atomic
def answer_by(contact: Contact, version: ArticleVersion, *, by: User | None, at: datetime | None = None) -> Contact:
    """The contact is answered by an article, whose script becomes the answer where none stands yet.

    A contact of no kind becomes an information request by it. The same article again changes nothing.
    """
    held = hold(contact)
    if held.kind == Kind.COMMENT:
        raise Refused(_("A comment is recorded, not answered."))
    problem = held.tickets.count()
    if held.look_ups.filter(act=Act.ANSWERED_BY, version=version, problem=problem).exists() and held.answer.strip():
        return held
    answered: dict[str, Any] = {} if held.answer.strip() else {"answer": text_of(version)}
    columns = change(held, answered | ({} if held.kind else {"kind": Kind.INFORMATION}))
    save(held, columns)
    one = _kept(held, Act.ANSWERED_BY, problem, by, at, version=version)
    filled = {"filled": [name for name in ("answer", "kind") if name in columns]}
    record("contact.answered_by_article", held, by=by, at=one.at, facts=_facts(version) | filled)
    return held


@transaction.atomic
def not_helpful(
    contact: Contact,
    version: ArticleVersion,
    reason: str,
    *,
    by: User | None,
    problem: int | None = None,
    at: datetime | None = None,
) -> LookUp:
    """An article did not help; those who write articles read why."""
    reason = _reason(reason, _("Say in a few words why it does not help."))
    held, problem = _held(contact, problem)
    one = _kept(held, Act.NOT_HELPFUL, problem, by, at, version=version, reason=reason)
    record("contact.article_not_helpful", held, by=by, at=one.at, facts={**_facts(version), "text": reason})
    return one


@transaction.atomic
def skip(
    contact: Contact, reason: str, *, by: User | None, problem: int | None = None, at: datetime | None = None
) -> LookUp:
    """Go on without the search that is demanded, saying why."""
    reason = _reason(reason, _("Say why the search is skipped."))
    held, problem = _held(contact, problem)
    one = _kept(held, Act.SKIPPED, problem, by, at, reason=reason)
    record("contact.search_skipped", held, by=by, at=one.at, facts={"text": reason})
    return one


def text_of(version: ArticleVersion) -> str:
    """What is said when somebody is answered by an article: its script, else its text, without marks."""
    return (version.script.strip() or version.words.strip() or version.title)[:LONGEST_ANSWER]


def folded(query: str) -> str:
    """A query as it is counted: its words in one spelling."""
    return " ".join(filter(None, map(fold, query.split())))[:LONGEST_QUERY]


def tidy(text: str) -> str:
    """A text on one line, without what no database can hold."""
    return " ".join(text.replace("\x00", " ").encode(errors="ignore").decode().split())


def _held(contact: Contact, problem: int | None) -> tuple[Contact, int]:
    """The contact, locked, and the problem meant: the one now being entered, which needs the contact to be open."""
    if problem is not None:
        return lock(contact), problem
    held = hold(contact)
    return held, held.tickets.count()


def _kept(held: Contact, act: Act, problem: int, by: User | None, at: datetime | None, **facts: Any) -> LookUp:
    return LookUp.objects.create(contact=held, problem=problem, at=at or timezone.now(), by=by, act=act, **facts)


def _reason(text: str, wanted: str) -> str:
    text = tidy(text)
    if not text:
        raise Refused(wanted, field="reason")
    if len(text) > LONGEST_REASON:
        raise Refused(_("At most %(count)s characters.") % {"count": LONGEST_REASON}, field="reason")
    return text


def _facts(version: ArticleVersion) -> dict[str, Any]:
    return {
        "article": version.article.number,
        "title": version.title,
        "version": version.number,
        "language": version.language,
    }
