import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstline.language.tokens import analyse, root_of
from tests.language.hostile import HOSTILE


def words(text):
    return [token.exact for token in analyse(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The printer on floor 2 doesn't print.", "the printer on floor 2 doesn t print"),
        ("L’imprimante n’imprime plus à l'étage", "l imprimante n imprime plus a l etage"),
        ("Ile kosztuje wymiana żarówki w Łodzi?", "ile kosztuje wymiana zarowki w lodzi"),
        ("¿Dónde está el señor Muñoz?", "donde esta el senor munoz"),
        ("ไฟถนนดับทั้งซอย", "ไฟ ถนน ดับ ทั้ง ซอย"),
        ("เครื่องพิมพ์Canonไม่พิมพ์", "เครื่องพิมพ์ canon ไม่ พิมพ์"),
        ("WO-123/45", "wo wo12345 123 45"),
        ("Tel. +48 22 123-45-67", "tel 48 48221234567 22 123 1234567 45 67"),
        ("on 2 of 3", "on 2 of 3"),
        ("snake_case", "snake case"),
        ("日本語テキスト", "日本語 テキスト"),
        ("😀 -- ???", ""),
    ],
)
def test_a_text_is_taken_apart_into_words_and_codes(text, found):
    assert " ".join(words(text)) == found


def test_the_root_is_the_first_five_letters_and_a_number_is_its_own():
    assert [root_of(word) for word in ("printing", "print", "tap", "1234567", "a1b2c3d4")] == [
        "print",
        "print",
        "tap",
        "1234567",
        "a1b2c3d4",
    ]


def test_places_are_those_of_the_text_as_it_was_written():
    text = "Ça: „Łódź”, น้ํา\u200bไหล WO-1"
    assert [text[token.start : token.end] for token in analyse(text)] == [
        "Ça",
        "Łódź",
        "น้ํา",
        "ไหล",
        "WO",
        "WO-1",
        "1",
    ]


@given(st.text(max_size=300))
def test_any_text_gives_words_in_order_within_it(text):
    tokens = analyse(text)
    assert tokens == sorted(tokens)
    assert all(0 <= token.start < token.end <= len(text) and token.exact for token in tokens)
    assert all(token.exact.startswith(token.root) for token in tokens)


@given(st.text("0123456789-/. ()aก\u0e4d\u0e32เ", max_size=200))
def test_any_mixture_of_numbers_and_separators_is_taken_apart(text):
    assert all(text[token.start : token.end].strip() for token in analyse(text))


@pytest.mark.parametrize("text", HOSTILE)
def test_long_hostile_texts_are_taken_apart_too(text):
    assert len(analyse(text)) <= 10_000


def test_only_so_many_words_are_taken():
    assert words("a b c d")[:2] == [token.exact for token in analyse("a b c d", 2)]


def test_a_broken_character_separates_words():
    assert words("one\ud800two\x00three") == ["one", "two", "three"]
