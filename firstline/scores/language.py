"""Detection of the language on published questions of at least five words."""

from collections.abc import Callable, Iterable
from pathlib import Path

from firstline.language.detection import LANGUAGES, detect
from firstline.language.tokens import analyse
from firstline.scores.cases import Case, figure
from firstline.scores.lines import read_rows

FEWEST_WORDS = 5
TO_REACH = 0.97


def run(folder: Path, out: Callable[[str], None]) -> Iterable[Case]:
    """One case per question that is long enough."""
    for language in LANGUAGES:
        place = folder / "search" / language / "queries.jsonl"
        rows = read_rows(place) if place.exists() else []
        cases = [_case(language, row["qid"], row["q"]) for row in rows if len(analyse(row["q"])) >= FEWEST_WORDS]
        if cases:
            right = sum(case.passed for case in cases) / len(cases)
            out(figure(f"{language} ({len(cases)} questions) recognised", right, TO_REACH))
        yield from cases


def _case(language: str, name: str, question: str) -> Case:
    found = detect(question)
    return Case(f"{language} {name}", found == language, f"{found}: {question}")
