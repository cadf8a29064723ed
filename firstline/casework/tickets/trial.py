"""Trying criteria on the past: what they would have decided about the last tickets, before they go live (T1, T2)."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from firstline.casework.tickets import triage
from firstline.casework.tickets.facts import DECIDING, RELATED, facts_of
from firstline.casework.tickets.models import Ticket
from firstline.journal.models import Entry
from firstline.reference.service_levels import laid_down
from firstline.reference.service_levels.deciding import Rule, matching, rules_of
from firstline.reference.service_levels.laid_down import LaidDown
from firstline.reference.service_levels.models import CriteriaTable, Kind

MOST_SHOWN = 200
BATCH = 500
# What is decided: the key of a priority, or of a support centre with a tier.
Decided = tuple[int, ...]


@dataclass(frozen=True)
class Changed:
    """A ticket that would have been decided otherwise, and the reason why."""

    ticket: Ticket
    was: Decided
    now: Decided
    because: str


@dataclass(frozen=True)
class Trial:
    """Of `total` tickets `changed` would be decided otherwise: how many from what to what, and the newest of them."""

    total: int
    changed: int
    by_pair: Mapping[tuple[Decided, Decided], int]
    rows: list[Changed]


def try_on_past(table: CriteriaTable, count: int) -> Trial:
    """Decide the last `count` tickets anew by a table as it stands, draft or not; nothing is changed by it.

    Compared is with the priority that a ticket has, and with the queue to which it was opened.
    """
    known = laid_down.current()
    rules = rules_of(table, DECIDING[table.kind])
    decide = _priority if table.kind == Kind.PRIORITY else _route
    total, by_pair, rows = 0, Counter[tuple[Decided, Decided]](), list[Changed]()
    for ticket, was in _past(table.kind, count):
        total += 1
        # What a person has decided otherwise is left alone by criteria.
        if table.kind == Kind.PRIORITY and ticket.priority_by_hand:
            continue
        now, because = decide(ticket, rules, known)
        if now != was:
            by_pair[was, now] += 1
            if len(rows) < MOST_SHOWN:
                rows.append(Changed(ticket, was, now, because))
    return Trial(total, by_pair.total(), dict(by_pair.most_common()), rows)


def _priority(ticket: Ticket, rules: list[Rule], known: LaidDown) -> tuple[Decided, str]:
    priority, because = triage.decide_priority(ticket.code, facts_of(ticket), rules, known)
    return (priority.pk,), because


def _route(ticket: Ticket, rules: list[Rule], known: LaidDown) -> tuple[Decided, str]:
    rule = triage.first_in_service(matching(facts_of(ticket), rules), known)
    if rule:
        centre, tier = triage.routed(rule, known)
        return (centre.pk, tier), rule.because
    centre, tier, because = triage.carried_route(ticket.code, known)
    return (centre.pk, tier), because


def _past(kind: str, count: int) -> Iterator[tuple[Ticket, Decided]]:
    """The last tickets, newest first, each with what was decided about it."""
    rows = Ticket.objects.select_related(*RELATED, "code__handling", "priority", "centre").order_by("-number")
    last: int | None = None
    while count > 0:
        batch = list((rows.filter(number__lt=last) if last else rows)[: min(count, BATCH)])
        if not batch:
            return
        opened = _opened(batch) if kind == Kind.ROUTE else {}
        for ticket in batch:
            now = (ticket.priority_id,) if kind == Kind.PRIORITY else (ticket.centre_id, ticket.tier)
            yield ticket, opened.get(ticket.pk, now)
        count, last = count - len(batch), batch[-1].number


def _opened(batch: list[Ticket]) -> dict[int, Decided]:
    entries = Entry.objects.filter(
        subject_kind="ticket", subject_id__in=[ticket.pk for ticket in batch], verb="ticket.opened"
    )
    rows = entries.values_list("subject_id", "facts__centre_id", "facts__tier")
    return {pk: (centre, tier) for pk, centre, tier in rows if centre and tier}
