"""BM25 in SQL: which rows are scored, and by what arithmetic.

`ts_rank` of a query of one word depends on nothing but how often the text holds it: r = 1 - 1/n or nearly so,
whence n is about .6079 r / (1 - r), and the textbook formula becomes arithmetic over one such rank per term.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from firstline.search.lexemes import BLOCK, Lexeme, blocks_since
from firstline.search.terms import Statistics

K1 = 1.2
B = 0.75
FRONT_WEIGHT = 0.5
MOST_TERMS = 20
MOST_PAIRS = 10
# The second look goes to so many documents: title, beginning and neighbours rarely lift one from further down.
LOOKED_AT_TWICE = 200
# Shares of the weights D, C, B, A that count: everywhere, and in front (title and beginning).
_EVERYWHERE = "{1,1,1,1}"
_FRONT = "{0,0,0.5,1}"
_TF = 0.6079
# A prefix sums the ranks of all words that begin so, which may pass one.
_HIGHEST_RANK = 0.95
_FEW = 50
# A frequent term is looked for among the newest, so far back that some 300 are to be expected, or so many blocks.
_NEWEST = 300
_FURTHEST = 32
# As long as one row takes to read, the index collects so many.
_WORTH_A_ROW = 20
_MATCHES = "tsv @@ (SELECT %s::tsquery)"

Values = list[Any]


@dataclass(frozen=True, slots=True)
class Term:
    """One lexeme of the query's word number `word`, standing in `df` documents of the kind."""

    lexeme: Lexeme
    df: int
    word: int

    def idf(self, docs: int) -> float:
        """Rarity among `docs` documents; never negative."""
        return math.log(1 + (max(docs, self.df) - self.df + 0.5) / (self.df + 0.5))


@dataclass(frozen=True)
class Scope:
    """Who may find what. Goes into the candidate query, so that nothing hidden uses up the row budget."""

    only_open: bool = False
    public_only: bool = False
    departments: Sequence[int] | None = None
    exclude: Sequence[int] = ()

    def where(self, kind: str) -> tuple[str, Values]:
        """As SQL with values; `kind` and openness are literals, as the partial indexes demand."""
        sql, values = f"kind = '{kind}'", Values()
        if self.only_open:
            sql += " AND is_open"
        if self.public_only:
            sql += " AND public"
        if self.departments is not None:
            sql += " AND (department IS NULL OR department = ANY(%s))"
            values.append(list(self.departments))
        if self.exclude:
            sql += " AND object_id <> ALL(%s)"
            values.append(list(self.exclude))
        return sql, values


class Bounds(NamedTuple):
    """How many rows may be scored, and how many of them are wanted."""

    budget: int
    limit: int


def candidates(
    kind: str, terms: Sequence[Term], statistics: Statistics, scope: Scope, budget: int
) -> tuple[str, Values]:
    """Which rows are worth scoring, as SQL with values: those with the rarest terms, as many as the budget allows.

    Where hardly any row would be left, the first term beyond the budget comes in together with the next
    word's, and where that is still too much, among the newest objects only. The tsquery is hidden from the
    planner, which would add up guesses for unknown words until it reads the whole table.
    """
    within, total = 0, 0
    for term in terms:
        if total + term.df > budget:
            break
        within, total = within + 1, total + term.df
    parts, values = list[str](), Values()
    where, more = scope.where(kind)
    if within:
        rarest = " | ".join(term.lexeme.tsquery for term in terms[:within])
        parts.append(f"(SELECT * FROM search_doc WHERE {where} AND {_MATCHES} LIMIT %s)")  # noqa: S608 literals
        values += [*more, rarest, 2 * budget]
    if total < _FEW and within < len(terms):
        first = terms[within]
        second = next((term for term in terms[within + 1 :] if term.word != first.word), None)
        part, beyond = _beyond(f"{where} AND NOT {_MATCHES}" if within else where, first, second, statistics, budget)
        parts.append(part)
        values += [*more, *([rarest] if within else []), *beyond]
    return " UNION ALL ".join(parts), values


def _beyond(where: str, first: Term, second: Term | None, statistics: Statistics, budget: int) -> tuple[str, Values]:
    """Rows with a frequent term and the next word's; where there may be too many, about the newest 300."""
    docs, furthest = statistics.docs, _FURTHEST * BLOCK
    is_many = first.df > 2 * budget
    # Where few enough of the newest hold it, what stands beside it is only weighed: to look that up costs more.
    is_enough = is_many and second is not None and first.df * furthest <= budget * docs
    both, expected = [first], float(first.df)
    if second and not is_enough:
        both.append(second)
        expected *= second.df / max(docs, second.df)
    blocks, share, values = list[str](), 1.0, Values()
    if is_many:
        # Two words may keep together or apart: between the most and what chance would give.
        reach = furthest if is_enough else min(int(_NEWEST * docs / math.sqrt(first.df * expected)) + 1, furthest)
        oldest = max(statistics.newest - reach, 0)
        blocks, share = [f"({' | '.join(blocks_since(oldest, statistics.newest))})"], min((reach + BLOCK) / docs, 1.0)
        where, values = f"{where} AND object_id > %s", [oldest]
    sifted = _sifted(both, share, docs)
    if sifted:
        where, values = f"{where} AND ts_match_vq(tsv, %s::tsquery)", [*values, sifted.lexeme.tsquery]
    asked = " & ".join([*(term.lexeme.tsquery for term in both if term is not sifted), *blocks])
    return f"(SELECT * FROM search_doc WHERE {where} AND {_MATCHES} LIMIT %s)", [*values, asked, 2 * budget]  # noqa: S608


def _sifted(terms: Sequence[Term], share: float, docs: int) -> Term | None:
    """The beginning of frequent words that is asked of each row: the index would collect all rows that hold it."""
    for term in reversed(terms):
        rows = share * min((other.df for other in terms if other is not term), default=docs)
        if term.lexeme.is_prefix and term.df > _WORTH_A_ROW * rows:
            return term
    return None


def scored(
    kind: str, terms: Sequence[Term], pairs: Sequence[Term], statistics: Statistics, scope: Scope, bounds: Bounds
) -> tuple[str, Values]:
    """The best documents of a kind as SQL with values; `terms` from rarest to most frequent, `pairs` only add.

    Columns: kind, object_id, score, language, tsv.
    """
    chosen, values = candidates(kind, terms, statistics, scope, bounds.budget)
    terms = terms[:MOST_TERMS]
    first = _Sum("b", _EVERYWHERE, "length", 1.0, terms, statistics.docs)
    front = _Sum("f", _FRONT, str(K1), FRONT_WEIGHT, terms, statistics.docs)
    beside = _Sum("p", _EVERYWHERE, "length", 1.0, pairs[:MOST_PAIRS], statistics.docs)
    length = f"({K1 * (1 - B)} + {K1 * B / statistics.avg_len:.6f} * doc_len)::float8 AS length"
    # Fences (OFFSET 0) keep each rank from being computed twice; ts_delete of nothing unpacks a long row just once.
    read = (
        f"SELECT object_id, language, {length}, ts_delete(tsv, '~') AS tsv"  # noqa: S608 numbers, and one of KINDS
        f" FROM ({chosen}) chosen OFFSET 0"
    )
    ranked = f"SELECT object_id, language, tsv, length, {first.ranks} FROM ({read}) read OFFSET 0"  # noqa: S608
    once = (
        f"SELECT object_id, language, tsv, length, {first.total} AS base FROM ({ranked}) ranked"  # noqa: S608
        " ORDER BY base DESC, object_id DESC LIMIT %s"
    )
    twice = (
        f"SELECT object_id, language, tsv, length, base, {front.ranks}, {beside.ranks}"  # noqa: S608
        f" FROM ({once}) once OFFSET 0"
    )
    sql = (
        f"(SELECT '{kind}' AS kind, object_id, base + {front.total} + {beside.total} AS score, language, tsv"  # noqa: S608
        f" FROM ({twice}) twice ORDER BY score DESC, object_id DESC LIMIT %s)"
    )
    given = [*front.weights, *beside.weights, *front.queries, *beside.queries, *first.weights, *first.queries]
    return sql, [*given, *values, max(LOOKED_AT_TWICE, bounds.limit), bounds.limit]


class _Sum:
    """One field's part of the score: its ranks as columns, and their total, with the values of both.

    What a term weighs is a value too, so that the statement is the same for other words, and planned only once.
    """

    def __init__(self, name: str, weights: str, length: str, share: float, terms: Sequence[Term], docs: int) -> None:
        ranks, parts = [], []
        for number, term in enumerate(terms):
            rank, column = f"ts_rank('{weights}', tsv, %s::tsquery)::float8", f"{name}{number}"
            ranks.append(f"{f'least({rank}, {_HIGHEST_RANK})' if term.lexeme.is_prefix else rank} AS {column}")
            parts.append(f"%s * {column} / ({_TF} * {column} + {length} * (1 - {column}))")
        self.ranks = ", ".join(ranks) or "NULL"
        self.total = " + ".join(parts) or "0"
        self.weights: Values = [term.lexeme.weight * term.idf(docs) * (K1 + 1) * _TF * share for term in terms]
        self.queries: Values = [term.lexeme.tsquery for term in terms]
