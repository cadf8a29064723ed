"""A city's requests played in order of time: how many of those it closed as duplicates would have been recognised."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from firstline.casework.tickets.likeness import Likely, ProblemFacts, likely
from firstline.casework.tickets.models import Ticket
from firstline.reference.handling.shipping import ship
from firstline.scores.cases import Case, figure
from firstline.scores.imports import BOSTON, bring_city_in

ALERTS = 0.075
PLAIN_RULE = 0.42
SHOWN = 5

Out = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Played:
    """What likeness said when a request came: the best score (zero for none) and what was shown, best first."""

    key: str
    score: float
    shown: tuple[str, ...]


def run(folder: Path, out: Out) -> Iterable[Case]:
    """One case: the share recognised is that of a plain rule at least. The named parents are printed only."""
    ship()
    bring_city_in(folder, BOSTON)
    lines = (folder / "city311" / "boston" / "duplicates.jsonl").read_text(encoding="utf-8").splitlines()
    closed = {row["dup_id"]: row["parent_id"] for row in map(json.loads, lines)}
    played = list(_play())
    alerts = sorted(played, key=lambda one: -one.score)[: int(len(played) * ALERTS)]
    found = sum(one.key in closed for one in alerts if one.score > 0)
    share = found / len(closed) if closed else 1.0
    out(f"rows: {len(played)}, closed as duplicates: {len(closed)}, alerts: {len(alerts)}")
    out(f"score at which {ALERTS:.1%} of rows alert: {alerts[-1].score if alerts else 0:.3f}")
    out(figure("recognised at 7.5 alerts per 100 rows", share, PLAIN_RULE))
    yield Case("recognised", share >= PLAIN_RULE, f"{share:.3f}")
    _parents(played, {key: parent for key, parent in closed.items() if parent}, out)


def _play() -> Iterator[Played]:
    tickets = Ticket.objects.filter(source__startswith="boston:").order_by("opened_at", "pk")
    for ticket in tickets.iterator(chunk_size=1000):
        facts = ProblemFacts(
            at=ticket.opened_at,
            code_id=ticket.code_id,
            latitude=ticket.latitude,
            longitude=ticket.longitude,
            place=ticket.place,
            words=ticket.words,
        )
        found = likely(facts, without=[ticket.pk], limit=SHOWN)
        yield Played(_key(ticket), found[0].score if found else 0.0, tuple(_of(found)))


def _of(found: Iterable[Likely]) -> Iterator[str]:
    return (_key(one.ticket) for one in found)


def _key(ticket: Ticket) -> str:
    return (ticket.source or "").partition(":")[2]


def _parents(played: Iterable[Played], parents: dict[str, str], out: Out) -> None:
    shown = [(one.shown, parents[one.key]) for one in played if one.key in parents]
    if not shown:
        return
    first = sum(keys[:1] == (parent,) for keys, parent in shown) / len(shown)
    among = sum(parent in keys for keys, parent in shown) / len(shown)
    out(figure(f"named parent first ({len(shown)} rows)", first, "to be improved"))
    out(figure(f"named parent among {SHOWN}", among, "to be improved"))
