"""Whether staffing gives the numbers that others have published or computed exactly."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from math import isclose
from pathlib import Path
from typing import Any

from firstline.casework.reports import erlang
from firstline.casework.reports.erlang import Goal, Load, Outcome
from firstline.scores.cases import Case, figure

Out = Callable[[str], None]
Row = dict[str, Any]


def run(folder: Path, out: Out) -> Iterable[Case]:
    """One case per value of `erlang/*.jsonl` and of the tables `erlang/*.csv` beside them."""
    values = passed = 0
    for path in sorted((folder / "erlang").iterdir()):
        for case in _cases(path):
            values, passed = values + 1, passed + case.passed
            yield case
    out(figure("values reproduced", passed, values))


def _cases(path: Path) -> Iterator[Case]:
    if path.suffix == ".jsonl":
        for place, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if line.strip():
                yield from _published(f"{path.name} {place}", json.loads(line))
    elif path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as file:
            for place, row in enumerate(csv.DictReader(file), start=1):
                yield from _table_row(f"{path.name} {place}", {name: float(text) for name, text in row.items()})


def _published(name: str, row: Row) -> Iterator[Case]:
    for kind, holds in (("published", _as_printed), ("computed", _nearly)):
        for model, wanted in _by_model(row, row.get(kind, {})):
            ours = _ours(row, model)
            for key, value in wanted.items():
                got = ours.get(key)
                yield Case(f"{name} {model} {key}", got is not None and holds(got, value), f"{got}, published {value}")


def _by_model(row: Row, wanted: Row) -> Iterator[tuple[str, Row]]:
    """A row may give the values of one model, or of several, each under its name."""
    several = {key: value for key, value in wanted.items() if isinstance(value, dict)}
    yield from several.items()
    if not several and wanted:
        yield row["model"], wanted


def _ours(row: Row, model: str) -> dict[str, float]:
    patience = row.get("patience_s") if model == "erlang_a" else None
    load = Load(row["calls"], row["period_s"], row["aht_s"], patience)
    target = row.get("target_s", 0)
    if "agents" in row:
        found = erlang.outcome(load, row["agents"], target_s=target)
    else:
        limits = {limit: row[limit] for limit in ("max_occupancy", "max_abandonment") if limit in row}
        found = erlang.staff(load, Goal(row["goal"], target, **limits))
    roster = erlang.on_the_roster(found.agents, row.get("shrinkage", 0))
    return {**asdict(found), "mean_wait_s": found.asa_s, "erlangs": load.erlangs, "agents_with_shrinkage": roster}


def _as_printed(got: float, value: float | str) -> bool:
    """Equal to the digits that were printed: rounded or, where they end in dots, perhaps cut off."""
    text = str(value).rstrip(".…")
    last = 10.0 ** -len(text.partition(".")[2])
    is_cut = text != str(value) and -1e-12 <= got - float(text) < last - 1e-12
    return is_cut or abs(got - float(text)) <= 0.5 * last + 1e-12


def _nearly(got: float, value: float) -> bool:
    return isclose(got, value, rel_tol=1e-3)


def _table_row(name: str, row: dict[str, float]) -> Iterator[Case]:
    load, agents = _load_of(row), int(row["agents"])
    found = erlang.outcome(load, agents, target_s=0)
    ours = _in_minutes(found)
    for key in row.keys() & ours.keys():
        yield Case(f"{name} {key}", abs(ours[key] - row[key]) <= 1e-6, f"{ours[key]}, published {row[key]}")


def _load_of(row: dict[str, float]) -> Load:
    if "erlangs" in row:
        return Load(row["erlangs"], 60, 60)
    return Load(row["arrivals_per_min"], 60, 60 / row["service_per_min"], 60 / row["abandon_per_min"])


def _in_minutes(found: Outcome) -> dict[str, float]:
    return {
        "p_wait": found.p_wait, "p_abandon": found.p_abandon, "occupancy": found.occupancy,
        "mean_queue": found.queue, "mean_wait_min": found.asa_s / 60,
    }  # fmt: skip
