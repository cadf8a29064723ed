"""Several messages that begin something new, which are most of a full mailbox, taken in by one transaction.

Each ends exactly once all the same. What may continue a matter, came before, or is at fault is left to be ended by
itself, and so are all of them where anything fails.
"""

import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from queue import Queue
from typing import NamedTuple

from django.db import Error, connection, transaction
from django.utils import timezone

from firstline.casework.contacts.models import Channel
from firstline.interfaces.channels.following import may_continue
from firstline.interfaces.channels.incoming import Incoming, Reading
from firstline.interfaces.channels.intake import begin, digest_of, end, nobody_else_reads, write_down
from firstline.interfaces.channels.models import Arrival
from firstline.interfaces.channels.readers import reader_of
from firstline.journal.recording import recording_together
from firstline.journal.standing import steady
from firstline.reference.customers.directory import only_by_email
from firstline.search.documents import indexing_together

# Whoever opens a contact meanwhile waits for its number until the commit.
TOGETHER = 10
# So many batches wait while one is taken in, and none beside so many bytes.
AHEAD = 2
LARGE = 4 * 2**20
_LOG = logging.getLogger("firstline.mail")
_COPIES = "SELECT message_id FROM channels_arrival WHERE message_id = ANY(%s::text[]) AND NOT message_id = ''"
_MARK = """
UPDATE channels_arrival AS held
SET ended_at = %s, "end" = given."end", because = given.because, sender_name = given.sender_name,
    sender = given.sender, subject = given.subject, message_id = given.message_id, said = given.said,
    contact_id = given.contact_id, ticket_id = given.ticket_id
FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[],
    %s::bigint[], %s::bigint[])
    AS given (id, "end", because, sender_name, sender, subject, message_id, said, contact_id, ticket_id)
WHERE held.id = given.id
"""
_GIVEN = (
    "id", "end", "because", "sender_name", "sender", "subject", "message_id", "said", "contact_id", "ticket_id",
)  # fmt: skip


class Read(NamedTuple):
    """A message that is stored, and what it says; None where that could not be read."""

    arrival: Arrival
    said: Reading | None


def read_all(stored: Iterable[tuple[Arrival, bytes]]) -> list[Read]:
    """What messages say that have just been stored."""
    with steady():
        return [_read(arrival, raw) for arrival, raw in stored]


def _read(arrival: Arrival, raw: bytes) -> Read:
    """What is raised here is raised again when the message is ended by itself."""
    try:
        return Read(arrival, reader_of(arrival.channel)(arrival, raw))
    except Exception:  # noqa: BLE001 as in `intake.end`
        return Read(arrival, None)


@contextmanager
def ending_behind(*, at: datetime | None = None) -> Iterator[Callable[[list[Read]], None]]:
    """Give messages their ends in a thread of its own while more are read; all have theirs at the end of the block.

    Gives what takes them. It waits where too many are in hand, or so large ones that they should not be together.
    """
    waiting = Queue[list[Read] | None](AHEAD)
    thread = threading.Thread(target=_end_behind, args=[waiting, at], name="intake", daemon=True)
    thread.start()

    def take(messages: list[Read]) -> None:
        waiting.put(messages)
        if sum(one.arrival.size for one in messages) > LARGE:
            waiting.join()

    try:
        yield take
    finally:
        waiting.put(None)
        thread.join()


def _end_behind(waiting: "Queue[list[Read] | None]", at: datetime | None) -> None:
    try:
        while messages := waiting.get():
            try:
                end_all(messages, at=at)
            except Exception:  # noqa: BLE001 they are stored: the schedule reads what waits for long
                _LOG.exception("%d messages", len(messages))
            del messages
            waiting.task_done()
    finally:
        connection.close()


def end_all(messages: Sequence[Read], *, at: datetime | None = None) -> None:
    """Give each of them its end. Where the database fails, those that it failed for wait until they are read again."""
    at = at or timezone.now()
    ended = _try_together(_beginners(messages), at)
    for one in messages:
        if one.arrival.pk not in ended and not one.arrival.is_ended:
            _end_alone(one, at)


def _end_alone(one: Read, at: datetime) -> None:
    try:
        end(one.arrival, at=at, said=one.said)
    except Error:
        connection.close()


def _beginners(messages: Sequence[Read]) -> list[tuple[Arrival, Incoming]]:
    """Those that nothing else has to be known of: no others are copies of them or what they continue."""
    found: dict[str, tuple[Arrival, Incoming]] = {}
    for arrival, said in messages:
        if isinstance(said, Incoming) and said.channel == Channel.EMAIL and not may_continue(said):
            found.setdefault(said.message_id or f"{arrival.pk}", (arrival, said))
    return list(found.values()) if len(found) > 1 else []


def _try_together(messages: Sequence[tuple[Arrival, Incoming]], at: datetime) -> set[int]:
    """The keys of those that were ended: all, or none where there was a fault in any."""
    if not messages:
        return set()
    try:
        return _end_together(messages, at)
    except Exception:  # noqa: BLE001 each of them by itself shows whose fault it is
        _LOG.debug("%d messages are taken in one by one", len(messages), exc_info=True)
        return set()


@transaction.atomic
def _end_together(messages: Sequence[tuple[Arrival, Incoming]], at: datetime) -> set[int]:
    keys = [arrival.pk for arrival, _said in messages]
    waiting = Arrival.objects.select_for_update().filter(pk__in=keys, end="").order_by("pk").in_bulk()
    came_before = _copies([said.message_id for _arrival, said in messages if said.message_id])
    known = only_by_email(said.sender_email for _arrival, said in messages if said.sender_email)
    new = [(waiting[arrival.pk], said) for arrival, said in messages
           if arrival.pk in waiting and said.message_id[:500] not in came_before]  # fmt: skip
    with steady(), recording_together(), indexing_together(), _as_one():
        for held, said in new:
            whole = replace(said, customer=said.customer or known.get(said.sender_email))
            held.said = digest_of(said)
            write_down(held, said, begin(whole, at=at), at)
    _mark([held for held, _said in new], at)
    return {held.pk for held, _said in new}


@contextmanager
def _as_one() -> Iterator[None]:
    """Verbs set no savepoints of their own in this block: what fails undoes the whole transaction."""
    features = connection.features
    before, features.uses_savepoints = features.uses_savepoints, False
    try:
        yield
    finally:
        features.uses_savepoints = before


def _copies(ids: Sequence[str]) -> set[str]:
    """Which of these messages have come before by another way; nobody else reads a copy until our commit."""
    if not ids:
        return set()
    nobody_else_reads(ids)
    with connection.cursor() as cursor:
        cursor.execute(_COPIES, [[one[:500] for one in ids]])
        return {one for (one,) in cursor.fetchall()}


def _mark(ended: Sequence[Arrival], at: datetime) -> None:
    columns = [[getattr(held, name) for held in ended] for name in _GIVEN]
    with connection.cursor() as cursor:
        cursor.execute(_MARK, [at, *columns])
