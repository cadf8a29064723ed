import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstline.language.folding import fold, respell


@pytest.mark.parametrize(
    ("word", "folded"),
    [
        ("Łódź", "lodz"),
        ("CŒUR", "coeur"),
        ("Straße", "strasse"),
        ("İstanbul", "istanbul"),
        ("１２", "12"),
        ("๑๒", "12"),
        ("pass\u00adword", "password"),
        ("ﬁx", "fix"),
        ("น้ำ", "น้ำ"),
        ("น้ํา", "น้ำ"),
        ("เเม่", "แม่"),
        ("\u0301", ""),
        ("", ""),
    ],
)
def test_all_spellings_of_a_word_become_one(word, folded):
    assert fold(word) == folded


@given(st.text())
def test_a_folded_word_stays_as_it_is(word):
    once = fold(word)
    assert fold(once) == once


def test_two_sign_vowels_become_one_sign_that_knows_its_place():
    spelled, places = respell("xเเมํ้าy")
    assert (spelled, list(places)) == ("xแม้ำy", [0, 1, 3, 4, 4, 7, 8])


def test_thai_that_is_spelled_well_stays():
    assert respell("แม่น้ำ") == ("แม่น้ำ", range(7))
