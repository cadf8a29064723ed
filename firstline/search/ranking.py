"""BM25 in SQL: which rows are scored, and by what arithmetic.

`ts_rank` of a query of one word depends on nothing but how often the text holds it: r = 1 - 1/n or nearly so,
whence n is about .6079 r / (1 - r), and the textbook formula becomes arithmetic over one such rank per term.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from firstline.search.lexemes import Lexeme
from firstline.search.terms import Statistics

K1 = 1.2
B = 0.75
TITLE_WEIGHT = 0.5
MOST_TERMS = 20
_TF = 0.6079
# A prefix sums the ranks of all words that begin so, which may pass one.
_HIGHEST_RANK = 0.95
_FEW = 50

Values = list[object]


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


def candidates(kind: str, terms: Sequence[Term], docs: int, budget: int) -> tuple[str, Values]:
    """Which rows are worth scoring, as SQL with values: those with the rarest terms, as many as the budget allows.

    Where hardly any row would be left, the first term beyond the budget comes in together with the next
    word's, and where that is still too much, among the newest objects only.
    """
    within, total = 0, 0
    for term in terms:
        if total + term.df > budget:
            break
        within, total = within + 1, total + term.df
    parts, values = [], Values()
    if within:
        parts.append("tsv @@ %s::tsquery")
        values.append(" | ".join(term.lexeme.tsquery for term in terms[:within]))
    if total < _FEW and within < len(terms):
        first = terms[within]
        second = next((term for term in terms[within + 1 :] if term.word != first.word), None)
        part, more = _beyond(kind, first, second, docs, budget)
        parts.append(part)
        values += more
    return f"({' OR '.join(parts)})", values


def _beyond(kind: str, first: Term, second: Term | None, docs: int, budget: int) -> tuple[str, Values]:
    tsquery, expected = first.lexeme.tsquery, float(first.df)
    if second:
        tsquery, expected = f"{tsquery} & {second.lexeme.tsquery}", expected * second.df / max(docs, second.df)
    if expected <= budget:
        return "tsv @@ %s::tsquery", [tsquery]
    newest = f"(SELECT max(object_id) FROM search_doc WHERE kind = '{kind}')"  # noqa: S608 one of KINDS
    return f"(tsv @@ %s::tsquery AND object_id > {newest} - %s)", [tsquery, int(docs * budget / expected) + 1]


def scored(
    kind: str, terms: Sequence[Term], statistics: Statistics, scope: Scope, budget: int, limit: int
) -> tuple[str, Values]:
    """The best `limit` documents of a kind as SQL with values; `terms` from rarest to most frequent.

    Columns: kind, object_id, language, score, tsv.
    """
    terms = terms[:MOST_TERMS]
    where, values = scope.where(kind)
    chosen, more = candidates(kind, terms, statistics.docs, budget)
    ranks: list[str] = []
    sums: list[str] = []
    queries: Values = []
    for number, term in enumerate(terms):
        weight = term.lexeme.weight * term.idf(statistics.docs) * (K1 + 1) * _TF
        for name, weights, share in (("b", "{1,0,0,0}", 1.0), ("t", "{0,0,0,1}", TITLE_WEIGHT)):
            rank = f"ts_rank('{weights}', tsv, %s::tsquery)::float8"
            ranks.append(f"{f'least({rank}, {_HIGHEST_RANK})' if term.lexeme.is_prefix else rank} AS {name}{number}")
            queries.append(term.lexeme.tsquery)
            r = f"{name}{number}"
            sums.append(f"{weight * share:.4f} * {r} / ({_TF} * {r} + {name} * (1 - {r}))")
    sql = (
        f"(SELECT '{kind}' AS kind, object_id, language, ({' + '.join(sums)}) AS score, tsv FROM ("
        f"SELECT object_id, language, tsv, {_length('doc_len', statistics.avg_len)} AS b,"
        f" {_length('title_len', statistics.avg_title_len)} AS t, {', '.join(ranks)} FROM ("
        f"SELECT object_id, language, doc_len, title_len, tsv || ''::tsvector AS tsv"
        f" FROM search_doc WHERE {where} AND {chosen} LIMIT %s OFFSET 0) read OFFSET 0) ranked"
        f" ORDER BY score DESC, object_id DESC LIMIT %s)"
    )
    return sql, [*queries, *values, *more, 2 * budget, limit]


def _length(column: str, average: float) -> str:
    return f"({K1} * ({1 - B} + {B / average:.6f} * {column}))"
