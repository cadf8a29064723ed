"""The score of telephone numbers counts a row only when all five spellings find its owner."""

import json
from pathlib import Path

import pytest

from firstline.scores import phones
from firstline.scores.cases import Case

ROW = {
    "region": "AM",
    "type": "FIXED_LINE",
    "e164": "+37410123456",
    "international": "+374 10 123456",
    "national": "(010) 123456",
    "rfc3966": "tel:+374-10-123456",
    "from_us": "011 374 10 123456",
}


@pytest.mark.django_db
def test_a_row_passes_with_all_its_spellings_and_fails_with_the_one_that_misses(tmp_path: Path) -> None:
    (tmp_path / "phones").mkdir()
    rows = [ROW, {**ROW, "from_us": "011 374 99 999999"}]
    (tmp_path / "phones" / "forms.jsonl").write_text("\n".join(map(json.dumps, rows)))
    said: list[str] = []
    assert list(phones.run(tmp_path, said.append)) == [
        Case("AM FIXED_LINE +37410123456", True, ""),
        Case("AM FIXED_LINE +37410123456", False, "011 374 99 999999"),
    ]
    assert said == ["numbers found in all five spellings: 1, to reach: 2"]
