import pytest

from firstline.bench.promises import Figure, all_figures
from firstline.bench.report import promises
from firstline.casework.tickets.models import Ticket
from firstline.reference.service_levels.models import CriteriaRow
from tests import builders

pytestmark = pytest.mark.django_db


def test_what_promises_cost_is_measured_and_leaves_nothing_behind():
    builders.catch_all()
    for _number in range(3):
        builders.ticket()
    figures = all_figures(lambda: 0.0)
    assert [figure.limit for figure in figures] == [2, 2, 50_000]
    assert "3 running clocks" in figures[1].name
    assert (CriteriaRow.objects.count(), Ticket.objects.exclude(step_at=None).count()) == (0, 0)


def test_a_figure_has_to_be_at_most_or_at_least_something():
    lines = promises([Figure("sweep", 2.5, "s", 2), Figure("deadlines", 60_000, "", 50_000, at_least=True)])
    assert lines.splitlines()[2:] == [
        "| sweep | 2.50 s | at most 2 s | over |",
        "| deadlines | 60,000 | at least 50,000 | ok |",
    ]
