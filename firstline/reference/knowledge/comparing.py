"""What is different between two texts, word by word, in any of the languages."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from firstline.language.tokens import analyse

SAME, GONE, NEW = "same", "gone", "new"
# Beyond so many comparisons a changed passage is shown whole: no text may keep the server busy.
MOST_COMPARISONS = 1_000_000
LONGEST_TEXT = 60_000


@dataclass(frozen=True)
class Piece:
    """A stretch of text that is the same in both, gone from the old one, or new in the new one."""

    kind: str
    text: str


def differences(old: str, new: str) -> list[Piece]:
    """The pieces of both texts in order: all that are not new make the old one, all that are not gone the new one."""
    pieces: list[Piece] = []
    for piece in _by_lines(old[:LONGEST_TEXT], new[:LONGEST_TEXT]):
        if pieces and pieces[-1].kind == piece.kind:
            pieces[-1] = Piece(piece.kind, pieces[-1].text + piece.text)
        elif piece.text:
            pieces.append(piece)
    return pieces


def _by_lines(old: str, new: str) -> Iterator[Piece]:
    """Lines first: what was not touched is never compared by words."""
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    for one, start, end, other_start, other_end in _steps(before, after):
        gone, come = "".join(before[start:end]), "".join(after[other_start:other_end])
        if one == "equal":
            yield Piece(SAME, gone)
        else:
            yield from _by_words(gone, come)


def _by_words(old: str, new: str) -> Iterator[Piece]:
    before, after = _words(old), _words(new)
    for _one, start, end, other_start, other_end in _steps(before, after):
        gone, come = "".join(before[start:end]), "".join(after[other_start:other_end])
        if gone == come:
            yield Piece(SAME, gone)
        else:
            yield Piece(GONE, gone)
            yield Piece(NEW, come)


def _steps(before: Sequence[str], after: Sequence[str]) -> Sequence[tuple[str, int, int, int, int]]:
    if len(before) * len(after) > MOST_COMPARISONS:
        return [("replace", 0, len(before), 0, len(after))]
    return SequenceMatcher(None, before, after, autojunk=False).get_opcodes()


def _words(text: str) -> list[str]:
    """The words of a text, and each sign or gap between them: joined again they are the text."""
    places = {0, len(text)}
    for token in analyse(text, len(text)):
        places |= {token.start, token.end}
    cuts = sorted(places)
    parts = [text[start:end] for start, end in pairwise(cuts)]
    return [piece for part in parts for piece in ([part] if part[:1].isalnum() else _SIGNS.findall(part))]


_SIGNS = re.compile(r"\s+|\S", re.DOTALL)
