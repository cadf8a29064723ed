"""The readers of the journal: each takes its entries from an outbox, so none is missed and none is read twice.

A high-water mark would lose entries, because they commit out of order.
"""

from collections.abc import Callable

from django.db import transaction
from django.db.models import Count

from firstline.journal.models import Entry, OutboxItem


def take(reader: str, read: Callable[[Entry], None], *, limit: int = 100) -> int:
    """Hand up to `limit` waiting entries, oldest first, to `read`; all of it or nothing. Returns how many were read.

    Several workers may take for one reader at once: each locks other rows.
    """

    def read_each(entries: list[Entry]) -> None:
        for entry in entries:
            read(entry)

    return take_together(reader, read_each, limit=limit)


def take_together(reader: str, read: Callable[[list[Entry]], object], *, limit: int = 1000) -> int:
    """The same for a reader that wants all of them at once; it is not asked where none waits."""
    with transaction.atomic():
        waiting = OutboxItem.objects.select_for_update(skip_locked=True).filter(reader=reader).order_by("id")
        items = dict(waiting.values_list("pk", "entry")[:limit])
        if items:
            entries = Entry.objects.in_bulk(items.values())
            read([entries[key] for key in items.values()])
            OutboxItem.objects.filter(pk__in=items).delete()
    return len(items)


def backlog() -> dict[str, int]:
    """How many entries wait, by reader."""
    return dict(OutboxItem.objects.values_list("reader").annotate(waiting=Count("id")))
