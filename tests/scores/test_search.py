"""The score of the search: every set of every language beside plain BM25, and again with a slip in each question."""

import json
import random
from pathlib import Path

import pytest

from firstline.language.marking import is_one_slip
from firstline.scores import search
from firstline.scores.plain_bm25 import PlainBM25, plain_words

DOCUMENTS = {
    "lamp": ("Street lamps", "A street lamp that is out is repaired within three days."),
    "water": ("Water", "Close the main valve and call the water works at once."),
    "bin": ("Collection", "The refuse collectors come on Mondays; bins stand at the kerb by six."),
}
QUESTIONS = {
    "lamp": "Who repairs a broken street lamp?",
    "water": "Where is the main valve?",
    "bin": "When do collectors come?",
}


def _same_every_time() -> random.Random:
    return random.Random(1)  # noqa: S311 nothing here is secret


def _laid_out(folder: Path) -> None:
    place = folder / "search" / "en"
    place.mkdir(parents=True)
    documents = [{"id": key, "set": "town", "title": title, "text": text} for key, (title, text) in DOCUMENTS.items()]
    questions = [{"qid": key, "q": text, "doc_id": key, "set": "town"} for key, text in QUESTIONS.items()]
    for name, rows in (("docs", documents), ("queries", questions)):
        (place / f"{name}.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")


@pytest.mark.django_db
def test_each_set_is_scored_with_and_without_a_slip(tmp_path: Path) -> None:
    _laid_out(tmp_path)
    said: list[str] = []
    assert [(case.name, case.passed) for case in search.run(tmp_path, said.append)] == [
        ("en town", True),
        ("en town with one typing error", True),
    ]
    assert said == [
        "en town (3 questions) MRR@10: 1.000, to reach: 0.995",
        "en town recall@5: 1.000, to reach: 1.000 (plain BM25, not asked for)",
        "en town recall@5 with one typing error: 1.000, to reach: 0.850",
    ]


def test_plain_bm25_ranks_by_casefolded_words() -> None:
    plain = PlainBM25({"one": "Lamp lamp post", "two": "lamp and a longer text about bins", "three": "water"})
    assert plain.best("LAMP") == ["one", "two"]
    assert plain.best("lamps") == []
    assert plain_words("L'Été, ไฟถนนดับ 12") == ["l", "été", "ไฟ", "ถนน", "ดับ", "12"]


def test_a_slip_is_one_edit_in_one_long_word_and_the_same_every_time() -> None:
    text = "Who repairs the street lamp in my road?"
    slipped = search.mistype(text, _same_every_time())
    words = list(zip(text.split(), slipped.split(), strict=True))
    assert [is_one_slip(one, two) for one, two in words if one != two] == [True]
    assert slipped == search.mistype(text, _same_every_time())
    assert search.mistype("a bin", _same_every_time()) == "a bin"
