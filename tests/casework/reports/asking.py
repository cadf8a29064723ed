"""Asking a report in a test: the days around noon of the builders."""

from datetime import date, datetime, timedelta
from typing import Any

from firstline.casework.reports import kept
from firstline.casework.reports.asked import Asked
from firstline.casework.reports.period import Step, period
from firstline.casework.reports.report import Address, Report
from tests.builders import NOON


def asked(
    first: date = date(2026, 3, 2),
    last: date = date(2026, 3, 8),
    zone: str = "UTC",
    step: Step | None = None,
    now: datetime = NOON + timedelta(days=30),
    **facts: Any,
) -> Asked:
    kept.forget()
    return Asked(period(first, last, zone, step), now=now, **facts)


def by(report: Report, scan: str, split: str, of: Asked | None = None, mark: str = "") -> dict[str, int]:
    """The figures of a split by key, without the zeros."""
    counted = report.answer(of or asked()).counts(scan)
    found = {key: count.now[mark] for (name, key), count in counted.items() if name == split}
    return {key: count for key, count in found.items() if count}


def total(report: Report, scan: str, mark: str = "", of: Asked | None = None) -> int:
    return report.answer(of or asked()).figure(Address(scan, mark=mark)).count


def odd_figures(report: Report, of: Asked) -> list[tuple[object, int]]:
    """The figures whose rows are not as many as they say."""
    found = ((figure, report.find(of, figure.address).count()) for figure in report.answer(of).figures())
    return [(figure, rows) for figure, rows in found if figure.count != rows]
