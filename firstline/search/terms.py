"""What the index knows about its words: in how many documents each stands. Counted at night, read by every query."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection, transaction

from firstline.search.models import KINDS

_LONGEST_RANGE = 2000


class Statistics(NamedTuple):
    """Of one kind: number of documents and their mean length in words, never zero, and the highest id there is."""

    docs: int
    avg_len: float
    newest: int = 0


# Before the first count: enough to rank by how many of the words asked for a document holds.
UNCOUNTED = Statistics(1000, 100.0)


class Known(NamedTuple):
    """What one query needs to know: statistics per kind, and document frequencies per kind and entry."""

    statistics: dict[str, Statistics]
    frequencies: dict[tuple[str, str], int]

    def holds(self, text: str) -> bool:
        """Whether any of the kinds asked for has this entry."""
        return any((kind, text) in self.frequencies for kind in self.statistics)


def look_up(kinds: Sequence[str], texts: Sequence[str], prefixes: Sequence[str]) -> Known:
    """Statistics and frequencies in one statement. A prefix counts all entries that begin so, up to 2,000 of them."""
    known = Known(dict.fromkeys(kinds, UNCOUNTED), {})
    sql = (
        "SELECT kind, NULL, docs, avg_len FROM search_stat WHERE kind = ANY(%s)"
        " UNION ALL SELECT kind, term, df, 0 FROM search_term WHERE kind = ANY(%s) AND term = ANY(%s)"
    )
    values: list[Any] = [list(kinds), list(kinds), list(texts)]
    for kind in kinds:
        sql += " UNION ALL SELECT %s, '', (SELECT max(object_id) FROM search_doc WHERE kind = %s), 0"
        values += [kind, kind]
    for prefix in prefixes:
        for kind in kinds:
            sql += (
                " UNION ALL SELECT %s, %s, sum(df)::bigint, 0 FROM (SELECT df FROM search_term"
                " WHERE kind = %s AND term >= %s AND term < %s LIMIT %s) begun HAVING sum(df) > 0"
            )
            values += [kind, f"{prefix}*", kind, prefix, prefix + chr(0x10FFFF), _LONGEST_RANGE]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        for kind, term, count, avg_len in cursor.fetchall():
            if term is None:
                known.statistics[kind] = known.statistics[kind]._replace(docs=max(count, 1), avg_len=avg_len or 1.0)
            elif term == "":
                known.statistics[kind] = known.statistics[kind]._replace(newest=count or 0)
            else:
                known.frequencies[kind, term] = count
    return known


def frequencies(kinds: Sequence[str], texts: Sequence[str]) -> dict[tuple[str, str], int]:
    """Document frequencies of those of `texts` that are known, by kind and entry."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kind, term, df FROM search_term WHERE kind = ANY(%s) AND term = ANY(%s)", [list(kinds), list(texts)]
        )
        return {(kind, term): df for kind, term, df in cursor.fetchall()}


def rebuild_terms(kinds: Iterable[str] = KINDS) -> None:
    """Count the words of these kinds anew: the nightly job, and what a bulk load does at its end.

    Left out are blocks, and of entries that stand in one document only numbers and pairs: unknown ones count
    as one anyway, and nothing is repaired to an order number.
    """
    for kind in kinds:
        if kind not in KINDS:
            raise ValueError(kind)
        with transaction.atomic(), connection.cursor() as cursor:
            # Two at the same time would each add what the other has added; readers go on undisturbed.
            cursor.execute("LOCK TABLE search_stat IN EXCLUSIVE MODE")
            cursor.execute("DELETE FROM search_term WHERE kind = %s", [kind])
            cursor.execute(
                "INSERT INTO search_term (kind, term, df) SELECT %s, word, ndoc FROM ts_stat(%s)"
                " WHERE CASE WHEN ndoc > 1 THEN word !~ '^@' ELSE word !~ '^[+@]|[0-9]' END",
                [kind, f"SELECT tsv FROM search_doc WHERE kind = '{kind}'"],  # noqa: S608 one of KINDS
            )
            cursor.execute(
                "INSERT INTO search_stat (kind, docs, avg_len)"
                " SELECT %s, count(*), coalesce(avg(doc_len), 0) FROM search_doc WHERE kind = %s"
                " ON CONFLICT (kind) DO UPDATE SET docs = excluded.docs, avg_len = excluded.avg_len",
                [kind, kind],
            )


def count_words(_at: datetime) -> None:
    """Count the words of all kinds anew, as the schedule asks every night."""
    rebuild_terms()
