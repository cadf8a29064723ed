from contextlib import suppress

import pytest
from django.db import IntegrityError, connection

from firstline.search.documents import Document, index, index_many, indexing_together, remove
from firstline.search.querying import query

pytestmark = pytest.mark.django_db


def found(text, **options):
    return [hit.object_id for hit in query(text, kinds=["ticket"], **options)]


def stored():
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, object_id, language, is_open FROM search_doc ORDER BY 1, 2, 3")
        return cursor.fetchall()


def test_a_document_is_found_as_soon_as_it_is_handed_in():
    index("ticket", 7, title="No water", body="since yesterday in Elm Street")
    assert found("water") == [7]
    assert found("elm street") == [7]


def test_one_statement_puts_a_document_in(django_assert_num_queries):
    with django_assert_num_queries(1):
        index("ticket", 7, title="No water", body="since yesterday")


def test_a_document_handed_in_again_replaces_the_former():
    index("ticket", 7, title="No water", body="", is_open=True)
    index("ticket", 7, title="No light", body="", is_open=False)
    assert stored() == [("ticket", 7, "", False)]
    assert (found("water"), found("light"), found("light", only_open=True)) == ([], [7], [])


def test_an_unchanged_document_is_not_written_again():
    def version():
        with connection.cursor() as cursor:
            cursor.execute("SELECT ctid::text FROM search_doc")
            return cursor.fetchone()

    index("ticket", 7, title="No water", body="at all")
    before = version()
    index("ticket", 7, title="No water", body="at all")
    assert version() == before


def test_many_documents_go_in_by_few_statements(django_assert_num_queries):
    with django_assert_num_queries(3):
        count = index_many(Document("ticket", number, f"Lamp {number}", "") for number in range(1200))
    assert count == 1200
    assert found("lamp 1111") == [1111, *found("lamp 1111")[1:]]


def test_of_the_same_document_twice_the_last_counts():
    assert index_many([Document("ticket", 1, "first", ""), Document("ticket", 1, "second", "")]) == 1
    assert (found("first"), found("second")) == ([], [1])


def test_a_removed_document_is_not_found():
    index("ticket", 7, title="No water", body="")
    remove("ticket", 7)
    remove("ticket", 8)
    assert (stored(), found("water")) == ([], [])


def test_one_edition_is_removed_and_the_others_stay():
    for language in ("en", "fr"):
        index("article", 1, title="Page", body="", language=language)
    remove("article", 1, language="fr")
    assert stored() == [("article", 1, "en", True)]
    remove("article", 1)
    assert stored() == []


def test_a_kind_nobody_laid_down_is_refused():
    with pytest.raises(IntegrityError):
        index("dragon", 1, title="", body="")


@pytest.mark.parametrize(
    "text",
    [
        "\x00",
        "\ud800",
        "'\\",
        "a" * 5000,
        "😀" * 10,
        "ก" * 100_000,
        "x " * 100_000,
        "' | & ! :* <-> ()",
        "ﷺ",
        "a\u0301" * 999,
    ],
)
def test_any_text_can_be_handed_in_and_found_by_another_word(text):
    index("ticket", 7, title=text, body=f"lamppost {text}")
    assert found("lamppost") == [7]


def test_words_far_down_a_huge_text_are_left_out():
    index("ticket", 7, title="", body="word " * 6000 + "needle")
    assert found("needle") == []


def test_documents_of_a_block_go_in_at_its_end_and_those_of_a_block_that_fails_not_at_all(django_assert_num_queries):
    with django_assert_num_queries(1), indexing_together():
        index("ticket", 1, title="Bollard", body="one")
        with suppress(ZeroDivisionError), indexing_together():
            index("ticket", 2, title="Bollard", body="two")
            1 / 0  # noqa: B018
        with indexing_together():
            index("ticket", 3, title="Bollard", body="three")
    assert sorted(hit.object_id for hit in query("bollard", kinds=["ticket"])) == [1, 3]
