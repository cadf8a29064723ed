"""Typing errors: the known words one edit away from a word nobody has written."""

from collections.abc import Iterable, Sequence

from firstline.language.tokens import root_of
from firstline.search.lexemes import lexemes_of
from firstline.search.terms import frequencies

SHORTEST = 4
LONGEST = 24
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_THAI = "".join(chr(point) for point in range(0x0E01, 0x0E4D))


def repairs(
    words: Sequence[str], kinds: Sequence[str], best: int = 1
) -> tuple[dict[str, list[str]], dict[tuple[str, str], int]]:
    """For each folded word that can be repaired, the `best` known words one edit away, likeliest first.

    Beside it the document frequencies, by kind and entry, of all that was considered.
    """
    near = {word: one_edit_away(word) for word in words if SHORTEST <= len(word) <= LONGEST}
    if not near:
        return {}, {}
    considered = set().union(*near.values())
    entries = considered.union(*(lexemes_of(word, root_of(word)) for word in considered))
    counted = frequencies(kinds, sorted(entries))
    totals: dict[str, int] = {}
    for (_kind, term), df in counted.items():
        totals[term] = totals.get(term, 0) + df
    meant = {}
    for word, candidates in near.items():
        known = sorted(candidates & totals.keys(), key=lambda term: (term[0] != word[0], -totals[term], term))
        if known:
            meant[word] = known[:best]
    return meant, counted


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
