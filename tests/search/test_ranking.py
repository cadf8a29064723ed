import pytest
from django.db import connection

from firstline.search.documents import Document, index_many
from firstline.search.lexemes import Lexeme
from firstline.search.ranking import Bounds, Scope, Term, scored
from firstline.search.terms import Statistics

pytestmark = pytest.mark.django_db

# As in a table of a million, of which the newest are read.
MANY = Statistics(1_000_000, 2.0, newest=50)


def best(*terms):
    index_many(Document("ticket", key, "water", "pipe" if key % 3 else "well") for key in range(1, 51))
    sql, values = scored("ticket", terms, [], MANY, Scope(), Bounds(1000, 3))
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return sql, [row[1] for row in cursor.fetchall()]


@pytest.mark.parametrize(
    ("terms", "is_asked_of_rows", "keys"),
    [
        ([Term(Lexeme("wat", 1.0, is_prefix=True), 450_000, 0)], True, [50, 49, 48]),
        ([Term(Lexeme("wat", 1.0, is_prefix=True), 30_000, 0)], False, [50, 49, 48]),
        ([Term(Lexeme("water", 1.0), 450_000, 0)], False, [50, 49, 48]),
        (
            [Term(Lexeme("pipe", 1.0), 20_000, 0), Term(Lexeme("wat", 1.0, is_prefix=True), 450_000, 1)],
            True,
            [50, 49, 47],
        ),
        (
            [Term(Lexeme("pip", 1.0, is_prefix=True), 9_000, 0), Term(Lexeme("water", 1.0), 450_000, 1)],
            False,
            [50, 49, 47],
        ),
        (
            [Term(Lexeme("pipe", 1.0), 4_000, 0), Term(Lexeme("wat", 1.0, is_prefix=True), 450_000, 1)],
            False,
            [50, 49, 47],
        ),
    ],
)
def test_a_beginning_of_very_many_words_is_asked_of_the_rows_and_not_of_the_index(terms, is_asked_of_rows, keys):
    sql, found = best(*terms)
    assert ("ts_match_vq" in sql, found) == (is_asked_of_rows, keys)


def test_the_statement_is_the_same_for_other_words_so_that_it_is_planned_once():
    assert len({best(Term(Lexeme(word, 1.0), df, 0))[0] for word, df in (("pipe", 20), ("well", 300))}) == 1
