"""Typing errors: the known words one edit away from a word nobody has written."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet

from firstline.language.tokens import is_unspaced, root_of
from firstline.search.lexemes import lexemes_of
from firstline.search.terms import frequencies

SHORTEST = 4
LONGEST = 24
MOST_WORDS = 4
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_THAI = "".join(chr(point) for point in range(0x0E01, 0x0E4D))

Frequencies = dict[tuple[str, str], int]


def repairs(words: Sequence[str], kinds: Sequence[str]) -> tuple[dict[str, list[str]], Frequencies]:
    """For each unknown folded word (of many the first four) the known words it may have been meant as.

    Beside it the document frequencies, by kind and entry, of all that was considered.
    """
    words = [word for word in words if (len(word) <= LONGEST and word.isalpha()) or is_unspaced(word)][:MOST_WORDS]
    near = {word: one_edit_away(word) if len(word) >= SHORTEST else set[str]() for word in words}
    pieces = {word: _pieces(word) for word in words}
    considered = set[str]().union(*near.values(), *pieces.values())
    if not considered:
        return {}, {}
    entries = considered.union(*(lexemes_of(word, root_of(word)) for word in considered))
    counted = frequencies(kinds, sorted(entries))
    totals: dict[str, int] = {}
    for (_kind, term), df in counted.items():
        totals[term] = totals.get(term, 0) + df
    meant = {word: _likeliest(word, near[word] & totals.keys(), totals) for word in words}
    for word in words:
        meant[word] += [piece for piece in pieces[word] if piece in totals and piece not in meant[word]][:1]
    return {word: terms for word, terms in meant.items() if terms}, counted


def _likeliest(word: str, known: AbstractSet[str], totals: dict[str, int]) -> list[str]:
    """The commonest with the same first letter, else the commonest: people rarely slip on the first."""
    return sorted(known, key=lambda term: (term[0] != word[0], -totals[term], term))[:1]


def _pieces(word: str) -> list[str]:
    """Beginnings, the longest first, of what may be two words: a slip, or an unfinished word, hides where one ends."""
    return [word[:end] for end in range(min(len(word), LONGEST) - 1, 1, -1)] if is_unspaced(word) else []


def one_edit_away(word: str) -> set[str]:
    """All strings at a distance of one insertion, deletion, replacement or swap of neighbours."""
    splits = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    letters = _alphabet(word)
    near = {left + right[1:] for left, right in splits if right}
    near |= {left + right[1] + right[0] + right[2:] for left, right in splits if len(right) > 1}
    near |= {left + letter + right[1:] for left, right in splits if right for letter in letters}
    near |= {left + letter + right for left, right in splits for letter in letters}
    return near - {word, ""}


def _alphabet(word: str) -> Iterable[str]:
    """The letters a slip could have put or left out; of scripts we do not write, the word's own."""
    if word.isascii():
        return _LATIN
    return _THAI if "\u0e00" <= word[0] <= "\u0e4f" else set(word)
