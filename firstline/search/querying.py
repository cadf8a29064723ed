"""A question in words to the best documents: repaired, completed, ranked."""

from collections.abc import Sequence
from typing import NamedTuple

from django.db import connection

from firstline.language.tokens import Token, analyse, root_of
from firstline.search.lexemes import PAIR_WEIGHT, Lexeme, asked, begun, pairs_of
from firstline.search.models import KINDS
from firstline.search.ranking import Bounds, Scope, Term, Values, scored
from firstline.search.repair import repairs
from firstline.search.terms import Known, look_up

MOST_WORDS = 40
LONGEST_QUERY = 4000
BUDGET_TYPING = 1000
BUDGET = 1500
SHORTEST_PREFIX = 2
SHORTEST_NUMBER_PREFIX = 4
REPAIRED_WEIGHT = 0.8
# Names are typed in any order and cut anywhere, so each word of such a search may be a beginning.
NAMED = frozenset({"customer"})
# A text in another language comes first only where nothing in the reader's own comes near it.
_NEAR = 0.3


class Hit(NamedTuple):
    """One object found. Scores compare within one query only; `language` is that of the text found, or empty."""

    kind: str
    object_id: int
    score: float
    language: str


def query(
    text: str,
    *,
    kinds: Sequence[str],
    limit: int = 10,
    as_typed: bool = False,
    only_open: bool = False,
    departments: Sequence[int] | None = None,
    public_only: bool = False,
    prefer_language: str | None = None,
) -> list[Hit]:
    """The best `limit` objects of these kinds for what somebody typed, best first; never an error for any text.

    `as_typed` takes the last word as a beginning. `departments` shows documents of these and of no
    department. With `prefer_language` texts in it (or in none) come first; each object is given once.
    """
    scope = Scope(only_open=only_open, public_only=public_only, departments=departments)
    found = best(text, kinds=kinds, scope=scope, limit=limit * 3, as_typed=as_typed)
    return _once(_in_order([hit for hit, _ in found], prefer_language))[:limit]


def best(
    text: str, *, kinds: Sequence[str], scope: Scope, limit: int, as_typed: bool = False, extra: str = "NULL"
) -> list[tuple[Hit, list[str] | None]]:
    """The best `limit` documents of each kind with what the SQL expression `extra` says of their row, best first."""
    if unknown := set(kinds) - set(KINDS):
        raise ValueError(unknown)
    text = text[:LONGEST_QUERY]
    tokens = analyse(text, MOST_WORDS)
    words = _words_of(tokens, len(text))
    if not words or not kinds:
        return []
    asked_for = {kind: [_lexemes(word, kind, as_typed=as_typed) for word in words] for kind in kinds}
    pairs = list(dict.fromkeys(Lexeme(text, PAIR_WEIGHT) for _, text in pairs_of(tokens)))
    known = _look_up(asked_for, pairs)
    _repair(words, asked_for, known)
    bounds = Bounds(BUDGET_TYPING if as_typed else BUDGET, limit)
    parts, values = list[str](), Values()
    for kind, per_word in asked_for.items():
        terms = _terms(kind, per_word, known)
        beside = _terms(kind, [pairs], known)
        part, more = scored(kind, terms, beside, known.statistics[kind], scope, bounds)
        parts.append(part)
        values += more
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT kind, object_id, score, language, {extra} FROM ({' UNION ALL '.join(parts)}) found"  # noqa: S608
            " ORDER BY score DESC, object_id DESC",
            values,
        )
        return [(Hit(*row[:4]), row[4]) for row in cursor.fetchall()]


class Word(NamedTuple):
    """One word of a query; `is_last` when the text ends with it, so that more of it may follow."""

    exact: str
    root: str
    is_last: bool


def _words_of(tokens: Sequence[Token], end: int) -> list[Word]:
    words = {token.exact: Word(token.exact, token.root, token.end == end) for token in tokens}
    return list(words.values())


def _lexemes(word: Word, kind: str, *, as_typed: bool) -> list[Lexeme]:
    shortest = SHORTEST_NUMBER_PREFIX if any(map(str.isdigit, word.exact)) else SHORTEST_PREFIX
    if as_typed and len(word.exact) >= shortest and (word.is_last or kind in NAMED):
        return begun(word.exact, word.root)
    return asked(word.exact, word.root)


def _look_up(asked_for: dict[str, list[list[Lexeme]]], pairs: Sequence[Lexeme]) -> Known:
    every = {lexeme for per_word in asked_for.values() for lexemes in per_word for lexeme in lexemes}.union(pairs)
    texts = sorted({lexeme.text for lexeme in every if not lexeme.is_prefix})
    return look_up(list(asked_for), texts, sorted({lexeme.text for lexeme in every if lexeme.is_prefix}))


def _repair(words: list[Word], asked_for: dict[str, list[list[Lexeme]]], known: Known) -> None:
    """Add what an unknown word may have meant to the lexemes that find it."""
    seen = {key for _kind, key in known.frequencies}
    unknown = {
        word.exact: number
        for number, word in enumerate(words)
        if not any(lexeme.key in seen for per_word in asked_for.values() for lexeme in per_word[number])
    }
    meant, frequencies = repairs(list(unknown), list(asked_for))
    known.frequencies.update(frequencies)
    for exact, terms in meant.items():
        lexemes = [lexeme for term in terms for lexeme in asked(term, root_of(term), REPAIRED_WEIGHT)]
        for per_word in asked_for.values():
            per_word[unknown[exact]] += lexemes


def _terms(kind: str, per_word: list[list[Lexeme]], known: Known) -> list[Term]:
    terms = [
        Term(lexeme, known.frequencies.get((kind, lexeme.key), 1), number)
        for number, lexemes in enumerate(per_word)
        for lexeme in lexemes
    ]
    return sorted(terms, key=lambda term: (term.df, -term.lexeme.weight))


def _in_order(hits: list[Hit], language: str | None) -> list[Hit]:
    if not language or not hits:
        return hits
    near = hits[0].score * _NEAR
    return sorted(hits, key=lambda hit: hit.language not in (language, "") or hit.score < near)


def _once(hits: list[Hit]) -> list[Hit]:
    first: dict[tuple[str, int], Hit] = {}
    for hit in hits:
        first.setdefault((hit.kind, hit.object_id), hit)
    return list(first.values())
