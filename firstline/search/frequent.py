"""Which words stand again and again in some documents and seldom in the others: what they are about."""

from collections.abc import Sequence
from typing import Any

from django.db import connection

# A word that stands in one document only may be a slip or a name.
LEAST = 2
SHORTEST = 3
# So many times as often as in all documents of the kind a word stands in those that it tells from the others.
TELLING = 2

# Entries with a sign in front are roots, pairs and blocks; only whole words are told, and none with digits.
_SQL = """
SELECT word FROM (
    SELECT word, count(*) AS often
    FROM search_doc, unnest(tsvector_to_array(tsv)) AS word
    WHERE kind = %(kind)s AND object_id = ANY(%(ids)s)
        AND word !~ '^[~+@]' AND word !~ '[0-9]' AND length(word) >= %(shortest)s
    GROUP BY word HAVING count(*) >= %(least)s
) told
LEFT JOIN search_term ON search_term.kind = %(kind)s AND search_term.term = told.word
LEFT JOIN search_stat ON search_stat.kind = %(kind)s
WHERE df IS NULL OR docs IS NULL OR often::float8 / %(count)s > %(telling)s * df::float8 / greatest(docs, 1)
ORDER BY often * ln(2 + coalesce(docs, 0)::float8 / greatest(coalesce(df, 1), often)) DESC, word
LIMIT %(limit)s
"""


def frequent_words(kind: str, ids: Sequence[int], *, limit: int = 40) -> list[str]:
    """The folded words that tell these objects of a kind from the others, the most telling first."""
    with connection.cursor() as cursor:
        values: dict[str, Any] = {"kind": kind, "ids": list(ids), "count": max(len(ids), 1), "limit": limit}
        cursor.execute(_SQL, {**values, "shortest": SHORTEST, "least": LEAST, "telling": TELLING})
        return [str(row[0]) for row in cursor.fetchall()]
