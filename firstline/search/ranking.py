"""BM25 in SQL: which rows are scored, and by what arithmetic.

`ts_rank` of a query of one word depends on nothing but how often the text holds it: r = 1 - 1/n or nearly so,
whence n is about .6079 r / (1 - r), and the textbook formula becomes arithmetic over one such rank per term.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from firstline.search.lexemes import BLOCK, Lexeme, block_of
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
    """Rows with a frequent term; where there may be too many, about the newest 300."""
    tsquery, expected = first.lexeme.tsquery, float(first.df)
    if second:
        tsquery = f"{tsquery} & {second.lexeme.tsquery}"
        expected *= second.df / max(statistics.docs, second.df)
    if first.df > 2 * budget:
        # Two words may keep together or apart: between the most and what chance would give.
        reach = int(_NEWEST * statistics.docs / math.sqrt(first.df * expected)) + 1
        oldest = max(statistics.newest - min(reach, _FURTHEST * BLOCK), 0)
        blocks = [f"'{block_of(number)}'" for number in range(oldest, statistics.newest + BLOCK, BLOCK)]
        tsquery, where = f"{tsquery} & ({' | '.join(blocks)})", f"{where} AND object_id > {oldest}"
    return f"(SELECT * FROM search_doc WHERE {where} AND {_MATCHES} LIMIT %s)", [tsquery, 2 * budget]  # noqa: S608


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
    queries = [*front.values, *beside.values, *first.values]
    return sql, [*queries, *values, max(LOOKED_AT_TWICE, bounds.limit), bounds.limit]


class _Sum:
    """One field's part of the score: its ranks as columns with their values, and their total."""

    def __init__(self, name: str, weights: str, length: str, share: float, terms: Sequence[Term], docs: int) -> None:
        ranks, parts = [], []
        for number, term in enumerate(terms):
            rank, column = f"ts_rank('{weights}', tsv, %s::tsquery)::float8", f"{name}{number}"
            ranks.append(f"{f'least({rank}, {_HIGHEST_RANK})' if term.lexeme.is_prefix else rank} AS {column}")
            weight = term.lexeme.weight * term.idf(docs) * (K1 + 1) * _TF * share
            parts.append(f"{weight:.4f} * {column} / ({_TF} * {column} + {length} * (1 - {column}))")
        self.ranks = ", ".join(ranks) or "NULL"
        self.total = " + ".join(parts) or "0"
        self.values: Values = [term.lexeme.tsquery for term in terms]
