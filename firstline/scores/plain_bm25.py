"""The measure of a search: textbook BM25 over casefolded words, as anybody would write it in an afternoon."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping

from icu4py.breakers import WordBreaker

K1 = 1.2
B = 0.75
_WORD = re.compile(r"[\w\u0e00-\u0e7f]+")
_THAI = re.compile(r"[\u0e00-\u0e7f]")


class PlainBM25:
    """An index in memory over texts by id."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        counts = {key: Counter(plain_words(text)) for key, text in texts.items()}
        mean = sum(count.total() for count in counts.values()) / max(len(counts), 1)
        self._postings: dict[str, list[tuple[str, float]]] = defaultdict(list)
        for key, count in counts.items():
            length = K1 * (1 - B + B * count.total() / mean)
            for word, times in count.items():
                self._postings[word].append((key, times * (K1 + 1) / (times + length)))
        self._size = len(texts)

    def best(self, question: str, limit: int = 10) -> list[str]:
        """The ids of the best texts, best first; equals in the order of their ids."""
        scores: dict[str, float] = defaultdict(float)
        for word in set(plain_words(question)):
            postings = self._postings.get(word, [])
            idf = math.log(1 + (self._size - len(postings) + 0.5) / (len(postings) + 0.5))
            for key, weight in postings:
                scores[key] += idf * weight
        return sorted(scores, key=lambda key: (-scores[key], key))[:limit]


def plain_words(text: str) -> list[str]:
    """Casefolded runs of letters and digits; those that hold Thai as the breaker splits them."""
    words: list[str] = []
    for run in _WORD.findall(text.casefold()):
        words += WordBreaker(run, "th") if _THAI.search(run) else [run]
    return words
