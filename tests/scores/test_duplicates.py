import json

import pytest

from firstline.scores import duplicates
from tests.scores.cities import boston_row, make_folder

pytestmark = pytest.mark.django_db


def folder_with(tmp_path, closed):
    days = [f"2015-07-{day:02} 04:52:00" for day in range(1, 28)]
    rows = [boston_row(str(number), opened=at) for number, at in enumerate(days, 1)]
    for day, row in enumerate(rows):
        rows[day] = row.replace("42.3029", f"42.{3029 + day * 200}")
    rows.append(boston_row("50", opened="2015-07-27 05:12:00").replace("42.3029", "42.8229"))
    folder = make_folder(tmp_path, *rows)
    lines = "\n".join(json.dumps({"dup_id": ident, "parent_id": parent}) for ident, parent in closed.items())
    (folder / "city311" / "boston" / "duplicates.jsonl").write_text(lines)
    return folder


def run(folder):
    lines = []
    return [case.passed for case in duplicates.run(folder, lines.append)], lines


def test_a_request_twenty_minutes_after_another_at_the_same_place_is_recognised(tmp_path):
    passed, lines = run(folder_with(tmp_path, {"50": "27"}))
    assert passed == [True]
    assert lines[-3:] == [
        "recognised at 7.5 alerts per 100 rows: 1.000, to reach: 0.420",
        "named parent first (1 rows): 1.000, to reach: to be improved",
        "named parent among 5: 1.000, to reach: to be improved",
    ]


def test_one_without_a_neighbour_is_not(tmp_path):
    passed, lines = run(folder_with(tmp_path, {"3": None}))
    assert (passed, lines[-1]) == ([False], "recognised at 7.5 alerts per 100 rows: 0.000, to reach: 0.420")
