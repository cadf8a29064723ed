"""What happens in the room right now: on the line, waiting, owed, late, by support centre and priority.

Counting tens of thousands of open tickets for every change would cost far more than a wall may. So they are kept in
memory as little as a wall needs to know of each, and what the journal tells of is read again; all of them now and then.
"""

from collections import Counter, OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import Any, NamedTuple, TypeVar

from django.db.models import Case, Count, F, Min, Q, QuerySet, Value, When
from django.db.models.functions import Least

from firstline.casework.contacts.models import Channel, Contact
from firstline.casework.reports.asked import DEPARTMENT
from firstline.casework.reports.room_news import Ear, News
from firstline.casework.tickets.models import OPEN, CallBack, State, Ticket
from firstline.casework.tickets.promised import RUNNING, SOON
from firstline.casework.tickets.worklist import visible
from firstline.journal.prepared import PreparedRows
from firstline.reference.service_levels.models import Priority
from firstline.reference.staff.models import SupportCentre

# Whoever has been on the line for longer has forgotten to hang up.
LONGEST_CALL = timedelta(hours=12)
# Changes that the journal does not tell ticket by ticket, and those of entries that committed very late, show then.
READ_ALL_AFTER = timedelta(minutes=5)
# So many tickets are asked for one by one, with a question that is put into SQL already.
A_FEW = 4
# While nothing happens, a picture holds so long: only the time makes something late.
KEPT_FOR = timedelta(seconds=5)
MOST_KEPT = 50

K = TypeVar("K")
V = TypeVar("V")
Place = tuple[int | None, int, int]
SPOKEN = (Channel.TELEPHONE, Channel.COUNTER)
WAITS = Q(state__in=[State.NEW, State.IN_PROGRESS], assignee=None)
_BY = Least(Case(When(responded_at=None, then="respond_by")), F("update_by"), F("resolve_by"))
_STANDINGS = Ticket.objects.order_by().annotate(
    is_open_now=Case(When(OPEN, then=True), default=False),
    waits=Case(When(WAITS, then=True), default=False),
    late_at=Case(When(RUNNING, then=_BY)),
).values_list("pk", "department_id", "centre_id", "priority_rank", "is_open_now", "waits", "late_at")  # fmt: skip


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


_STANDING = PreparedRows(lambda pk: _STANDINGS.filter(pk=pk), int)
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


class Counts(NamedTuple):
    """What the database counted at this moment."""

    at: datetime
    row: tuple[Any, ...]


@dataclass
class OpenTickets:
    """All open tickets of the desk as a wall counts them."""

    known: dict[int, Standing] = field(default_factory=dict)
    counts: Counter[tuple[Place, str]] = field(default_factory=Counter)
    late: set[int] = field(default_factory=set)
    near: dict[int, Standing] = field(default_factory=dict)
    read_at: datetime | None = None
    centres: dict[int, SupportCentre] = field(default_factory=dict)
    priorities: dict[int, Priority] = field(default_factory=dict)

    def catch_up(self, news: News | None, now: datetime) -> None:
        """Read again what may have changed, and let the time pass."""
        is_old = self.read_at is None or not self.read_at <= now < self.read_at + READ_ALL_AFTER
        if is_old or (news and news.is_flood):
            self._read_all(now)
        elif news and len(news.tickets) <= A_FEW:
            self._take([row for pk in news.tickets for row in _STANDING.all(pk)], now)
        elif news:
            self._take(list(_STANDINGS.filter(pk__in=news.tickets)), now)
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
_ear = Ear()
_kept: OrderedDict[tuple[int, ...], Room] = OrderedDict()
_counts: OrderedDict[tuple[str, tuple[int, ...]], Counts] = OrderedDict()


def look(now: datetime, *, within: tuple[int, ...] = ()) -> Room:
    """The room at this moment, limited to tickets of these departments and those of none (empty: all).

    The same object again while nothing has happened, so that many walls cost as much as one.
    """
    with _lock:
        news = _ear.listen()
        known = _kept.get(within)
        if known and not news and known.at <= now < known.at + KEPT_FOR:
            return known
        _open.catch_up(news, now)
        if news:
            _ear.remember(news)
            _kept.clear()
            # What is done to a ticket often promises a call-back or keeps one.
            kinds = {*news.kinds, *(["call_back"] if news.tickets else [])}
            for key in [key for key in _counts if news.is_flood or key[0] in kinds]:
                del _counts[key]
        return _keep(_kept, within, _drawn(now, within))


def forget() -> None:
    """Read everything anew."""
    with _lock:
        _kept.clear()
        _counts.clear()
        _open.read_at = None


def _keep(kept: OrderedDict[K, V], key: K, made: V) -> V:
    kept[key] = made
    kept.move_to_end(key)
    if len(kept) > MOST_KEPT:
        kept.popitem(last=False)
    return made


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
    talking, unanswered, talking_since = _count("contact", now, within) or (0, 0, None)
    owed, owed_late = _count("call_back", now, within) or (0, 0)
    return {
        "talking": talking, "talking_since": talking_since, "unanswered": unanswered,
        "owed": owed, "owed_late": owed_late,
    }  # fmt: skip


def _count(kind: str, now: datetime, within: tuple[int, ...]) -> tuple[Any, ...]:
    """Contacts and call-backs are counted anew when the journal has told of one, and every few seconds."""
    known = _counts.get((kind, within))
    if known and known.at <= now < known.at + KEPT_FOR:
        return known.row
    prepared, build, moment = (
        (_CONTACTS, _contacts, now - LONGEST_CALL) if kind == "contact" else (_CALL_BACKS, _call_backs, now)
    )
    rows = list(build(moment, within)) if within else prepared.all(moment)
    return _keep(_counts, (kind, within), Counts(now, rows[0] if rows else ())).row
