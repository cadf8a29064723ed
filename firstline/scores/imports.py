"""Two cities' published requests brought in, counted by the database, and compared with what was published of them."""

import json
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection

from firstline.casework.tickets.models import Ticket
from firstline.interfaces.transfer import toml_mapping
from firstline.interfaces.transfer.importing import Result, bring_file_in
from firstline.interfaces.transfer.ticket_import import Tickets
from firstline.journal.models import Entry, OutboxItem
from firstline.reference.handling.shipping import ship
from firstline.scores.cases import Case, figure

# A module cannot be called "import".
NAME = "import"
MOST_SECONDS = 90
UNNAMED = "Not named"

Out = Callable[[str], None]

_JOINED = """
FROM tickets_ticket ticket
JOIN catalogue_problemcode code ON code.id = ticket.code_id
JOIN catalogue_servicecategory category ON category.id = code.category_id
JOIN catalogue_serviceprovider provider ON provider.id = category.provider_id
JOIN catalogue_department department ON department.id = provider.department_id
WHERE ticket.source LIKE %s
"""


@dataclass(frozen=True)
class City:
    """A published file and how its figures are counted: SQL of the key and of the value, by the figure's name."""

    name: str
    figures: dict[str, tuple[str, str]]
    of_the_tree: tuple[str, ...]


BOSTON = City(
    "boston",
    {
        "rows": ("''", "count(*)"),
        "closed": ("''", "count(*) FILTER (WHERE ticket.state = 'closed')"),
        "type": ("code.key", "count(*)"),
        "reason": ("category.key", "count(*)"),
        "subject": ("department.key", "count(*)"),
        "source": ("ticket.imported->>'source'", "count(*)"),
        "on_time": ("ticket.imported->>'on_time'", "count(*)"),
        "case_status": ("CASE ticket.state WHEN 'closed' THEN 'Closed' ELSE 'Open' END", "count(*)"),
        "neighborhood": ("ticket.imported->>'neighborhood'", "count(*)"),
        "month": ("left(ticket.imported->>'open_dt', 7)", "count(*)"),
        "month_type": ("left(ticket.imported->>'open_dt', 7) || '|' || code.key", "count(*)"),
        "median_hours_to_close_by_type": (
            "code.key",
            (
                "percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM ticket.closed_at - ticket.opened_at))"
                " / 3600"
            ),
        ),
    },
    ("type", "reason", "subject"),
)
BALTIMORE = City(
    "baltimore",
    {
        "rows": ("''", "count(*)"),
        "MethodReceived": ("ticket.imported->>'MethodReceived'", "count(*)"),
        "SRStatus": ("ticket.imported->>'SRStatus'", "count(*)"),
        "Agency": ("department.key", "count(*)"),
        "SRType": ("code.key", "count(*)"),
    },
    ("Agency", "SRType"),
)


class _Silent:
    """Rows in error become failing cases by the figures they are missing from; nothing is shown on the way."""

    def refused(self, line: int, reason: str) -> None: ...

    def looked_through(self, rows: int) -> None: ...

    def loaded(self, rows: int, of: int, rate: float) -> None: ...


def run(folder: Path, out: Out) -> Iterable[Case]:
    """One case per published figure and per row whose opening is known to the second, and some on the whole."""
    ship()
    begun, rows = time.monotonic(), 0
    for city in (BOSTON, BALTIMORE):
        result = bring_city_in(folder, city)
        rows += result.rows
        out(figure(f"{city.name} rows in error", result.refused, 0))
    seconds = time.monotonic() - begun
    out(figure("seconds for both files", seconds, MOST_SECONDS))
    out(f"rows per second: {rows / seconds:.0f}")
    yield Case("both files in time", seconds <= MOST_SECONDS, f"{seconds:.0f} s")
    for city in (BOSTON, BALTIMORE):
        yield from _figures(folder, city, out)
    yield from _openings(folder, out)
    yield _oddities(out)
    yield from _again(folder, out)


def bring_city_in(folder: Path, city: City) -> Result:
    """Bring one city's file in by its shipped mapping."""
    mapping = toml_mapping.read(toml_mapping.find(city.name), "tickets")
    return bring_file_in(_place(folder, city) / f"{city.name}311.csv", mapping, Tickets(mapping), _Silent())


def _place(folder: Path, city: City) -> Path:
    return folder / "city311" / city.name


def _figures(folder: Path, city: City, out: Out) -> Iterator[Case]:
    published = json.loads((_place(folder, city) / "expected_totals.json").read_text(encoding="utf-8"))
    for name, expected in published.items():
        counted = _count(city, name) if name in city.figures else {}
        wanted = expected if isinstance(expected, dict) else {"": expected}
        for key, value in wanted.items():
            sought = key.strip() or UNNAMED if name in city.of_the_tree else key
            found = counted.get(sought, 0)
            called = f"{city.name} {name}" + (f" {key if key.strip() else repr(key)}" if wanted is expected else "")
            out(figure(called, found, value))
            yield Case(called, abs(found - value) < 0.0006, f"{found} instead of {value}")


def _count(city: City, name: str) -> dict[str, Any]:
    key, value = city.figures[name]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {key}, {value} {_JOINED} GROUP BY 1", [f"{city.name}:%"])
        return {
            key: value if isinstance(value, int) else round(float(value or 0), 3) for key, value in cursor.fetchall()
        }


def _openings(folder: Path, out: Out) -> Iterator[Case]:
    lines = (_place(folder, BOSTON) / "sla_real.jsonl").read_text(encoding="utf-8").splitlines()
    known = {row["id"]: row["opened"] for row in map(json.loads, lines)}
    opened = {
        (source or "").partition(":")[2]: f"{at:%Y-%m-%dT%H:%M:%SZ}"
        for source, at in Ticket.objects.filter(source__startswith="boston:").values_list("source", "opened_at")
    }
    right = sum(opened.get(ident) == at for ident, at in known.items())
    out(figure("boston opened right to the second", right, len(known)))
    for ident, at in known.items():
        yield Case(f"boston {ident} opened", opened.get(ident) == at, f"{opened.get(ident)} instead of {at}")


def _oddities(out: Out) -> Case:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER (WHERE closed_at < opened_at),"
            " count(*) FILTER (WHERE flags @> '[\"closed_before_opened\"]') FROM tickets_ticket"
        )
        there, flagged = cursor.fetchone()
    out(figure("closed before opened: loaded and flagged", flagged, there))
    return Case("closed before opened is flagged", there == flagged, f"{flagged} of {there}")


def _again(folder: Path, out: Out) -> Iterator[Case]:
    for city in (BOSTON, BALTIMORE):
        before = (Ticket.objects.count(), Entry.objects.count())
        bring_city_in(folder, city)
        added = (Ticket.objects.count() - before[0], Entry.objects.count() - before[1])
        out(figure(f"{city.name} again: tickets and entries added", sum(added), 0))
        yield Case(f"{city.name} again adds nothing", added == (0, 0), f"{added[0]} tickets, {added[1]} entries")
    waiting = OutboxItem.objects.count()
    out(figure("entries for readers to tell somebody of", waiting, 0))
    yield Case("nobody is told", waiting == 0, str(waiting))
