"""Our search against plain BM25 on published questions, with and without a typing error."""

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import connection

from firstline.language.tokens import analyse
from firstline.scores.cases import Case, figure
from firstline.scores.lines import read_rows
from firstline.scores.plain_bm25 import PlainBM25
from firstline.search.documents import Document, index_many
from firstline.search.querying import query
from firstline.search.terms import rebuild_terms

ALLOWED_BELOW = 0.005
ASKED_ABOVE = {("pl", "poquad"): 0.05, ("pl", "alchemy"): 0.04, ("th", "alchemy"): 0.05}
KEPT_WITH_AN_ERROR = 0.85
SHORTEST_MISTYPED = 5
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_THAI = "".join(map(chr, range(0x0E01, 0x0E2F)))

Out = Callable[[str], None]


@dataclass(frozen=True)
class Question:
    """A question and the id of the document that answers it."""

    text: str
    answer: str
    set: str


@dataclass(frozen=True)
class Quality:
    """Mean reciprocal rank among the first ten, and the share with the answer among the first five."""

    mrr: float
    recall: float


def run(folder: Path, out: Out) -> Iterable[Case]:
    """One case per language and set, and one more with a typing error in each question."""
    for place in sorted((folder / "search").iterdir()):
        if (place / "queries.jsonl").exists():
            yield from _language(place, out)


def _language(place: Path, out: Out) -> Iterator[Case]:
    documents = read_rows(place / "docs.jsonl")
    questions = [Question(row["q"], row["doc_id"], row["set"]) for row in read_rows(place / "queries.jsonl")]
    keys = [document["id"] for document in documents]
    _load(documents, place.name)
    plain = PlainBM25({row["id"]: f"{row['title']} {row['text']}" for row in documents})
    for name in sorted({question.set for question in questions}):
        asked = [question for question in questions if question.set == name]
        yield from _pair(place.name, name, asked, lambda text: _ours(text, keys), plain.best, out)


def _pair(
    language: str,
    name: str,
    questions: Sequence[Question],
    ours: Callable[[str], list[str]],
    plain: Callable[[str], list[str]],
    out: Out,
) -> Iterator[Case]:
    mine, theirs = _quality(questions, ours), _quality(questions, plain)
    to_reach = theirs.mrr + ASKED_ABOVE.get((language, name), -ALLOWED_BELOW)
    out(figure(f"{language} {name} ({len(questions)} questions) MRR@10", mine.mrr, to_reach))
    out(figure(f"{language} {name} recall@5", mine.recall, f"{theirs.recall:.3f} (plain BM25, not asked for)"))
    yield Case(f"{language} {name}", mine.mrr >= to_reach, f"MRR@10 {mine.mrr:.3f} < {to_reach:.3f}")
    chance = random.Random(1)  # noqa: S311 the same errors in every run
    mistyped = [Question(mistype(question.text, chance), question.answer, name) for question in questions]
    kept, to_keep = _quality(mistyped, ours).recall, mine.recall * KEPT_WITH_AN_ERROR
    out(figure(f"{language} {name} recall@5 with one typing error", kept, to_keep))
    yield Case(f"{language} {name} with one typing error", kept >= to_keep, f"recall@5 {kept:.3f} < {to_keep:.3f}")


def _load(documents: Sequence[dict[str, str]], language: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_doc WHERE kind = 'article'")
    index_many(
        Document("article", number, row["title"], row["text"], language=language)
        for number, row in enumerate(documents)
    )
    rebuild_terms(["article"])


def _ours(text: str, keys: Sequence[str]) -> list[str]:
    return [keys[hit.object_id] for hit in query(text, kinds=["article"], limit=10)]


def _quality(questions: Sequence[Question], search: Callable[[str], list[str]]) -> Quality:
    ranks = [_rank(search(question.text), question.answer) for question in questions]
    reciprocal = sum(1 / rank for rank in ranks if rank)
    return Quality(reciprocal / len(ranks), sum(1 <= rank <= 5 for rank in ranks) / len(ranks))


def _rank(found: Sequence[str], answer: str) -> int:
    """The place of the answer, counted from one; zero when it was not found."""
    return found.index(answer) + 1 if answer in found else 0


def mistype(text: str, chance: random.Random) -> str:
    """`text` with one letter put in, left out, replaced or swapped in one word of five letters or more."""
    words = [token for token in analyse(text) if token.end - token.start >= SHORTEST_MISTYPED and token.exact.isalpha()]
    words = words or [token for token in analyse(text) if token.end - token.start >= SHORTEST_MISTYPED]
    if not words:
        return text
    token = chance.choice(words)
    word = text[token.start : token.end]
    letter = chance.choice(_THAI if "\u0e00" <= word[0] <= "\u0e7f" else _LATIN)
    place = chance.randrange(len(word) - 1)
    before, one, two, after = word[:place], word[place], word[place + 1], word[place + 2 :]
    slip = chance.choice((one + letter + two, two, letter + two, two + one))
    return text[: token.start] + before + slip + after + text[token.end :]
