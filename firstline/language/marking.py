"""Where the words of a question stand in a text, and which part of the text shows them best."""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from firstline.language.little_words import is_common
from firstline.language.tokens import LONGEST_WORD, ROOT_LETTERS, Token, analyse

SHORTEST_SLIP = 4
_LONGEST_QUERY = 4000
_MOST_WORDS = 40
# How much of an excerpt may stand before its first mark.
_BEFORE = 40
# Up to this length the words of a text are remembered: what is shown for one letter is shown for the next, too.
_REMEMBERED = 8000

Span = tuple[int, int]


class Excerpt(NamedTuple):
    """A part of a text with the places of its marks, and whether something was left out on either side."""

    text: str
    marks: list[Span]
    cut_before: bool
    cut_after: bool


def find_marks(text: str, query: str, *, as_typed: bool = False) -> list[Span]:
    """Places `[start, end)` in `text` of the words of `query`, in order, apart from each other.

    Other endings of a word count, and a word one slip away where the word itself is nowhere. Common little
    words count only when the query has no others. `as_typed` takes the last word as a beginning.
    """
    words = _worth_marking(analyse(query[:_LONGEST_QUERY], _MOST_WORDS))
    if not words:
        return []
    tokens = _remembered(text) if len(text) <= _REMEMBERED else analyse(text)
    begun = next((w.exact for w in words if w.end == len(query)), "") if as_typed else ""
    wanted = {word.exact for word in words}
    roots = {word.root for word in words if len(word.root) == ROOT_LETTERS}
    found = [token for token in tokens if _is_found(token, wanted, roots, begun)]
    return _joined((token.start, token.end) for token in [*found, *_slips(words, found, tokens, begun)])


@lru_cache(maxsize=128)
def _remembered(text: str) -> Sequence[Token]:
    return tuple(analyse(text))


def _is_found(token: Token, wanted: set[str], roots: set[str], begun: str) -> bool:
    return token.exact in wanted or token.root in roots or bool(begun and token.exact.startswith(begun))


def _worth_marking(words: Sequence[Token]) -> Sequence[Token]:
    return [word for word in words if not is_common(word.exact)] or words


def _slips(words: Sequence[Token], found: Sequence[Token], tokens: Sequence[Token], begun: str) -> list[Token]:
    seen = {form for token in found for form in (token.exact, token.root)}
    missing = [
        word.exact
        for word in words
        if len(word.exact) >= SHORTEST_SLIP and word.exact != begun and not {word.exact, word.root} & seen
    ]
    if not missing:
        return []
    # One slip leaves the first letter or the last as it was, which most words can be told by.
    near = {
        exact
        for exact in {token.exact for token in tokens}
        for word in missing
        if (exact[0] == word[0] or exact[-1] == word[-1]) and is_one_slip(exact, word)
    }
    return [token for token in tokens if token.exact in near]


def is_one_slip(one: str, two: str) -> bool:
    """Whether one letter put in, left out, replaced, or two neighbours swapped make one word the other."""
    if one == two or abs(len(one) - len(two)) > 1:
        return False
    start = next((place for place, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))
    rest_one, rest_two = one[start:], two[start:]
    return (
        rest_one[1:] == rest_two[1:]
        or rest_one[1:] == rest_two
        or rest_one == rest_two[1:]
        or (rest_one[1::-1] == rest_two[:2] and rest_one[2:] == rest_two[2:])
    )


def _joined(spans: Iterable[Span]) -> list[Span]:
    """Spans in order, those that touch or overlap as one: neighbours in Thai read as one mark."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def cut_out(text: str, marks: Sequence[Span], length: int = 200) -> Excerpt:
    """At most about `length` characters of `text` with the most different marks, cut between words."""
    if len(text) <= length:
        return Excerpt(text, list(marks), cut_before=False, cut_after=False)
    wanted = max(0, _best_start(text, marks, length) - _BEFORE)
    words = _words_around(text, wanted, length)
    begin = next((start for start, _end in words if start >= wanted), 0) if wanted else 0
    end = max((stop for _start, stop in words if begin < stop <= begin + length), default=begin + length)
    end = len(text) if end + _BEFORE >= len(text) and len(text) - begin <= length + _BEFORE else end
    inside = [(start - begin, stop - begin) for start, stop in marks if begin <= start and stop <= end]
    return Excerpt(text[begin:end], inside, cut_before=begin > 0, cut_after=end < len(text))


def _words_around(text: str, wanted: int, length: int) -> list[Span]:
    """The words of the part of `text` that may be cut out, and a word more on either side, where one may be cut off."""
    first, last = max(0, wanted - LONGEST_WORD), wanted + length + 2 * LONGEST_WORD
    words = [(first + token.start, first + token.end) for token in analyse(text[first:last])]
    return words[1 if first else 0 : -1 if last < len(text) else None]


def _best_start(text: str, marks: Sequence[Span], length: int) -> int:
    """The mark from which on the most different marks fit, the most marks among equals, the first of those."""
    best, best_start, first = (0, 0), 0, 0
    inside: Counter[str] = Counter()
    for start, end in marks:
        inside[text[start:end].casefold()] += 1
        while marks[first][0] < end - length + _BEFORE and marks[first][0] < start:
            gone = text[slice(*marks[first])].casefold()
            inside[gone] -= 1
            inside += Counter()
            first += 1
        if (len(inside), inside.total()) > best:
            best, best_start = (len(inside), inside.total()), marks[first][0]
    return best_start
