"""Working time on published cases of other systems and on a city's real deadlines."""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from firstline.reference.service_levels.working_time import Hours, Interval, WorkingTime
from firstline.scores.cases import Case, figure

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
TOLERANCE = 120
WORKING_DAY = 510 * 60


def run(folder: Path, out: Callable[[str], None]) -> Iterable[Case]:
    """The cases of `sla/*.jsonl`, and each real deadline read as one working day and as 510 working minutes."""
    published = [case for path in sorted((folder / "sla").glob("*.jsonl")) for case in _published(path)]
    real = list(_real(folder / "city311" / "boston"))
    for name, cases in (("published cases", published), ("real deadlines", real)):
        out(figure(name, sum(case.passed for case in cases), len(cases)))
    return [*published, *real]


def _published(path: Path) -> Iterator[Case]:
    for row in _rows(path):
        got, expected = _ask(row)
        excepted = row.get("agrees_with_reference") is False
        yield Case(row["id"], excepted or got == expected, f"{got}, expected {expected}")


def _ask(row: dict[str, Any]) -> tuple[object, object]:
    """What working time says to one case, and what the case expects."""
    desk = WorkingTime(_hours(row["calendar"]))
    pauses = [(_at(start), _at(end) if end else None) for start, end in row.get("pauses", ())]
    match row["kind"]:
        case "deadline":
            return desk.deadline(_at(row["start"]), row["seconds"], pauses), _at(row["expected"])
        case "deadline_backward":
            return desk.before(_at(row["start"]), row["seconds"]), _at(row["expected"])
        case "elapsed":
            seconds = desk.elapsed(_at(row["start"]), _at(row["end"]), pauses)
            return (seconds // 60 * 60 if row.get("floor_minutes") else seconds), row["expected_seconds"]
        case "add_working_days":
            return desk.add_days(_at(row["start"]), row["days"]), _at(row["expected"])
        case "is_open":
            return desk.is_open(_at(row["at"])), row["expected"]
        case other:
            return f"unknown kind {other}", None


def _real(folder: Path) -> Iterator[Case]:
    """The city counts a deadline that falls on closing time from the next opening."""
    calendar = json.loads((folder / "sla_calendar.json").read_text())
    days, _, hours = calendar["week"].partition(" ")
    first, _, last = days.partition("-")
    open_days = DAYS[DAYS.index(first) : DAYS.index(last) + 1]
    week = {day: [hours.split("-")] for day in open_days}
    desk = WorkingTime(_hours({**calendar, "week": week}, rolls_over=True))
    for row in _rows(folder / "sla_real.jsonl"):
        if not row["model_agrees"]:
            continue
        opened, expected = _at(row["opened"]), _at(row["deadline"])
        readings = {"1 day": desk.add_days(opened, 1), "510 minutes": desk.deadline(opened, WORKING_DAY)}
        for name, got in readings.items():
            near = abs((got - expected).total_seconds()) <= TOLERANCE
            yield Case(f"{row['id']} as {name}", near, f"{got}, expected {expected}")


def _hours(calendar: dict[str, Any], *, rolls_over: bool = False) -> Hours:
    return Hours(
        zone=calendar["tz"],
        week=tuple(_intervals(calendar["week"].get(day, ())) for day in DAYS),
        holidays=frozenset(date.fromisoformat(day) for day in calendar.get("holidays", ())),
        shifts=_dated(calendar.get("shifts", {})),
        breaks=_dated(calendar.get("breaks", {})),
        rolls_over=rolls_over,
    )


def _dated(days: dict[str, Any]) -> dict[date, tuple[Interval, ...]]:
    return {date.fromisoformat(day): _intervals(intervals) for day, intervals in days.items()}


def _intervals(texts: Iterable[Any]) -> tuple[Interval, ...]:
    return tuple((_seconds(start), _seconds(end)) for start, end in texts)


def _seconds(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 3600 + int(minutes) * 60


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)
