"""How alike two texts are: by runs of three letters, or quicker by their words."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache

from firstline.language.tokens import Token, analyse


@lru_cache(maxsize=16384)
def _trigrams_of(word: str) -> frozenset[str]:
    framed = f"  {word} "
    return frozenset(framed[start : start + 3] for start in range(len(framed) - 2))


def trigrams(words: Iterable[str]) -> frozenset[str]:
    """The runs of three letters in folded words, framed so that beginnings count more than ends."""
    return frozenset().union(*map(_trigrams_of, words))


def overlap(one: AbstractSet[str], two: AbstractSet[str]) -> float:
    """Share of what both sets hold in what either holds, 0 to 1; two empty sets have nothing in common."""
    either = len(one | two)
    return len(one & two) / either if either else 0.0


def similarity(one: str, two: str) -> float:
    """How alike two texts are, 0 to 1, whatever the order of their words, their case, accents and endings."""
    words = ({token.exact for token in analyse(text)} for text in (one, two))
    return overlap(*map(trigrams, words))


def likeness(one: Sequence[Token], two: Sequence[Token]) -> float:
    """The same by whole words without their endings, 0 to 1: some twenty times quicker, blind to slips."""
    return overlap({token.root for token in one}, {token.root for token in two})
