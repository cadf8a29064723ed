"""Published staffing figures: digits as printed, cut or rounded."""

import json
from pathlib import Path

from firstline.scores import staffing


def of(folder: Path, *rows: dict[str, object], table: str = "") -> dict[str, bool]:
    (folder / "erlang").mkdir()
    (folder / "erlang" / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    if table:
        (folder / "erlang" / "b.csv").write_text(table)
    return {case.name: case.passed for case in staffing.run(folder, lambda _line: None)}


CALLS = {"model": "erlang_c", "calls": 30, "period_s": 3600, "aht_s": 60, "agents": 1, "target_s": 60}


def test_digits_count_as_they_are_printed(tmp_path: Path):
    published = {"erlangs": 0.5, "p_wait": "0.4...", "occupancy": "0.5...", "asa_s": 61, "unheard_of": 1}
    assert of(tmp_path, {**CALLS, "published": published, "computed": {"queue": 0.5004}}) == {
        "a.jsonl 1 erlang_c erlangs": True,
        "a.jsonl 1 erlang_c p_wait": False,
        "a.jsonl 1 erlang_c occupancy": True,
        "a.jsonl 1 erlang_c asa_s": False,
        "a.jsonl 1 erlang_c unheard_of": False,
        "a.jsonl 1 erlang_c queue": True,
    }


def test_two_models_in_one_row_are_asked_each(tmp_path: Path):
    row = {**CALLS, "patience_s": 60, "published": {"erlang_c": {"p_abandon": 0.0}, "erlang_a": {"p_abandon": 0.0}}}
    assert of(tmp_path, row) == {"a.jsonl 1 erlang_c p_abandon": True, "a.jsonl 1 erlang_a p_abandon": False}


def test_tables_are_compared_to_a_millionth(tmp_path: Path):
    assert of(tmp_path, table="erlangs,agents,p_wait\n0.5,1,0.5\n0.5,1,0.50001\n") == {
        "b.csv 1 p_wait": True,
        "b.csv 2 p_wait": False,
    }
