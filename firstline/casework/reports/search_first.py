"""Whether the search came first where it was demanded (A3): read off the journal, where each act says how it stood."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from firstline.journal.models import Entry
from firstline.reference.handling.models import Before

# The acts before which a search can be demanded, by the verb that says how it stood with it.
ACTS = {
    "contact.closed": Before.ANSWER,
    "ticket.opened": Before.TICKET,
    "work_order.raised": Before.WORK_ORDER,
}
# What the figures can be broken down by, and where it stands in an entry.
BY: Mapping[str, Sequence[str]] = {
    "act": ("verb",),
    "kind": ("facts__search_first__kind",),
    "code": ("facts__search_first__code",),
    "analyst": ("actor_id", "actor_name"),
}
_SKIPPED = "facts__search_first__skipped"
MOST_REASONS = 20


@dataclass(frozen=True)
class Line:
    """How often a search was demanded of one kind, code, analyst or act, done, and skipped.

    `key` is what it is about: a word, the key of a code or of a member of staff; None for none. `name` is an analyst's.
    """

    key: Any
    name: str
    demanded: int
    done: int

    @property
    def skipped(self) -> int:
        return self.demanded - self.done


def entries(*, since: datetime | None = None, until: datetime | None = None) -> QuerySet[Entry]:
    """The acts before which a search was demanded, in a time; the rows behind each figure."""
    found = Entry.objects.filter(verb__in=ACTS, facts__has_key="search_first")
    found = found.filter(at__gte=since) if since else found
    return found.filter(at__lt=until) if until else found


def measured(by: str, *, since: datetime | None = None, until: datetime | None = None) -> list[Line]:
    """The figures of a time, broken down `by` one of `BY`, the most often demanded first."""
    names = BY[by]
    rows = entries(since=since, until=until).values_list(*names).annotate(demanded=Count("pk"), done=_DONE)
    return [
        Line(_key(by, first), rest[0] if len(rest) == 3 else "", rest[-2], rest[-1])
        for first, *rest in rows.order_by("-demanded", *names)
    ]


def totals(*, since: datetime | None = None, until: datetime | None = None) -> Line:
    """All of a time together."""
    counted = entries(since=since, until=until).aggregate(demanded=Count("pk"), done=_DONE)
    return Line(None, "", counted["demanded"], counted["done"])


def reasons(*, since: datetime | None = None, until: datetime | None = None) -> list[tuple[str, int]]:
    """Why searches were skipped, the commonest first, and how often."""
    skipped = entries(since=since, until=until).filter(facts__search_first__done=False)
    rows = skipped.values_list(_SKIPPED).annotate(times=Count("pk")).order_by("-times", _SKIPPED)
    return [(str(reason or ""), times) for reason, times in rows[:MOST_REASONS]]


_DONE = Count("pk", filter=Q(facts__search_first__done=True))


def _key(by: str, found: Any) -> Any:
    return ACTS[found] if by == "act" else found
