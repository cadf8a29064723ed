"""A service desk's log of 35,000 events: the usual matrix of impact and urgency gives each its priority."""

import csv
from collections.abc import Callable, Iterable
from pathlib import Path

from firstline.casework.tickets import triage
from firstline.casework.tickets.facts import FOR_PRIORITY
from firstline.reference.service_levels import laid_down, matrix
from firstline.reference.service_levels.keeping import create_priority
from firstline.reference.service_levels.models import Kind
from firstline.scores.cases import Case, figure

LABELS = ("1 - Critical", "2 - High", "3 - Moderate", "4 - Low")


def run(folder: Path, out: Callable[[str], None]) -> Iterable[Case]:
    """Each row of `itsm_logs/servicenow_events.csv` is decided as a contact's problem is."""
    ranked = [create_priority({"en": label}, look=look, by=None) for look, label in enumerate(LABELS, 1)]
    matrix.lay_down(matrix.by_sum(ranked), by=None)
    known = laid_down.current()
    rules = known.rules(Kind.PRIORITY, FOR_PRIORITY)
    cases = []
    with (folder / "itsm_logs" / "servicenow_events.csv").open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), 1):
            facts = {name: int(row[name].partition(" ")[0]) for name in ("impact", "urgency")}
            decided, _because = triage.decide_priority(None, facts, rules, known)
            cases.append(Case(f"row {number}", decided.key == row["priority"], f"{decided.key}, not {row['priority']}"))
    out(figure("priorities given", sum(case.passed for case in cases), len(cases)))
    return cases
