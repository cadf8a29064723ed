"""What is stored of a word, and what a word asked for is looked up by."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple
from zlib import crc32

from firstline.language.tokens import ROOT_LETTERS, Token, is_unspaced

ROOT_WEIGHT = 1.0
EXACT_WEIGHT = 0.5
PAIR_WEIGHT = 0.2
# Objects by their age in blocks of so many ids, so that the index itself can leave old ones out.
BLOCK = 4096
_MANY_OF_TEN = 4


class Lexeme(NamedTuple):
    """One entry to look up: `weight` counts in the score; a prefix stands for every entry that begins so."""

    text: str
    weight: float
    is_prefix: bool = False

    @property
    def key(self) -> str:
        """What its frequency is kept under."""
        return f"{self.text}*" if self.is_prefix else self.text

    @property
    def tsquery(self) -> str:
        """As PostgreSQL writes it; entries hold letters, digits and a leading sign only, so nothing needs escaping."""
        return f"'{self.text}':*" if self.is_prefix else f"'{self.text}'"


def lexemes_of(exact: str, root: str) -> tuple[str, ...]:
    """The word itself, and its root with a `~` where other words can share it."""
    return (exact, f"~{root}") if _has_root(exact, root) else (exact,)


def asked(exact: str, root: str, weight: float = 1.0) -> list[Lexeme]:
    """What finds a whole word: its root for the endings, itself for the order."""
    if not _has_root(exact, root):
        return [Lexeme(exact, weight * (ROOT_WEIGHT + EXACT_WEIGHT))]
    return [Lexeme(f"~{root}", weight * ROOT_WEIGHT), Lexeme(exact, weight * EXACT_WEIGHT)]


def begun(exact: str, root: str) -> list[Lexeme]:
    """What finds a word of which only the beginning has been typed."""
    if not _has_root(exact, root):
        return [Lexeme(exact, ROOT_WEIGHT, is_prefix=True), Lexeme(exact, EXACT_WEIGHT)]
    return [Lexeme(f"~{root}", ROOT_WEIGHT), Lexeme(exact, EXACT_WEIGHT, is_prefix=True)]


def block_of(object_id: int) -> str:
    """The entry that an object shares with those of about its age."""
    return f"@{object_id // BLOCK}"


def blocks_since(oldest: int, newest: int) -> list[str]:
    """The blocks of these ids, to be asked for in a tsquery; a few older ones may be among them.

    Most of ten blocks are asked for by their common beginning: the index is quicker with few entries than with many.
    """
    tens: dict[int, list[int]] = {}
    for block in range(oldest // BLOCK, newest // BLOCK + 1):
        tens.setdefault(block // 10, []).append(block)
    entries = []
    for ten, blocks in tens.items():
        is_whole = ten > 0 and len(blocks) >= _MANY_OF_TEN
        entries += [f"'@{ten}':*"] if is_whole else [f"'@{block}'" for block in blocks]
    return entries


def pairs_of(tokens: Sequence[Token]) -> Iterator[tuple[int, str]]:
    """Neighbours written without a space between them, by the place of the first: where to break such a run is a guess.

    Pairs are many and long, so they are kept by their checksum.
    """
    for place, (one, two) in enumerate(pairwise(tokens)):
        if one.end == two.start and is_unspaced(one.exact) and is_unspaced(two.exact):
            yield place, f"+{crc32((one.exact + two.exact).encode()):x}"


def _has_root(exact: str, root: str) -> bool:
    return len(root) == ROOT_LETTERS and (root != exact or not any(map(str.isdigit, exact)))
