"""The score of the telephone: one case per call, and one for each number in all its spellings."""

import json
from pathlib import Path

import pytest

from firstline.scores import telephone
from firstline.scores.cases import Case
from tests.scores.test_phones import ROW


@pytest.mark.django_db
def test_each_call_is_one_contact_and_a_number_nobody_has_misses(tmp_path: Path) -> None:
    for folder, name, rows in (
        (
            "cti_fax",
            "webhooks.jsonl",
            [
                {"form": [["event", "newCall"], ["from", "16175550101"], ["to", "1"], ["callId", "a"]]},
                {"json": {"event": "hangup", "from": "anonymous", "to": "1", "callId": "a"}},
                {"json": {"action": "reject", "reason": "busy"}},
                {"form": {"from": "16175550102", "to": "1"}},
            ],
        ),
        ("phones", "forms.jsonl", [ROW, {**ROW, "from_us": "011 374 99 999999"}]),
    ):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_text("\n".join(map(json.dumps, rows)))
    said: list[str] = []
    assert list(telephone.run(tmp_path, said.append)) == [
        Case("call a", True, ""),
        Case("call 16175550102|1", True, ""),
        Case("AM FIXED_LINE +37410123456", True, ""),
        Case("AM FIXED_LINE +37410123456", False, "011 374 99 999999"),
    ]
    assert said == [
        "calls that are one contact: 2, to reach: 2",
        "callers who are known in all five spellings: 1, to reach: 2",
    ]
