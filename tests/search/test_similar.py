import pytest

from firstline.search.documents import Document, index_many
from firstline.search.similar import similar
from firstline.search.terms import rebuild_terms

pytestmark = pytest.mark.django_db

TICKETS = [
    Document("ticket", 1, "Street light out", "The street light in front of 12 Elm Street is out"),
    Document("ticket", 2, "Street light flickers", "The light at the corner flickers at night"),
    Document("ticket", 3, "Street light out", "The street light in front of 12 Elm Street is out", is_open=False),
    Document("ticket", 4, "Pothole", "A deep pothole in front of the school"),
    Document("ticket", 5, "ไฟถนนดับ", "ไฟถนนดับหน้าโรงเรียนตั้งแต่เมื่อคืน"),
]


@pytest.fixture(autouse=True)
def _tickets():
    index_many(TICKETS)
    rebuild_terms()


def test_the_likest_open_tickets_come_first_with_their_likeness():
    hits = similar("street light out, 12 Elm Street")
    assert [hit.object_id for hit in hits[:2]] == [1, 2]
    assert 1 >= hits[0].score > hits[1].score >= 0


def test_a_slip_and_another_order_cost_little():
    assert [hit.object_id for hit in similar("lihgt in elm streey is out")[:1]] == [1]


def test_closed_ones_are_looked_at_only_when_asked_for():
    assert {hit.object_id for hit in similar("street light out elm", only_open=False, limit=2)} == {1, 3}


def test_some_can_be_left_out():
    assert [hit.object_id for hit in similar("street light out elm", exclude=[1])][:1] == [2]


def test_thai_is_compared_too():
    assert [hit.object_id for hit in similar("ไฟถนนหน้าโรงเรียนดับ")[:1]] == [5]


def test_two_statements_compare_a_hundred(django_assert_num_queries):
    with django_assert_num_queries(2):
        similar("street light out")


def test_a_text_without_words_is_like_nothing():
    assert similar("?!") == []
