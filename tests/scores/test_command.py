"""`firstline score`: a database of its own, the figures, the failures, and the count as the last line."""

import json
import os
from pathlib import Path
from subprocess import CompletedProcess

from firstline.scores.management.commands.score import registry
from tests.processes import firstline

QUESTIONS = ["Where is the water meter in the house?", "Où est le compteur d'eau dans la maison ?"]


def _score(*words: str) -> CompletedProcess[str]:
    return firstline("score", *words, DATABASE_URL=os.environ["DATABASE_URL"])


def test_every_score_is_known_by_its_name() -> None:
    assert {"duplicates", "import", "language", "phones", "search"} <= set(registry())
    assert not {"cases", "plain_bm25", "management"} & set(registry())


def test_a_folder_that_is_none_is_said_plainly(tmp_path: Path) -> None:
    done = _score("language", str(tmp_path / "nowhere"))
    assert (done.returncode, done.stderr.strip()) == (1, f"CommandError: {tmp_path / 'nowhere'} is not a folder.")


def test_data_that_are_not_there_are_said_plainly(tmp_path: Path) -> None:
    done = _score("phones", str(tmp_path))
    assert (done.returncode, done.stderr.startswith("CommandError: These data cannot be read: ")) == (1, True)


def test_figures_failures_and_the_count_are_printed(tmp_path: Path) -> None:
    place = tmp_path / "search" / "en"
    place.mkdir(parents=True)
    rows = [json.dumps({"qid": str(number), "q": text}) for number, text in enumerate(QUESTIONS)]
    (place / "queries.jsonl").write_text("\n".join(rows), encoding="utf-8")
    done = _score("language", str(tmp_path), "--failures")
    assert done.stdout.splitlines() == [
        "en (2 questions) recognised: 0.500, to reach: 0.970",
        f"failed: en 1: fr: {QUESTIONS[1]}",
        "passed 1 of 2",
    ]
    assert (done.returncode, done.stderr) == (0, "")
