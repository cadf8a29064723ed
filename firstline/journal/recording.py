"""Writing the journal and asking it for history."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple, Protocol

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from firstline.journal.columns import made
from firstline.journal.models import Entry, EntryQuerySet, OutboxItem
from firstline.journal.quiet import is_quiet
from firstline.journal.writing import insert, insert_all, insert_handed_over, key_of, settle

BATCH = 1000
_waiting: ContextVar[list[Entry] | None] = ContextVar("waiting", default=None)


class Actor(Protocol):
    """Whoever does something: a member of staff. `None` in place of an actor is the clock."""

    @property
    def pk(self) -> Any: ...

    @property
    def name(self) -> Any: ...


class Thing(NamedTuple):
    """Something of a higher storey, named as the journal names it: by the word for its kind and its key."""

    kind: str
    pk: int


def record(
    verb: str,
    subject: models.Model,
    *,
    by: Actor | None,
    context: models.Model | Thing | None = None,
    at: datetime | None = None,
    facts: Mapping[str, Any] | None = None,
) -> Entry:
    """Write the one entry of a verb, inside the verb's transaction, and hand it to the readers' outbox."""
    entry = _entry(verb, subject, by=by, context=context, at=at or timezone.now(), facts=facts or {})
    waiting = _waiting.get()
    if waiting is not None and not is_quiet():
        waiting.append(entry)
    else:
        with transaction.atomic(savepoint=False):
            _write(entry)
    return entry


@contextmanager
def recording_together() -> Iterator[None]:
    """Write the entries of this block at its end, in the caller's transaction; a block that fails writes none.

    Their keys are known only then. Inside another such block they wait for the end of that.
    """
    outer, own = _waiting.get(), list[Entry]()
    token = _waiting.set(own)
    try:
        yield
    finally:
        _waiting.reset(token)
    if outer is None:
        _write_all(own)
    else:
        outer += own


def record_all(
    verb: str,
    subjects: Sequence[models.Model],
    facts: Callable[[Any], Mapping[str, Any]],
    *,
    by: Actor | None,
    context: models.Model | None = None,
    at: datetime | None = None,
) -> None:
    """The same of many subjects, with one entry each, in a few statements; `facts` gives those of a subject."""
    at = at or timezone.now()
    entries = [_entry(verb, one, by=by, context=context, at=at, facts=facts(one)) for one in subjects]
    _write_all(entries)


def _write_all(entries: Sequence[Entry]) -> None:
    with transaction.atomic(savepoint=False):
        for start in range(0, len(entries), BATCH):
            some = entries[start : start + BATCH]
            settle(some)
            for entry, (key,) in zip(some, insert_all(some, ["id"]), strict=True):
                entry.pk = key
            insert_all([OutboxItem(reader=one, entry=entry) for entry in some for one in _readers(entry.verb)], ["id"])


def _entry(
    verb: str,
    subject: models.Model,
    *,
    by: Actor | None,
    context: models.Model | Thing | None,
    at: datetime,
    facts: Mapping[str, Any],
) -> Entry:
    values = {
        "at": at,
        "verb": verb,
        "subject_kind": kind_of(subject),
        "subject_id": key_of(subject),
        "context_kind": kind_of(context) if context is not None else "",
        "context_id": key_of(context) if isinstance(context, models.Model) else context.pk if context else None,
        "actor_id": by.pk if by is not None else None,
        "actor_name": by.name if by is not None else "",
        "facts": dict(facts),
    }
    return made(Entry, values)


def _write(entry: Entry) -> None:
    """An entry and what its readers find of it, in one statement."""
    if readers := _readers(entry.verb):
        insert_handed_over(entry, OutboxItem, "reader", "entry", readers)
    else:
        insert(entry)


def _readers(verb: str) -> list[str]:
    """Who wants to know of it: `JOURNAL_READERS` is a list of readers of everything, or tells each reader's verbs."""
    readers = settings.JOURNAL_READERS
    if is_quiet() or not readers:
        return []
    return [one for one in readers if not isinstance(readers, Mapping) or verb in readers[one]]


def history_of(subject: models.Model) -> EntryQuerySet:
    """All entries about one thing, as its subject or its context, oldest first."""
    return Entry.objects.about(kind_of(subject), subject.pk).order_by("id")


def kind_of(subject: models.Model | Thing) -> str:
    """The word the journal uses for a thing: "ticket", "work_order", "contact", "customer" ..."""
    return subject.kind if isinstance(subject, Thing) else _word(type(subject).__name__)


@cache
def _word(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()
