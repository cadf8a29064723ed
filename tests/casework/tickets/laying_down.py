"""What a manager lays down for the tests: criteria, a calendar, targets, steps and protocols, in a line each."""

from typing import Any

from firstline.casework.tickets.facts import DECIDING
from firstline.reference.service_levels import criteria_tables as tables
from firstline.reference.service_levels.calendars import create_calendar
from firstline.reference.service_levels.models import Calendar, CriteriaTable, Priority
from firstline.reference.service_levels.targets import set_target
from tests.cast import marc

ALWAYS: dict[str, Any] = {"all": []}


def ask(field: str, operator: str, value: Any = None) -> dict[str, Any]:
    return {"field": field, "is": operator} | ({} if value is None else {"value": value})


def rules(kind: str, *rows: dict[str, Any]) -> CriteriaTable:
    """A draft with exactly these rows, each a condition and what it decides."""
    table = tables.draft(kind, by=marc())
    for row in table.rows.all():
        tables.remove_row(row, by=marc())
    for row in rows:
        tables.add_row(table, row, vocabulary=DECIDING[kind], by=marc())
    return table


def put_in_use(kind: str, *rows: dict[str, Any]) -> CriteriaTable:
    return tables.go_live(rules(kind, *rows), vocabulary=DECIDING[kind], by=marc())


def office(**facts: Any) -> Calendar:
    """Monday to Friday, 8 to 18, UTC."""
    return create_calendar({"name": "Office", **facts}, by=None)


def target(priority: Priority, **promises: Any) -> None:
    if not Calendar.objects.exists():
        office()
    set_target(priority, promises, by=marc())
