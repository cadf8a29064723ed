"""The score of reports, over two cities and two logs of a few rows."""

import json

import pytest

from firstline.scores import reports
from tests.scores.cities import boston_row, make_folder
from tests.scores.test_escalation import make_folder as make_logs

pytestmark = pytest.mark.django_db


def test_published_figures_come_out_of_the_reports(tmp_path):
    make_logs(tmp_path)
    folder = make_folder(tmp_path, boston_row("1"), boston_row("2", neighborhood=" "))
    totals = folder / "itsm_logs" / "volvo_totals.json"
    totals.write_text(json.dumps({**json.loads(totals.read_text()), "events": 6}))
    lines: list[str] = []
    cases = list(reports.run(folder, lines.append))
    assert [(case.name, case.detail) for case in cases if not case.passed and "servicenow" not in case.name] == []
    assert "boston neighborhood ' ': 1, to reach: 1" in lines
    assert "volvo events: 6, to reach: 6" in lines
