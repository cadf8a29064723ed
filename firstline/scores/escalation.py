"""Two real logs replayed through the verbs: what the report says of them is what their publishers counted."""

import csv
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from firstline.casework.reports import escalations
from firstline.casework.tickets.facts import FOR_ROUTE
from firstline.casework.tickets.models import Ticket
from firstline.journal.quiet import quietly
from firstline.reference.catalogue.keeping import add_below, add_department
from firstline.reference.catalogue.models import ProblemCode
from firstline.reference.handling.shipping import ship
from firstline.reference.service_levels import criteria_tables as tables
from firstline.reference.service_levels.models import Kind
from firstline.reference.staff.centres import create_centre
from firstline.reference.staff.models import SupportCentre
from firstline.scores.cases import Case, figure
from firstline.scores.replaying import Moment, replay

Out = Callable[[str], None]
Row = dict[str, str]
Teams = dict[str, tuple[SupportCentre, int]]
OVER = {"Resolved", "Closed"}
EVENTS = "events"


def run(folder: Path, out: Out) -> Iterable[Case]:
    """One case for each figure of the two totals files that can be read off tickets."""
    ship()
    logs = folder / "itsm_logs"
    yield from _volvo(logs, out)
    yield from _servicenow(logs, out)


def _volvo(logs: Path, out: Out) -> Iterator[Case]:
    """Each team involved is a support centre, to whose tier criteria route the tickets that begin there."""
    rows = _rows(logs / "volvo_events.csv")
    code, teams = _code(), Teams()
    for row in rows:
        name = row["Involved ST"]
        if name not in teams:
            # Of a level written as two the lower counts.
            teams[name] = create_centre({"en": name}, key=name, tiers=3, by=None), int(row["ST Level"][1])
    _route(teams)
    tickets = []
    for number, events in groupby(rows, itemgetter("SR Number")):
        history = list(events)
        with quietly():
            moments = (_moment(row, teams) for row in history)
            tickets.append(replay(number, history[0]["Involved ST"], code, moments))
            Ticket.objects.filter(pk=tickets[-1]).update(imported={EVENTS: len(history)})
    found = escalations.totals(one for _pk, one in escalations.courses(tickets=tickets))
    expected = json.loads((logs / "volvo_totals.json").read_text(encoding="utf-8"))
    tiers = {str(tier): count for tier, count in found.highest_tier.items()}
    yield _case("cases", found.tickets, expected["cases"], out)
    for tier, count in sorted(expected["max_level"].items()):
        yield _case(f"highest tier {tier}", tiers.get(tier, 0), count, out)
    for name, got, wanted in (
        ("escalated", found.escalated, "escalated_at_least_once"),
        ("de-escalated", found.de_escalated, "deescalated"),
        ("tiers skipped", found.skipped, "skips_a_level"),
        ("returns to an earlier team", found.returned, "returns_to_an_earlier_team"),
    ):
        yield _case(name, got, expected[wanted], out)


def _servicenow(logs: Path, out: Out) -> Iterator[Case]:
    """Reopened by what happened to the tickets; the counts that the log brings itself, as they were brought."""
    rows, code, tickets = _rows(logs / "servicenow_events.csv"), _code(), []
    for number, events in groupby(rows, itemgetter("number")):
        history = list(events)
        with quietly():
            tickets.append(replay(number, "", code, map(_state, history)))
            Ticket.objects.filter(pk=tickets[-1]).update(imported=history[-1] | _counted(history))
    found = escalations.totals(one for _pk, one in escalations.courses(tickets=tickets))
    expected = json.loads((logs / "servicenow_totals.json").read_text(encoding="utf-8"))
    brought = list(Ticket.objects.filter(pk__in=tickets).values_list("imported", flat=True))
    yield _case("incidents", found.tickets, expected["incidents"], out)
    yield _case("reopened", found.reopened, expected["reopened_incidents"], out)
    reassigned = sum(int(row["reassignment_count"]) for row in brought)
    yield _case("reassignments, as given", reassigned, expected["reassignments_sum"], out)
    for answer, count in sorted(expected["made_sla"].items()):
        got = sum(row["made_sla"] == answer for row in brought)
        yield _case(f"target met {answer}, as given", got, count, out)


def _counted(history: list[Row]) -> dict[str, int]:
    """How many events a ticket had, and how many of them with each impact, urgency and priority."""
    known = [row for row in history if {"impact", "urgency", "priority"} <= row.keys()]
    rated = Counter(f"{row['impact']}|{row['urgency']}|{row['priority']}" for row in known)
    return {EVENTS: len(history), **rated}


def _moment(row: Row, teams: Teams) -> Moment:
    return Moment(
        at=datetime.fromisoformat(row["Change Date+Time"]),
        is_over=row["Status"] == "Completed",
        is_waiting=row["Sub Status"] in ("Wait - User", "Wait - Customer"),
        team=teams[row["Involved ST"]],
    )


def _state(row: Row) -> Moment:
    return Moment(
        at=datetime.strptime(row["sys_updated_at"], "%d/%m/%Y %H:%M").replace(tzinfo=UTC),
        is_over=row["incident_state"] in OVER,
        is_waiting=row["incident_state"] == "Awaiting User Info",
    )


def _route(teams: Teams) -> None:
    table = tables.draft(Kind.ROUTE, by=None)
    for name, (centre, tier) in teams.items():
        condition = {"field": "place", "is": "is", "value": name}
        tables.add_row(table, {"condition": condition, "centre": centre, "tier": tier}, vocabulary=FOR_ROUTE, by=None)
    tables.go_live(table, vocabulary=FOR_ROUTE, by=None)


def _code() -> ProblemCode:
    known = ProblemCode.objects.first()
    if known:
        return known
    node: Any = add_department({"en": "IT"}, by=None)
    for level in ("Service desk", "Incidents", "Incident"):
        node = add_below(node, {"en": level}, by=None)
    return ProblemCode.objects.get()


def _case(name: str, got: int, wanted: int, out: Out) -> Case:
    out(figure(name, got, wanted))
    return Case(name, got == wanted, f"{got}, not {wanted}")


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
