import json

import pytest

from firstline.scores import imports
from tests.scores.cities import BALTIMORE_FILE, boston_row, make_folder

pytestmark = pytest.mark.django_db


def failing(folder):
    lines = []
    cases = list(imports.run(folder, lines.append))
    return [case.name for case in cases if not case.passed], len(cases), lines


def test_all_cases_pass_where_the_figures_are_right(tmp_path):
    failed, count, lines = failing(make_folder(tmp_path, boston_row("1"), boston_row("2", neighborhood=" ")))
    assert (failed, count) == ([], 21)
    assert "boston neighborhood ' ': 1, to reach: 1" in lines


def test_a_wrong_figure_is_a_failing_case(tmp_path):
    folder = make_folder(tmp_path, boston_row("1"), boston_row("2"))
    path = folder / "city311" / "boston" / "expected_totals.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "closed": 7, "unheard of": 1}))
    assert failing(folder)[0] == ["boston closed", "boston unheard of"]


def test_a_row_that_cannot_be_read_is_a_failing_case(tmp_path):
    folder = make_folder(tmp_path, boston_row("1"), boston_row("2"))
    path = folder / "city311" / "baltimore" / "baltimore311.csv"
    path.write_text(BALTIMORE_FILE.replace("01/02/2016 05:45:03 PM,New", "soon,New"))
    assert "baltimore rows" in failing(folder)[0]
