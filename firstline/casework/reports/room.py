"""What happens in the room right now: on the line, waiting, owed, late, by support centre and priority.

Counting tens of thousands of open tickets for every change would cost far more than a wall may. So they are kept in
memory as little as a wall needs to know of each, and what the journal tells of is read again; all of them now and then.
"""

from collections import Counter, OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import Any, NamedTuple

from django.db.models import Case, Count, F, Min, Q, QuerySet, Value, When
from django.db.models.functions import Least

from firstline.casework.contacts.models import Channel, Contact
from firstline.casework.reports.asked import DEPARTMENT
from firstline.casework.reports.kept import Stamp, latest
from firstline.casework.tickets.models import OPEN, CallBack, State, Ticket
from firstline.casework.tickets.promised import RUNNING, SOON
from firstline.casework.tickets.worklist import visible
from firstline.journal.models import Entry
from firstline.journal.prepared import PreparedRows
from firstline.reference.service_levels.models import Priority
from firstline.reference.staff.models import SupportCentre

# Whoever has been on the line for longer has forgotten to hang up.
LONGEST_CALL = timedelta(hours=12)
# Changes that the journal does not tell ticket by ticket, and those of entries that committed very late, show then.
READ_ALL_AFTER = timedelta(minutes=5)
# Entries may commit out of order, so the last ones before those already heard are heard once more.
HEARD_AGAIN = 50
MOST_HEARD = 2_000
# While nothing happens, a picture holds so long: only the time makes something late.
KEPT_FOR = timedelta(seconds=5)
MOST_KEPT = 50

Place = tuple[int | None, int, int]
SPOKEN = (Channel.TELEPHONE, Channel.COUNTER)
WAITS = Q(state__in=[State.NEW, State.IN_PROGRESS], assignee=None)
_BY = Least(Case(When(responded_at=None, then="respond_by")), F("update_by"), F("resolve_by"))
_STANDINGS = Ticket.objects.order_by().annotate(
    is_open_now=Case(When(OPEN, then=True), default=False),
    waits=Case(When(WAITS, then=True), default=False),
    late_at=Case(When(RUNNING, then=_BY)),
).values_list("pk", "department_id", "centre_id", "priority_rank", "is_open_now", "waits", "late_at")  # fmt: skip


def _changed(entry: int, newest: int) -> QuerySet[Any, Any]:
    """The tickets that the journal has told of after an entry, and the new ones."""
    told = Entry.objects.order_by().filter(pk__gt=entry)
    subjects = told.filter(subject_kind="ticket").values_list("subject_id")
    contexts = told.filter(context_kind="ticket").values_list("context_id")
    new = Ticket.objects.order_by().filter(pk__gt=newest).values_list("pk")
    return _STANDINGS.filter(pk__in=subjects.union(contexts, new))


def _contacts(long_ago: datetime, within: tuple[int, ...] = ()) -> QuerySet[Any, Any]:
    rows = Contact.objects.open().order_by()
    if within:
        rows = rows.filter(Q(**{f"{DEPARTMENT}__in": within}) | Q(**{f"{DEPARTMENT}__isnull": True}))
    held = Q(ended_at=None, channel__in=SPOKEN, started_at__gt=long_ago)
    return rows.values(all=Value(1)).annotate(
        talking=Count("pk", filter=held),
        unanswered=Count("pk", filter=Q(taken_by=None)),
        talking_since=Min("started_at", filter=held),
    ).values_list("talking", "unanswered", "talking_since")  # fmt: skip


def _call_backs(now: datetime, within: tuple[int, ...] = ()) -> QuerySet[Any, Any]:
    owed = visible(CallBack.objects.filter(state=CallBack.State.OWED), within).order_by()
    counted = owed.values(all=Value(1)).annotate(owed=Count("pk"), late=Count("pk", filter=Q(due_by__lt=now)))
    return counted.values_list("owed", "late")


def _of_contacts(entry: int) -> QuerySet[Any, Any]:
    """The entries after this one that tell of a contact."""
    told = Entry.objects.order_by().filter(pk__gt=entry)
    return told.filter(Q(subject_kind="contact") | Q(context_kind="contact")).values_list("pk")


_CHANGED = PreparedRows(_changed, int, int)
_OF_CONTACTS = PreparedRows(_of_contacts, int)
_CONTACTS = PreparedRows(_contacts, datetime)
_CALL_BACKS = PreparedRows(_call_backs, datetime)


class Standing(NamedTuple):
    """All that a wall knows of an open ticket: where it counts, whether nobody has it, when a promise breaks."""

    place: Place
    waits: bool
    late_at: datetime | None


@dataclass
class Row:
    """How many tickets stand how at a support centre, at a priority or altogether; `of` is None for all."""

    of: SupportCentre | Priority | None
    open: int = 0
    waiting: int = 0
    soon: int = 0
    late: int = 0


@dataclass(frozen=True)
class Room:
    """What a wall shows. `talking` counts contacts being held, the longest `talking_since`; `unanswered` those open
    which nobody has taken; `owed` are call-backs, and `owed_late` of them should have been made."""

    at: datetime
    talking: int
    talking_since: datetime | None
    unanswered: int
    owed: int
    owed_late: int
    tickets: Row
    centres: list[Row]
    priorities: list[Row]


class Spoken(NamedTuple):
    """The open contacts as they were counted at this moment, when these entries about contacts had been heard."""

    at: datetime
    heard: frozenset[int]
    counts: tuple[int, int, datetime | None]


@dataclass
class OpenTickets:
    """All open tickets of the desk as a wall counts them."""

    known: dict[int, Standing] = field(default_factory=dict)
    counts: Counter[tuple[Place, str]] = field(default_factory=Counter)
    late: set[int] = field(default_factory=set)
    near: dict[int, Standing] = field(default_factory=dict)
    read_at: datetime | None = None
    newest: int = 0
    entry: int = 0
    centres: dict[int, SupportCentre] = field(default_factory=dict)
    priorities: dict[int, Priority] = field(default_factory=dict)

    def catch_up(self, stamp: Stamp, now: datetime) -> None:
        """Read again what may have changed, and let the time pass."""
        entry, newest = stamp[0] or 0, stamp[1] or 0
        is_old = self.read_at is None or not self.read_at <= now < self.read_at + READ_ALL_AFTER
        if is_old or entry - self.entry > MOST_HEARD or entry < self.entry:
            self._read_all(now)
        elif (entry, newest) != (self.entry, self.newest):
            self._take(_CHANGED.all(self.entry - HEARD_AGAIN, self.newest), now)
        self.entry, self.newest = entry, newest
        for pk in [pk for pk, one in self.near.items() if one.late_at and one.late_at <= now]:
            self._break(pk, self.near.pop(pk))

    def soon(self, now: datetime) -> Iterable[Place]:
        """Where the tickets count whose promise breaks within half an hour."""
        return (one.place for one in self.near.values() if one.late_at and one.late_at <= now + SOON)

    def _read_all(self, now: datetime) -> None:
        # Read whole before anything is forgotten: a database that goes away leaves what was known as it is.
        rows = list(_STANDINGS.filter(OPEN))
        for held in (self.known, self.counts, self.late, self.near):
            held.clear()
        self.read_at = now
        self._take(rows, now)
        self.learn_names()

    def learn_names(self) -> None:
        """Priorities go by rank; where a retired one has the same, the one in use gives the name."""
        self.centres = SupportCentre.objects.in_bulk()
        ranks = Priority.objects.order_by(F("retired_at").desc(nulls_last=True))
        self.priorities = {priority.rank: priority for priority in ranks}

    def _take(self, rows: Iterable[tuple[Any, ...]], now: datetime) -> None:
        horizon = (self.read_at or now) + READ_ALL_AFTER + 2 * SOON
        for pk, department, centre, rank, is_open, waits, late_at in rows:
            self._drop(pk)
            if not is_open:
                continue
            one = self.known[pk] = Standing((department, centre, rank), waits, late_at)
            self.counts[one.place, "open"] += 1
            self.counts[one.place, "waiting"] += waits
            if late_at and late_at <= now:
                self._break(pk, one)
            elif late_at and late_at <= horizon:
                self.near[pk] = one

    def _drop(self, pk: int) -> None:
        was = self.known.pop(pk, None)
        self.near.pop(pk, None)
        if was:
            self.counts[was.place, "open"] -= 1
            self.counts[was.place, "waiting"] -= was.waits
            self.counts[was.place, "late"] -= pk in self.late
            self.late.discard(pk)

    def _break(self, pk: int, one: Standing) -> None:
        self.late.add(pk)
        self.counts[one.place, "late"] += 1


_lock = Lock()
_open = OpenTickets()
_kept: OrderedDict[tuple[int, ...], tuple[Stamp, Room]] = OrderedDict()
_spoken: OrderedDict[tuple[int, ...], Spoken] = OrderedDict()


def look(now: datetime, *, within: tuple[int, ...] = ()) -> Room:
    """The room at this moment, limited to tickets of these departments and those of none (empty: all).

    The same object again while nothing has happened, so that many walls cost as much as one.
    """
    stamp = latest()
    with _lock:
        known = _kept.get(within)
        if known and known[0] == stamp and known[1].at <= now < known[1].at + KEPT_FOR:
            return known[1]
        _open.catch_up(stamp, now)
        found = _drawn(now, within)
        _kept[within] = (stamp, found)
        _kept.move_to_end(within)
        if len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
        return found


def forget() -> None:
    """Read everything anew."""
    with _lock:
        _kept.clear()
        _spoken.clear()
        _open.read_at = None


def _drawn(now: datetime, within: tuple[int, ...]) -> Room:
    rows: dict[tuple[str, int], Row] = {}
    total = Row(None)
    counted = Counter(_open.counts)
    counted.update((place, "soon") for place in _open.soon(now))
    for (place, name), count in counted.items():
        department, centre, rank = place
        if count and (not within or department is None or department in within):
            of_centre = rows.setdefault(("centre", centre), Row(None))
            of_priority = rows.setdefault(("priority", rank), Row(None))
            for row in (total, of_centre, of_priority):
                setattr(row, name, getattr(row, name) + count)
    if any(key not in (_open.centres if kind == "centre" else _open.priorities) for kind, key in rows):
        _open.learn_names()
    for (kind, key), row in rows.items():
        row.of = _open.centres.get(key) if kind == "centre" else _open.priorities.get(key)
    of_centres = [row for (kind, _key), row in rows.items() if kind == "centre"]
    of_priorities = [row for (kind, _key), row in sorted(rows.items()) if kind == "priority"]
    return Room(
        at=now, **_counted(now, within), tickets=total, priorities=of_priorities,
        centres=sorted(of_centres, key=lambda row: (-row.late, -row.waiting, -row.open)),
    )  # fmt: skip


def _counted(now: datetime, within: tuple[int, ...]) -> dict[str, Any]:
    talking, unanswered, talking_since = _spoken_now(now, within)
    rows = list(_call_backs(now, within)) if within else _CALL_BACKS.all(now)
    owed, owed_late = rows[0] if rows else (0, 0)
    return {
        "talking": talking, "talking_since": talking_since, "unanswered": unanswered,
        "owed": owed, "owed_late": owed_late,
    }  # fmt: skip


def _spoken_now(now: datetime, within: tuple[int, ...]) -> tuple[int, int, datetime | None]:
    """Open contacts are counted anew when the journal has told of one, and every few seconds."""
    known, heard = _spoken.get(within), frozenset(pk for (pk,) in _OF_CONTACTS.all(_open.entry - HEARD_AGAIN))
    if known and heard <= known.heard and known.at <= now < known.at + KEPT_FOR:
        return known.counts
    since = now - LONGEST_CALL
    rows = list(_contacts(since, within)) if within else _CONTACTS.all(since)
    counts: tuple[int, int, datetime | None] = rows[0] if rows else (0, 0, None)
    _spoken[within] = Spoken(now, heard, counts)
    _spoken.move_to_end(within)
    if len(_spoken) > MOST_KEPT:
        _spoken.popitem(last=False)
    return counts
