"""Texts that say the same: the best by words, ranked again by how their letters run."""

from collections.abc import Sequence

from firstline.language.similarity import overlap, trigrams
from firstline.language.tokens import analyse
from firstline.search.querying import Hit, best
from firstline.search.ranking import Scope

LOOKED_AT = 100
LONGEST_TEXT = 4000


def similar(
    text: str, *, kind: str = "ticket", only_open: bool = True, limit: int = 5, exclude: Sequence[int] = ()
) -> list[Hit]:
    """The `limit` objects most like `text`, likest first; their score is the likeness, 0 to 1.

    The 100 best by words are compared with `text` run of three letters by run. Their words come out of the
    index itself, so nobody hands in or loads a text, and no text is kept twice. Useful from some five words on.
    """
    own = trigrams({token.exact for token in analyse(text[:LONGEST_TEXT])})
    scope = Scope(only_open=only_open, exclude=exclude)
    found = best(text, kinds=[kind], scope=scope, limit=LOOKED_AT, extra="tsvector_to_array(tsv)")
    likeness = {
        hit: overlap(own, trigrams(word for word in words or () if word[0] not in "~+@")) for hit, words in found
    }
    ranked = sorted(likeness, key=lambda hit: (-likeness[hit], -hit.score))
    return [hit._replace(score=likeness[hit]) for hit in ranked[:limit]]
