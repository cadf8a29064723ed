"""Words of a text with their places: the one analysis that index, query and highlighting share.

It needs no language. Each word has an exact form (folded) and a root (its first five letters), which
finds the endings of all five languages as well as a stemmer per language would, and loses nothing when
people type without accents. Thai, which writes no spaces, is split by ICU's dictionary in linear time.
"""

import re
import sys
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from icu4py.breakers import WordBreaker

from firstline.language.folding import fold, respell

LONGEST_WORD = 60
ROOT_LETTERS = 5

# Scripts written without spaces: Thai, Lao (not their digits), Burmese, Khmer, kana, Chinese characters.
_UNSPACED = "\u0e00-\u0e4f\u0e5a-\u0ecf\u0eda-\u0eff\u1000-\u103f\u104a-\u109f\u1780-\u17df\u3040-\u30ff\u3400-\u9fff"
_RUN = 4096


def _inside_words() -> str:
    """Marks that stand on letters, and characters nobody sees, as the body of a character class."""
    points = (point for point in range(0x300, 0xFFFF) if not 0xD800 <= point <= 0xDFFF)
    marks = (chr(point) for point in points if unicodedata.category(chr(point)) in ("Mn", "Mc", "Me"))
    return "".join(marks) + "\u00ad\u200b-\u200f\u2060-\u2064\ufeff"


_LETTER = rf"[^\W_{_UNSPACED}]"
_WORD = re.compile(rf"[{_UNSPACED}]+|{_LETTER}++(?:[{_inside_words()}]++{_LETTER}*+)*+")
_UNSPACED_START = re.compile(f"[{_UNSPACED}]")
_CODE = re.compile(r"(?<![^\W_])[^\W_]++(?:[-/.:_][^\W_]++)++")
_NUMBER = re.compile(r"(?<![^\W_])\d++(?:[-/.() \u00a0]{1,2}\d++)++(?![^\W_])")
_SHORTEST_SPACED_NUMBER = 7
_LONGEST_CODE = 40


class Token(NamedTuple):
    """One word: `[start, end)` in the text as it was handed in, the folded word, and its root."""

    start: int
    end: int
    exact: str
    root: str


_made = tuple.__new__


def analyse(text: str, limit: int = 5000) -> list[Token]:
    """The first `limit` words of `text` in order of their place; never an error, whatever `text` holds.

    Numbers and codes are given in their pieces and once more whole without separators, over the whole
    place: `'WO-123/45'` gives `wo`, `123`, `45` and `wo12345`.
    """
    tokens = list(islice(_words(text), limit))
    codes = _codes(text, tokens)
    if codes:
        tokens = sorted(tokens + codes)
    return tokens


def is_unspaced(word: str) -> bool:
    """Whether a word is in a script written without spaces."""
    return word >= "\u0e00" and _UNSPACED_START.match(word) is not None


def _words(text: str) -> Iterator[Token]:
    for match in _WORD.finditer(text):
        word = match.group()
        if word >= "\u0e00" and is_unspaced(word):
            yield from _unspaced(word, match.start())
        elif forms := _forms(word):
            # As Token(...) makes it, without the call of a function for each word of a text.
            yield _made(Token, (*match.span(), *forms))


def _unspaced(run: str, offset: int) -> Iterator[Token]:
    for begin in range(0, len(run), _RUN):
        spelled, places = respell(run[begin : begin + _RUN])
        for start, end in WordBreaker(spelled, "th").segments():
            forms = _forms(spelled[start:end])
            if forms:
                yield Token(offset + begin + places[start], offset + begin + places[end], *forms)


@lru_cache(maxsize=32768)
def _forms(word: str) -> tuple[str, str] | None:
    """Exact form and root of a word as written; nothing when no letter or digit is left of it."""
    exact = fold(word)[:LONGEST_WORD]
    if not any(map(str.isalnum, exact)):
        return None
    exact = sys.intern(exact)
    return exact, root_of(exact)


def root_of(exact: str) -> str:
    """The first five letters of a folded word; a word with a digit in it is its own root."""
    if len(exact) <= ROOT_LETTERS or any(map(str.isdigit, exact)):
        return exact
    return sys.intern(exact[:ROOT_LETTERS])


def _codes(text: str, tokens: list[Token]) -> list[Token]:
    """Codes and spaced numbers as one token each, as far as the words reach."""
    reach = tokens[-1].end if tokens else 0
    found: dict[tuple[int, str], Token] = {}
    for pattern, shortest in ((_CODE, 2), (_NUMBER, _SHORTEST_SPACED_NUMBER)):
        for match in pattern.finditer(text, 0, reach):
            if match.end() - match.start() > _LONGEST_CODE:
                continue
            exact = fold(re.sub(r"[\W_]", "", match.group()))
            if shortest <= len(exact) and any(map(str.isdigit, exact)):
                found[match.start(), exact] = Token(match.start(), match.end(), exact, exact)
    return list(found.values())
