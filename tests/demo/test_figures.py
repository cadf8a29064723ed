"""Every figure of every report of the shown city leads to exactly its rows."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.db import transaction

from firstline.casework.reports.registry import REPORTS
from firstline.demo.loading import load
from tests.casework.reports.asking import asked, odd_figures

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 4, 14, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def city(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Loaded once for all tests of this file, and taken back at their end."""
    with django_db_blocker.unblock(), transaction.atomic():
        load(NOW, lambda _step: None)
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.name)
def test_each_figure_is_the_number_of_its_rows(city, report):
    of = asked(date(2026, 2, 16), date(2026, 3, 4), "Asia/Kathmandu", now=NOW)
    assert odd_figures(report, of) == []


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.name)
def test_each_report_has_something_to_show(city, report):
    of = asked(date(2026, 2, 16), date(2026, 3, 4), now=NOW)
    assert [panel.name for panel in report.panels if not panel.asks_attribute and not _counts(report, panel, of)] == []


def _counts(report, panel, of):
    return sum(figure.count for row in report.answer(of).table(panel).rows for figure in row.figures)
