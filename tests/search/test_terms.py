import pytest
from django.db import connection

from firstline.search.documents import Document, index, index_many
from firstline.search.terms import UNCOUNTED, Statistics, look_up, rebuild_terms

pytestmark = pytest.mark.django_db


def counted():
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, term, df FROM search_term ORDER BY 1, 2")
        return cursor.fetchall()


def test_words_are_counted_by_kind_and_numbers_only_when_they_repeat():
    index("ticket", 1, title="lamp", body="lamp 1001 2002")
    index("ticket", 2, title="lamps", body="2002")
    index("code", 1, title="lamp", body="")
    rebuild_terms()
    assert counted() == [
        ("code", "lamp", 1),
        ("ticket", "2002", 2),
        ("ticket", "lamp", 1),
        ("ticket", "lamps", 1),
        ("ticket", "~lamps", 1),
    ]


def test_counting_again_forgets_what_is_gone():
    index("ticket", 1, title="lamp", body="")
    rebuild_terms()
    index("ticket", 1, title="tap", body="")
    rebuild_terms(["ticket"])
    assert counted() == [("ticket", "tap", 1)]


def test_statistics_of_a_kind_are_its_documents_and_their_mean_length():
    index_many([Document("ticket", 1, "a b", "c d"), Document("ticket", 2, "", "e f")])
    assert look_up(["ticket"], [], []).statistics == {"ticket": UNCOUNTED._replace(newest=2)}
    rebuild_terms()
    assert look_up(["ticket"], [], []).statistics == {"ticket": Statistics(2, 3.0, newest=2)}


def test_frequencies_of_words_and_of_beginnings():
    index_many(
        [Document("ticket", 1, "lamp", ""), Document("ticket", 2, "lamp", ""), Document("ticket", 3, "land", "")]
    )
    rebuild_terms()
    assert look_up(["ticket", "code"], ["lamp", "tap"], ["la", "x"]).frequencies == {
        ("ticket", "lamp"): 2,
        ("ticket", "la*"): 3,
    }


def test_an_unknown_kind_is_refused():
    with pytest.raises(ValueError, match="dragon"):
        rebuild_terms(["dragon"])
