"""The score of detection: one case per question of at least five words."""

import json
from pathlib import Path

from firstline.scores import language
from firstline.scores.cases import Case

QUESTIONS = {
    "en": ["Where is the water meter in the house?", "Where is it?", "Où est le compteur d'eau dans la maison ?"],
    "th": ["ไฟถนนดับทั้งซอยตั้งแต่เมื่อคืน"],
}


def test_short_questions_are_left_out_and_wrong_ones_say_what_was_found(tmp_path: Path) -> None:
    for code, texts in QUESTIONS.items():
        place = tmp_path / "search" / code
        place.mkdir(parents=True)
        rows = [json.dumps({"qid": str(number), "q": text}) for number, text in enumerate(texts)]
        (place / "queries.jsonl").write_text("\n".join(rows), encoding="utf-8")
    said: list[str] = []
    cases = list(language.run(tmp_path, said.append))
    assert cases == [
        Case("en 0", True, f"en: {QUESTIONS['en'][0]}"),
        Case("en 2", False, f"fr: {QUESTIONS['en'][2]}"),
        Case("th 0", True, f"th: {QUESTIONS['th'][0]}"),
    ]
    assert said == [
        "en (2 questions) recognised: 0.500, to reach: 0.970",
        "th (1 questions) recognised: 1.000, to reach: 0.970",
    ]
