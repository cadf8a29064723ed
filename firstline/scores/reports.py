"""Two cities brought in and two logs replayed: what the reports say of them is what was published of them."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from firstline.casework.reports import backlog, contact_volume
from firstline.casework.reports.asked import Asked
from firstline.casework.reports.period import Step, period
from firstline.casework.reports.report import Address
from firstline.casework.reports.scan import middles
from firstline.criteria.conditions import Ask
from firstline.criteria.vocabulary import Operator
from firstline.reference.catalogue.models import Department, Node, ProblemCode, ServiceCategory
from firstline.scores import escalation
from firstline.scores.cases import Case, figure
from firstline.scores.imports import BALTIMORE, BOSTON, UNNAMED, City, bring_city_in

Out = Callable[[str], None]
Counts = Mapping[str, float]
NOW = datetime(2026, 1, 1, tzinfo=UTC)
# The years of the logs, which lie apart, and those of the cities; a report covers ten at most.
VOLVO, SERVICENOW = (date(2009, 1, 1), date(2013, 12, 31)), (date(2014, 1, 1), date(2019, 12, 31))
OPENED, CLOSED = (date(2010, 1, 1), date(2019, 12, 31)), (date(2013, 1, 1), date(2022, 12, 31))
TREE = {"type": "code", "SRType": "code", "reason": "category", "subject": "department", "Agency": "department"}
NAMED: dict[str, type[Node]] = {"code": ProblemCode, "category": ServiceCategory, "department": Department}
# What a log says itself of each incident; the rest of its totals is read off what happened to the tickets.
AS_GIVEN = ("contact_type", "priority", "incident_state", "category", "assignment_group")


def run(folder: Path, out: Out) -> Iterable[Case]:
    """One case for each figure of the totals files."""
    yield from escalation.run(folder, out)
    yield from _logs(folder / "itsm_logs", out)
    for city in (BOSTON, BALTIMORE):
        before = set(Department.objects.values_list("pk", flat=True))
        bring_city_in(folder, city)
        own = Department.objects.exclude(pk__in=before).values_list("pk", flat=True)
        limit = Ask("department", Operator.ANY_OF, tuple(map(str, own)))
        yield from _city(city, _totals(folder / "city311" / city.name / "expected_totals.json"), limit, out)


def _logs(logs: Path, out: Out) -> Iterator[Case]:
    for name, years in (("volvo", VOLVO), ("servicenow", SERVICENOW)):
        totals = _totals(logs / f"{name}_totals.json")
        yield _case(f"{name} events", _sum(escalation.EVENTS, years), totals.get("events", 0), out)
        for attribute in AS_GIVEN:
            yield from _cases(f"{name} {attribute}", _by_attribute(attribute, years), totals.get(attribute, {}), out)
        for rated, wanted in totals.get("priority_matrix", {}).items():
            for priority, count in wanted.items():
                yield _case(f"{name} {rated} {priority}", _sum(f"{rated}|{priority}", years), count, out)


def _city(city: City, totals: dict[str, Any], limit: Ask, out: Out) -> Iterator[Case]:
    for name, wanted in totals.items():
        if not isinstance(wanted, dict):
            mark = "closed" if name == "closed" else ""
            found = backlog.REPORT.answer(_asked(OPENED, limit)).figure(Address("opened", mark=mark)).count
            yield _case(f"{city.name} {name}", found, wanted, out)
            continue
        unnamed = {key.strip() or UNNAMED if name in TREE else key: value for key, value in wanted.items()}
        yield from _cases(f"{city.name} {name}", _counts(name, limit), unnamed, out)


def _counts(name: str, limit: Ask) -> Counts:
    """The figures of a report that go by a name of the totals."""
    if name in TREE:
        return _by_tree(TREE[name], limit)
    if name == "month":
        return _by_attribute("open_dt.month", OPENED, limit)
    if name == "month_type":
        months = {key: _by_attribute("open_dt.month", OPENED, limit, of) for key, of in _codes(limit)}
        return {f"{month}|{key}": count for key, found in months.items() for month, count in found.items()}
    if name == "median_hours_to_close_by_type":
        over = backlog.REPORT.scan("over")
        found = {key: middles(over, _asked(CLOSED, limit, of), over.split("department")) for key, of in _codes(limit)}
        return {key: round(hours, 3) for key, by_department in found.items() for hours in by_department.values()}
    return _by_attribute(name, OPENED, limit)


def _by_tree(level: str, limit: Ask) -> Counts:
    """By the published name: what goes by one name under several providers is published as one."""
    counted = backlog.REPORT.answer(_asked(OPENED, limit)).counts("opened")
    found: Counter[str] = Counter()
    for (split, key), count in counted.items():
        if split == level and key:
            found[str(NAMED[level]._default_manager.get(pk=key).key)] += count.now[""]
    return found


def _codes(limit: Ask) -> list[tuple[str, Ask]]:
    """The names of the city's codes, each with the limit to all codes of that name."""
    codes: dict[str, list[str]] = {}
    for code in ProblemCode.objects.filter(category__provider__department__in=limit.value):
        codes.setdefault(code.key, []).append(str(code.pk))
    return [(key, Ask("code", Operator.ANY_OF, tuple(keys))) for key, keys in codes.items()]


def _by_attribute(attribute: str, years: tuple[date, date], *limits: Ask) -> Counts:
    answer = contact_volume.REPORT.answer(_asked(years, *limits, attribute=attribute))
    found = answer.counts("imported").items()
    return {key: count.now[""] for (split, key), count in found if split == "attribute"}


def _sum(attribute: str, years: tuple[date, date]) -> int:
    return int(contact_volume.added_up(_asked(years, attribute=attribute)))


def _asked(years: tuple[date, date], *limits: Ask, attribute: str = "") -> Asked:
    return Asked(period(*years, "UTC", Step.MONTH), asks=limits, attribute=attribute, now=NOW)


def _cases(name: str, found: Counts, wanted: Counts, out: Out) -> Iterator[Case]:
    for key, value in wanted.items():
        yield _case(f"{name} {key if key.strip() else repr(key)}", found.get(key, 0), value, out)


def _case(name: str, got: float, wanted: float, out: Out) -> Case:
    out(figure(name, got, wanted))
    return Case(name, abs(got - wanted) < 0.0006, f"{got}, not {wanted}")


def _totals(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found
