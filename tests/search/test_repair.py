import pytest

from firstline.search.documents import Document, index_many
from firstline.search.repair import one_edit_away, repairs
from firstline.search.terms import rebuild_terms


def test_all_words_one_slip_away_are_tried():
    near = one_edit_away("tap")
    assert {"ap", "atp", "top", "tape", "tasp"} <= near
    assert not {"tap", "", "pat"} & near


@pytest.mark.django_db
def test_a_word_is_repaired_to_the_commonest_known_one_with_its_first_letter():
    words = ["water", "water", "later", "later", "later", "waters"]
    index_many(Document("ticket", key, word, "") for key, word in enumerate(words))
    rebuild_terms()
    assert repairs(["watre", "xyzzy", "ab"], ["ticket"])[0] == {"watre": ["water"]}
    assert repairs(["wate"], ["code"])[0] == {}


@pytest.mark.django_db
def test_thai_is_repaired_with_thai_letters():
    index_many([Document("ticket", 1, "ประปา", "")])
    rebuild_terms()
    assert repairs(["ปรปา"], ["ticket"])[0] == {"ปรปา": ["ประปา"]}


@pytest.mark.django_db
def test_a_beginning_that_is_a_word_is_tried_where_no_space_tells():
    index_many([Document("ticket", 1, "ไฟ ถนน", "")])
    rebuild_terms()
    assert repairs(["ไฟถ"], ["ticket"])[0] == {"ไฟถ": ["ไฟ"]}


def test_few_words_are_repaired_and_none_with_a_digit():
    assert repairs(["wo12345", "a" * 30], ["ticket"]) == ({}, {})
