"""How long tickets were worked on at each tier (E2): read off the journal, in the desk's working time."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from firstline.casework.reports.escalations import BATCH, MOVED, OPENED, REOPENED
from firstline.journal.models import Entry
from firstline.reference.service_levels import laid_down

OVER = ("ticket.resolved", "ticket.confirmed", "ticket.closed")
Elapsed = Callable[[datetime, datetime], float]


class Turn(NamedTuple):
    """One entry of a ticket as far as this report needs it; the tier is None where it did not change."""

    at: datetime
    verb: str
    tier: int | None


@dataclass(frozen=True)
class TierTime:
    """Of one tier: how many tickets have been there, and for how many seconds together."""

    tickets: int
    seconds: float


def spent(turns: Iterable[Turn], until: datetime, elapsed: Elapsed) -> Mapping[int, float]:
    """Seconds that one ticket was open at each tier, from its entries in their order until a moment."""
    found: dict[int, float] = defaultdict(float)
    tier, since = 1, None
    for turn in turns:
        if since is not None:
            found[tier] += elapsed(since, turn.at)
        tier = turn.tier or tier
        if turn.verb in OVER:
            since = None
        elif since is not None or turn.verb in (OPENED, REOPENED):
            since = turn.at
    if since is not None:
        found[tier] += elapsed(since, until)
    return dict(found)


def tier_times(at: datetime, *, since: datetime | None = None, until: datetime | None = None) -> dict[int, TierTime]:
    """The time that tickets opened from `since` to before `until` have been at each tier by `at`.

    In the working time of the default calendar; without one by the clock on the wall.
    """
    desk = laid_down.current().working_time()
    elapsed: Elapsed = desk.elapsed if desk else _on_the_wall
    tickets: dict[int, int] = defaultdict(int)
    seconds: dict[int, float] = defaultdict(float)
    for turns in _turns(at, since, until):
        for tier, took in spent(turns, at, elapsed).items():
            tickets[tier] += 1
            seconds[tier] += took
    return {tier: TierTime(tickets[tier], seconds[tier]) for tier in sorted(tickets)}


def _on_the_wall(start: datetime, end: datetime) -> float:
    return max(0.0, (end - start).total_seconds())


def _turns(at: datetime, since: datetime | None, until: datetime | None) -> Iterator[list[Turn]]:
    """The entries of each ticket by `at`, in one stream."""
    opened = Entry.objects.filter(subject_kind="ticket", verb=OPENED, at__lte=at)
    opened = opened.filter(at__gte=since) if since else opened
    opened = opened.filter(at__lt=until) if until else opened
    verbs = (OPENED, *MOVED, *OVER, REOPENED)
    entries = Entry.objects.filter(
        subject_kind="ticket", subject_id__in=opened.values("subject_id"), verb__in=verbs, at__lte=at
    )
    rows = entries.order_by("subject_id", "at", "id").values_list("subject_id", "at", "verb", "facts__tier")
    for _pk, of_ticket in groupby(rows.iterator(chunk_size=BATCH), itemgetter(0)):
        yield [Turn(*row[1:]) for row in of_ticket]
