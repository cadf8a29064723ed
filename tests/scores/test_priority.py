"""The usual matrix gives each event of a log its priority."""

from pathlib import Path

import pytest

from firstline.scores import priority
from tests.shared_data import data

pytestmark = pytest.mark.django_db
ROWS = ("1 - High,1 - High,1 - Critical", "3 - Low,1 - High,3 - Moderate", "2 - Medium,3 - Low,4 - Low")


def run(tmp_path: Path, *rows: str) -> tuple[list[bool], list[str]]:
    folder, lines = tmp_path / "itsm_logs", list[str]()
    folder.mkdir()
    (folder / "servicenow_events.csv").write_text("\n".join(["impact,urgency,priority", *rows]) + "\n")
    return [case.passed for case in priority.run(tmp_path, lines.append)], lines


def test_each_row_is_one_case(tmp_path: Path) -> None:
    assert run(tmp_path, *ROWS) == ([True] * 3, ["priorities given: 3, to reach: 3"])


def test_a_row_of_another_priority_fails(tmp_path: Path) -> None:
    assert run(tmp_path, "1 - High,1 - High,4 - Low")[0] == [False]


def test_the_published_log_is_reproduced_whole() -> None:
    found = list(priority.run(data("itsm_logs", "servicenow_events.csv").parents[1], lambda _line: None))
    assert (len(found), sum(not case.passed for case in found)) == (35082, 0)
