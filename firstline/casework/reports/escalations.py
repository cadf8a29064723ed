"""How tickets went up, down and to and fro (E2): read off the journal, ticket by ticket."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby, pairwise
from operator import itemgetter
from typing import NamedTuple

from firstline.journal.models import Entry

OPENED = "ticket.opened"
MOVED = ("ticket.escalated", "ticket.de_escalated", "ticket.passed_on")
GIVEN = ("ticket.taken", "ticket.assigned")
REOPENED = "ticket.reopened"
BATCH = 5000


class Event(NamedTuple):
    """One entry of a ticket as far as this report needs it; centre and tier are None where they did not change."""

    verb: str
    centre: int | None
    tier: int | None


@dataclass(frozen=True)
class Course:
    """The course of one ticket. A team is a support centre and tier.

    `skipped` counts the tiers that were passed over on the way up, `returns` how often it came back to a team that had
    had it before, `reassignments` how often it changed teams or, within one, hands.
    """

    highest_tier: int
    escalated: int
    de_escalated: int
    skipped: int
    returns: int
    reassignments: int
    reopened: int


@dataclass(frozen=True)
class Totals:
    """The same of many tickets: of how many, and how many of them at least once."""

    tickets: int = 0
    highest_tier: Mapping[int, int] = field(default_factory=dict)
    escalated: int = 0
    de_escalated: int = 0
    skipped: int = 0
    returned: int = 0
    reopened: int = 0
    reassignments: int = 0


def course(events: Iterable[Event]) -> Course:
    """The course of one ticket from its events in their order. Where it began untold, it began where it first went."""
    teams: list[tuple[int | None, int]] = []
    given = reopened = 0
    for event in events:
        if event.tier is not None:
            teams.append((event.centre, event.tier))
        given += event.verb in GIVEN
        reopened += event.verb == REOPENED
    steps = [now[1] - was[1] for was, now in pairwise(teams)]
    return Course(
        highest_tier=max((tier for _centre, tier in teams), default=1),
        escalated=sum(step > 0 for step in steps),
        de_escalated=sum(step < 0 for step in steps),
        skipped=sum(max(step - 1, 0) for step in steps),
        returns=len(teams) - len(set(teams)),
        reassignments=len(steps) + max(given - 1, 0),
        reopened=reopened,
    )


def course_of(ticket_id: int) -> Course:
    """The course of one ticket, in one query."""
    return next((found for _pk, found in courses(tickets=[ticket_id])), course(()))


def courses(
    *, since: datetime | None = None, until: datetime | None = None, tickets: Iterable[int] | None = None
) -> Iterator[tuple[int, Course]]:
    """The courses of tickets that were opened in a time, or of these, by their keys; read in one stream."""
    opened = Entry.objects.filter(subject_kind="ticket", verb=OPENED)
    opened = opened.filter(at__gte=since) if since else opened
    opened = opened.filter(at__lt=until) if until else opened
    opened = opened if tickets is None else opened.filter(subject_id__in=list(tickets))
    entries = Entry.objects.filter(
        subject_kind="ticket", subject_id__in=opened.values("subject_id"), verb__in=(OPENED, *MOVED, *GIVEN, REOPENED)
    )
    rows = entries.order_by("subject_id", "id").values_list("subject_id", "verb", "facts__centre_id", "facts__tier")
    for pk, events in groupby(rows.iterator(chunk_size=BATCH), itemgetter(0)):
        yield pk, course(Event(verb, centre, tier) for _pk, verb, centre, tier in events)


def totals(found: Iterable[Course]) -> Totals:
    """How many of the tickets went up, down, to and fro at least once; `reassignments` are counted all."""
    count: Counter[str] = Counter()
    tiers: Counter[int] = Counter()
    for one in found:
        count["tickets"] += 1
        tiers[one.highest_tier] += 1
        count["escalated"] += one.escalated > 0
        count["de_escalated"] += one.de_escalated > 0
        count["skipped"] += one.skipped > 0
        count["returned"] += one.returns > 0
        count["reopened"] += one.reopened > 0
        count["reassignments"] += one.reassignments
    return Totals(highest_tier=dict(tiers), **count)
