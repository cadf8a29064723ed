"""What the journal has told since it was last asked: about which tickets, and about which other kinds of things."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from firstline.journal.asking import rows

# Entries may commit out of order, so the last ones before those already heard are looked through once more.
HEARD_AGAIN = 50
# With more than this it is easier to read everything anew.
MOST_HEARD = 2_000
_FROM_THE_END = 2**62
# What tells whether there is anything new: the newest of both, and a sum that an entry which commits late changes.
_TOLD = f"""
WITH newest AS MATERIALIZED (SELECT id FROM journal_entry ORDER BY id DESC LIMIT {HEARD_AGAIN})
SELECT now.entry, now.ticket, now.sum, told.id, told.subject_kind, told.subject_id, told.context_kind, told.context_id
FROM (SELECT coalesce((SELECT max(id) FROM newest), 0) AS entry,
             coalesce((SELECT max(id) FROM tickets_ticket), 0) AS ticket,
             coalesce((SELECT sum(id) FROM newest), 0)::bigint AS sum) AS now
LEFT JOIN journal_entry AS told ON told.id > least(%s, now.entry) - {HEARD_AGAIN}
WHERE (now.entry, now.ticket, now.sum) <> (%s, %s, %s) LIMIT {MOST_HEARD + HEARD_AGAIN + 1}
"""  # noqa: S608 - numbers of ours

# The last four are nothing where there is no entry or it has no context: then no kind fits.
Told = tuple[int, int, int, int | None, str, int, str, int]


class News(NamedTuple):
    """`tickets` may have changed, and things of these `kinds`; with `is_flood` anything may have.

    `entry` and `ticket` are the newest ones, `sum` that of the last entries, `heard` those of them that are known now.
    """

    entry: int
    ticket: int
    sum: int
    heard: frozenset[int]
    tickets: frozenset[int]
    kinds: frozenset[str]
    is_flood: bool


@dataclass
class Ear:
    """Hears what is new. What it was told counts as heard only after `remember`, so that no news is lost."""

    entry: int = _FROM_THE_END
    ticket: int = 0
    sum: int = 0
    heard: frozenset[int] = field(default_factory=frozenset)

    def listen(self) -> News | None:
        """None while nothing has happened."""
        told: list[Told] = rows(_TOLD, [self.entry, self.entry, self.ticket, self.sum])
        return self._news(told) if told else None

    def remember(self, news: News) -> None:
        self.entry, self.ticket, self.sum, self.heard = news.entry, news.ticket, news.sum, news.heard

    def _news(self, told: list[Told]) -> News:
        entry, ticket, sum_of_last = told[0][:3]
        heard = frozenset(one[3] for one in told if one[3] and one[3] > entry - HEARD_AGAIN)
        is_flood = len(told) > MOST_HEARD + HEARD_AGAIN or entry < self.entry or ticket - self.ticket > MOST_HEARD
        about = set(_things(one for one in told if one[3] not in self.heard))
        # A new ticket whose entry is not to be seen yet is read by its number.
        new = () if is_flood else range(self.ticket + 1, ticket + 1)
        tickets = frozenset((*new, *(key for kind, key in about if kind == "ticket")))
        return News(entry, ticket, sum_of_last, heard, tickets, frozenset(kind for kind, _key in about), is_flood)


def _things(told: Iterable[Told]) -> Iterator[tuple[str, int]]:
    for *_newest, _id, kind, key, context_kind, context in told:
        yield kind, key
        yield context_kind, context
