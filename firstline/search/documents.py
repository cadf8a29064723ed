"""Handing documents in and taking them out again: one statement each, inside the caller's transaction."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import islice
from typing import Any, NamedTuple

from django.db import connection

from firstline.language.tokens import Token, analyse
from firstline.search.lexemes import block_of, lexemes_of, pairs_of

LONGEST_TITLE = 200
LONGEST_BODY = 5000
# What a text is about stands in its first sentence or two: so many characters count half as a title does.
BEGINNING = 150
_BATCH = 500

_UPSERT = """
INSERT INTO search_doc AS old (kind, object_id, language, centre, department, public, is_open, doc_len, tsv)
VALUES {rows}
ON CONFLICT (kind, object_id, language) DO UPDATE SET
    centre = excluded.centre, department = excluded.department, public = excluded.public,
    is_open = excluded.is_open, doc_len = excluded.doc_len, tsv = excluded.tsv
WHERE (old.centre, old.department, old.public, old.is_open, old.tsv) IS DISTINCT FROM
    (excluded.centre, excluded.department, excluded.public, excluded.is_open, excluded.tsv)
"""
_waiting: "ContextVar[list[Document] | None]" = ContextVar("waiting", default=None)
_ROW = "(%s, %s, %s, %s, %s, %s, %s, %s, %s::tsvector)"
_UPSERT_ONE = _UPSERT.format(rows=_ROW)


class Document(NamedTuple):
    """What a noun hands in. An object with a text per language hands in one document per `language`."""

    kind: str
    object_id: int
    title: str
    body: str
    centre: int | None = None
    department: int | None = None
    public: bool = False
    is_open: bool = True
    language: str = ""


def index(
    kind: str,
    object_id: int,
    *,
    title: str,
    body: str,
    centre: int | None = None,
    department: int | None = None,
    public: bool = False,
    is_open: bool = True,
    language: str = "",
) -> None:
    """Put one document into the index, or in the place of the one that was there.

    `title` is matched by itself and counts half again. Give `language` only where an object has a text
    per language: it is part of the document's identity. The first 200 and 5,000 words are found.
    """
    index_many([Document(kind, object_id, title, body, centre, department, public, is_open, language)])


@contextmanager
def indexing_together() -> Iterator[None]:
    """Put the documents of this block into the index at its end; a block that fails puts in none.

    Inside another such block they wait for the end of that. What is to go is not taken out in such a block.
    """
    outer, own = _waiting.get(), list[Document]()
    token = _waiting.set(own)
    try:
        yield
    finally:
        _waiting.reset(token)
    if outer is None:
        index_many(own)
    else:
        outer += own


def putting_in(document: Document) -> tuple[str, list[Any]] | None:
    """The statement that puts one in and its values, for whoever sends it along with others; None where it waits."""
    waiting = _waiting.get()
    if waiting is None:
        return _UPSERT_ONE, _values(document)
    waiting.append(document)
    return None


def index_many(documents: Iterable[Document]) -> int:
    """Put many documents into the index, in batches; gives how many. Of the same one twice the last counts."""
    waiting = _waiting.get()
    if waiting is not None:
        waiting += documents
        return 0
    remaining = iter(documents)
    count = 0
    with connection.cursor() as cursor:
        while batch := {document[:2] + document[-1:]: document for document in islice(remaining, _BATCH)}:
            rows = ", ".join([_ROW] * len(batch))
            values = [value for document in batch.values() for value in _values(document)]
            cursor.execute(_UPSERT.format(rows=rows), values)
            count += len(batch)
    return count


def remove(kind: str, object_id: int, *, language: str | None = None) -> None:
    """Take an object out of the index, or only its edition in one language. Nothing there is no error."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM search_doc WHERE kind = %s AND object_id = %s AND language = coalesce(%s, language)",
            [kind, object_id, language],
        )


def remove_many(kind: str, object_ids: Sequence[int]) -> None:
    """Take many objects of one kind out of the index."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_doc WHERE kind = %s AND object_id = ANY(%s)", [kind, list(object_ids)])


def _values(document: Document) -> list[Any]:
    titles = analyse(document.title, LONGEST_TITLE)
    words = analyse(document.body, LONGEST_BODY)
    facts = document.kind, document.object_id, document.language, document.centre, document.department
    return [
        *facts,
        document.public,
        document.is_open,
        len(titles) + len(words),
        _vector(titles, words, block_of(document.object_id)),
    ]


def _vector(titles: Sequence[Token], words: Sequence[Token], block: str) -> str:
    """As PostgreSQL reads a tsvector: the title's words carry weight A, those of the body's beginning B."""
    places: dict[str, list[str]] = {}
    for place, token in enumerate(titles, 1):
        for lexeme in lexemes_of(token.exact, token.root):
            places.setdefault(lexeme, []).append(f"{place}A")
    for place, token in enumerate(words, len(titles) + 1):
        weight = "B" if token.start < BEGINNING else ""
        for lexeme in lexemes_of(token.exact, token.root):
            places.setdefault(lexeme, []).append(f"{place}{weight}")
    for place, lexeme in pairs_of(words):
        places.setdefault(lexeme, []).append(f"{len(titles) + 1 + place}")
    return " ".join([f"'{block}'", *(f"'{lexeme}':{','.join(found)}" for lexeme, found in places.items())])
