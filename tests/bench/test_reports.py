"""The measurement of reports."""

import pytest

from firstline.bench.reports import all_figures
from firstline.casework.reports.registry import REPORTS
from tests import builders

pytestmark = pytest.mark.django_db


def test_each_report_is_measured_twice():
    builders.ticket(contact=builders.contact())
    assert [(one.unit, one.value > 0) for one in all_figures()] == [("s", True), ("ms", True)] * len(REPORTS)


def test_there_need_not_be_any_ticket():
    assert len(all_figures()) == 2 * len(REPORTS)
