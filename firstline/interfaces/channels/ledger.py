"""The ledger: every message is stored as it came before it is read, once, and counted apart from that."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import Count, F, Q, Sum
from django.db.models.functions import TruncDate
from django.utils import timezone

from firstline.interfaces.channels.models import Arrival, End, Fetched

LONGEST_KEY = 200
_DIGEST_IN_KEY = 17
_STORE = """
INSERT INTO channels_arrival (channel, source, key, digest, size, times, received_at,
    "end", because, sender_name, sender, subject, message_id, said, tries, let_through)
SELECT %s, %s, came.key, came.digest, came.size, 1, %s, '', '', '', '', '', '', '', 0, false
FROM unnest(%s::text[], %s::text[], %s::bigint[]) AS came (key, digest, size)
ON CONFLICT DO NOTHING RETURNING id, key, digest
"""
_KEEP = "INSERT INTO channels_rawmessage (arrival_id, content) VALUES (%s, %s)"
_COUNT = """
INSERT INTO channels_fetched (channel, source, day, count, again) VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (source, day) DO UPDATE
SET count = channels_fetched.count + excluded.count, again = channels_fetched.again + excluded.again
"""


class Handed(NamedTuple):
    """A message as it was handed to us: what makes it the same one, its bytes, and (as a rule of those) its digest."""

    key: str
    raw: bytes
    digest: str = ""


@dataclass(frozen=True)
class Day:
    """What a source handed to us on a day, and what became of it."""

    day: date
    channel: str
    source: str
    fetched: int
    again: int
    ends: dict[str, int]

    @property
    def ended(self) -> int:
        return sum(count for end, count in self.ends.items() if end)

    @property
    def waiting(self) -> int:
        return self.ends.get("", 0)

    @property
    def difference(self) -> int:
        """How many were fetched and are not in the ledger; anything but 0 is a fault."""
        return self.fetched - self.again - self.ended - self.waiting


def store(channel: str, source: str, key: str, raw: bytes, *, at: datetime | None = None, digest: str = "") -> Arrival:
    """Keep one message; what this source has handed over before, by its bytes, is the row of then.

    A key that comes with other bytes is another message: servers have been seen to use one twice.
    """
    return store_all(channel, source, [Handed(key, raw, digest)], at=at)[0]


@transaction.atomic
def store_all(channel: str, source: str, came: Iterable[Handed], *, at: datetime | None = None) -> list[Arrival]:
    """The same for several, in one transaction."""
    at = at or timezone.now()
    handed = [
        one._replace(key=one.key[:LONGEST_KEY], digest=one.digest or hashlib.sha256(one.raw).hexdigest())
        for one in came
    ]
    made = _made(channel, source, handed, at)
    keys = [made.pop((one.key, one.digest), None) for one in handed]
    before = {place: _before(channel, source, handed[place], at) for place, key in enumerate(keys) if key is None}
    again = sum(not is_new for _key, is_new in before.values())
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [channel, source, at.astimezone(UTC).date(), len(keys), again])
    found = [key or before[place][0] for place, key in enumerate(keys)]
    rows = Arrival.objects.in_bulk(found)
    return [rows[key] for key in found]


def _made(channel: str, source: str, handed: Sequence[Handed], at: datetime) -> dict[tuple[str, str], int]:
    """Store those that are new, and give their rows by key and digest."""
    with connection.cursor() as cursor:
        keys, raws, digests = zip(*handed, strict=True) if handed else ((), (), ())
        sizes = [len(raw) for raw in raws]
        cursor.execute(_STORE, [channel, source, at, list(keys), list(digests), sizes])
        made = {(key, digest): int(row) for row, key, digest in cursor.fetchall()}
        kept = {made[key, digest]: raw for key, raw, digest in handed if (key, digest) in made}
        cursor.executemany(_KEEP, list(kept.items()))
    return made


def _before(channel: str, source: str, one: Handed, at: datetime) -> tuple[int, bool]:
    """The row of a message whose key or bytes came before, and whether it is a new one."""
    other = one._replace(key=f"{one.key[: LONGEST_KEY - _DIGEST_IN_KEY]}:{one.digest[: _DIGEST_IN_KEY - 1]}")
    for _turn in range(2):
        if before := Arrival.objects.filter(source=source, digest=one.digest).values_list("pk", flat=True).first():
            Arrival.objects.filter(pk=before).update(times=F("times") + 1)
            return before, False
        for key in _made(channel, source, [other], at).values():
            return key, True
    raise LookupError(one.key)


def raw_of(arrival: Arrival) -> bytes:
    """The message as it came; asked for as it is stored, which takes half the memory of asking for text."""
    with connection.cursor() as plain, plain.connection.cursor(binary=True) as cursor:
        cursor.execute("SELECT content FROM channels_rawmessage WHERE arrival_id = %s", [arrival.pk])
        (content,) = cursor.fetchone()
        return bytes(content)


def days(since: date, until: date) -> list[Day]:
    """What was fetched and what became of it, by day (UTC) and source, newest first; in two queries."""
    bounds = Q(received_at__gte=_midnight(since), received_at__lt=_midnight(until))
    ends: dict[tuple[date, str], dict[str, int]] = defaultdict(dict)
    channels = {}
    rows = Arrival.objects.filter(bounds).annotate(day=TruncDate("received_at", tzinfo=UTC)).order_by()
    for day, source, channel, end, count in rows.values_list("day", "source", "channel", "end").annotate(Count("id")):
        ends[day, source][end] = count
        channels[day, source] = channel
    counted = {(row.day, row.source): row for row in Fetched.objects.filter(day__gte=since, day__lt=until)}
    return [
        Day(day, row.channel if row else channels[day, source], source, row.count if row else 0,
            row.again if row else 0, ends.get((day, source), {}))
        for day, source in sorted(ends.keys() | counted.keys(), key=lambda each: (-each[0].toordinal(), each[1]))
        for row in (counted.get((day, source)),)
    ]  # fmt: skip


def missing() -> int:
    """How many messages were fetched, ever, and are not in the ledger; 0 unless something is wrong."""
    counted = Fetched.objects.aggregate(all=Sum("count"), again=Sum("again"))
    return (counted["all"] or 0) - (counted["again"] or 0) - Arrival.objects.count()


def state(waiting_since: datetime) -> tuple[int, int]:
    """How many messages have waited to be read since before then, and how many are quarantined."""
    late = Count("id", filter=Q(end="", received_at__lt=waiting_since))
    found = Arrival.objects.filter(end__in=("", End.QUARANTINED)).aggregate(
        late=late, quarantined=Count("id", filter=Q(end=End.QUARANTINED))
    )
    return found["late"], found["quarantined"]


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
