"""Writing the journal and asking it for history."""

import re
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any, Protocol

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from firstline.journal.models import Entry, EntryQuerySet, OutboxItem
from firstline.journal.quiet import is_quiet


class Actor(Protocol):
    """Whoever does something: a member of staff. `None` in place of an actor is the clock."""

    @property
    def pk(self) -> Any: ...

    @property
    def name(self) -> Any: ...


def record(
    verb: str,
    subject: models.Model,
    *,
    by: Actor | None,
    context: models.Model | None = None,
    at: datetime | None = None,
    facts: Mapping[str, Any] | None = None,
) -> Entry:
    """Write the one entry of a verb, inside the verb's transaction, and hand it to the readers' outbox."""
    with transaction.atomic(savepoint=False):
        entry = Entry.objects.create(
            at=at or timezone.now(),
            verb=verb,
            subject_kind=kind_of(subject),
            subject_id=subject.pk,
            context_kind=kind_of(context) if context is not None else "",
            context_id=context.pk if context is not None else None,
            actor_id=by.pk if by is not None else None,
            actor_name=by.name if by is not None else "",
            facts=dict(facts or {}),
        )
        if settings.JOURNAL_READERS and not is_quiet():
            OutboxItem.objects.bulk_create(
                [OutboxItem(reader=reader, entry=entry) for reader in settings.JOURNAL_READERS]
            )
    return entry


def history_of(subject: models.Model) -> EntryQuerySet:
    """All entries about one thing, as its subject or its context, oldest first."""
    return Entry.objects.about(kind_of(subject), subject.pk).order_by("id")


def kind_of(subject: models.Model) -> str:
    """The word the journal uses for a thing: "ticket", "work_order", "contact", "customer" ..."""
    return _word(type(subject).__name__)


@cache
def _word(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()
