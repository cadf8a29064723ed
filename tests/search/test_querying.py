import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as limits
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from firstline.search.documents import Document, index, index_many
from firstline.search.models import KINDS
from firstline.search.querying import query
from firstline.search.terms import rebuild_terms
from tests.language.hostile import HOSTILE

pytestmark = pytest.mark.django_db

ARTICLES = {
    1: ("Printer does not print", "Check the paper and the toner, then restart the printer."),
    2: ("Reset a password", "The user opens the account page and chooses a new password."),
    3: ("Awaria wodociągu", "Zgłoszenia przyjmuje pogotowie wodociągowe w Łodzi."),
    4: ("Collecte des encombrants", "La mairie enlève les réfrigérateurs usagés."),
    5: ("ไฟถนนดับ", "แจ้งไฟถนนดับได้ที่เทศบาล พร้อมหมายเลขเสาไฟ"),
    6: ("Recogida de muebles", "Llame para concertar la recogida a domicilio."),
}


@pytest.fixture
def articles():
    index_many(Document("article", key, title, body) for key, (title, body) in ARTICLES.items())
    rebuild_terms()


def found(text, kinds=("article",), **options):
    return [hit.object_id for hit in query(text, kinds=kinds, **options)]


@pytest.mark.usefixtures("articles")
@pytest.mark.parametrize(
    ("text", "best"),
    [
        ("printers", 1),
        ("how do I reset my passwords?", 2),
        ("zgloszenie awarii", 3),
        ("wodociagi lodz", 3),
        ("ENCOMBRANT", 4),
        ("refrigerateur usage", 4),
        ("ไฟดับ", 5),
        ("เสาไฟ", 5),
        ("recoger mueble", 6),
        ("pirnter", 1),
        ("passwurd", 2),
        ("awraia", 3),
    ],
)
def test_endings_accents_and_a_slip_are_forgiven_in_every_language(text, best):
    assert found(text)[:1] == [best]


@pytest.mark.usefixtures("articles")
@pytest.mark.parametrize(("text", "best"), [("pri", 1), ("pass", 2), ("reset a passwo", 2), ("wodoc", 3), ("ไฟถ", 5)])
def test_the_last_word_is_a_beginning_as_one_types(text, best):
    assert found(text, as_typed=True)[:1] == [best]


@pytest.mark.usefixtures("articles")
def test_a_word_that_is_finished_is_not_a_beginning():
    assert found("pri") == []
    assert found("pri ", as_typed=True) == []


@pytest.mark.usefixtures("articles")
@pytest.mark.parametrize(
    "text", ["", " ", "?", "q", "ก", "' & | ! :*", "😀", "\x00", "\ud800", "zzz", "'; DROP TABLE x"]
)
def test_a_query_that_means_nothing_finds_nothing(text):
    assert (found(text), found(text, as_typed=True)) == ([], [])


@pytest.mark.usefixtures("articles")
@pytest.mark.parametrize("text", [*HOSTILE, "printer " + "x " * 5000, "<script>printer</script>", '"printer" AND -x'])
def test_hostile_queries_are_answered(text):
    for as_typed in (False, True):
        assert set(found(text, kinds=KINDS, as_typed=as_typed)) <= set(ARTICLES)


class TestAnyQuery(TestCase):
    @classmethod
    def setUpTestData(cls):
        index_many(Document("article", key, title, body) for key, (title, body) in ARTICLES.items())
        rebuild_terms()

    @given(st.text(max_size=60), st.booleans())
    @limits(max_examples=60, suppress_health_check=list(HealthCheck))
    def test_any_query_is_answered(self, text, as_typed):
        assert set(found(text, kinds=("article", "customer"), as_typed=as_typed)) <= set(ARTICLES)


def test_names_are_found_in_any_order_and_cut_anywhere():
    index("customer", 1, title="Kowalska Anna", body="ul. Polna 12, Kraków")
    index("customer", 2, title="Kowalski Jan", body="ul. Leśna 3, Kraków")
    index("customer", 3, title="Anders Annette", body="Polonia Street 5")
    rebuild_terms()

    def first(text):
        return found(text, kinds=["customer"], as_typed=True)[:1]

    assert [first(text) for text in ("kow ann", "ann kow", "Anna Kowalska", "krak pol kow", "lesn", "pol 12")] == [
        [1],
        [1],
        [1],
        [1],
        [2],
        [1],
    ]


def test_codes_are_found_with_and_without_separators():
    index("work_order", 5, title="Pump", body="WO-123/45 serial SN 99 1234 5678")
    for text in ("WO-123/45", "wo12345", "wo 123 45", "9912345678", "99 1234 5678"):
        assert found(text, kinds=["work_order"]) == [5], text
    assert found("wo123", kinds=["work_order"], as_typed=True) == [5]


def test_words_not_counted_yet_are_found_too():
    index("ticket", 1, title="old", body="")
    rebuild_terms()
    index("ticket", 2, title="", body="order A-778899 of today")
    assert found("A-778899", kinds=["ticket"]) == [2]


def test_only_what_may_be_seen_is_found():
    index("ticket", 1, title="water", body="", department=1, public=True, is_open=True)
    index("ticket", 2, title="water", body="", department=2, public=False, is_open=True)
    index("ticket", 3, title="water", body="", department=None, public=False, is_open=False)

    def tickets(**options):
        return sorted(found("water", kinds=["ticket"], **options))

    assert tickets() == [1, 2, 3]
    assert tickets(only_open=True) == [1, 2]
    assert tickets(public_only=True) == [1]
    assert tickets(departments=[2]) == [2, 3]
    assert tickets(departments=[]) == [3]


def test_texts_in_the_readers_language_come_first_and_each_object_once():
    index("article", 1, title="Internet", body="router", language="en")
    index("article", 1, title="Internet", body="routeur", language="fr")
    index("article", 2, title="Internet internet", body="internet", language="en")
    index("article", 3, title="Internet", body="neutral")
    rebuild_terms()
    hits = query("internet", kinds=["article"], prefer_language="fr")
    assert [(hit.object_id, hit.language) for hit in hits] == [(3, ""), (1, "fr"), (2, "en")]
    assert [hit.object_id for hit in query("internet", kinds=["article"], limit=1)] == [2]


def test_a_title_and_a_beginning_count_more():
    filling = "other words to fill the page " * 10
    index("article", 1, title="", body=f"{filling} gutter")
    index("article", 2, title="gutter", body=filling)
    index("article", 3, title="", body=f"gutter {filling}")
    rebuild_terms()
    assert found("gutter") == [2, 3, 1]


def test_several_kinds_are_searched_in_few_statements(django_assert_max_num_queries):
    for key, kind in enumerate(KINDS):
        index(kind, key, title="water", body="")
    rebuild_terms()
    with django_assert_max_num_queries(2):
        assert sorted(found("water", kinds=KINDS)) == [0, 1, 2, 3, 4, 5]
    with django_assert_max_num_queries(3):
        assert sorted(found("wated", kinds=KINDS)) == [0, 1, 2, 3, 4, 5]


def test_no_kind_and_an_unknown_kind():
    assert found("water", kinds=[]) == []
    with pytest.raises(ValueError, match="dragon"):
        query("water", kinds=["dragon"])


def test_the_newest_come_where_a_word_stands_nearly_everywhere():
    index_many(Document("ticket", key, "water", "meter" if key == 17 else "") for key in range(1, 4001))
    rebuild_terms(["ticket"])
    assert found("water", kinds=["ticket"], limit=3, as_typed=True) == [4000, 3999, 3998]
    assert found("water meter", kinds=["ticket"], limit=1) == [17]
