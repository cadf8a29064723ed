"""What is different between two texts, word by word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstline.reference.knowledge.comparing import GONE, NEW, SAME, Piece, differences


def told(old: str, new: str) -> list[tuple[str, str]]:
    return [(piece.kind, piece.text) for piece in differences(old, new)]


@pytest.mark.parametrize(
    ("old", "new", "pieces"),
    [
        ("", "", []),
        ("same", "same", [(SAME, "same")]),
        ("", "all new", [(NEW, "all new")]),
        ("all gone", "", [(GONE, "all gone")]),
        ("the old depot", "the new depot", [(SAME, "the "), (GONE, "old"), (NEW, "new"), (SAME, " depot")]),
        ("one\ntwo\n", "one\nthree\n", [(SAME, "one\n"), (GONE, "two"), (NEW, "three"), (SAME, "\n")]),
        ("a\nb c\n", "a\nb d\n", [(SAME, "a\nb "), (GONE, "c"), (NEW, "d"), (SAME, "\n")]),
        ("see [[A-2]].", "see [[A-3]].", [(SAME, "see [[A-"), (GONE, "2"), (NEW, "3"), (SAME, "]].")]),
        ("ถนนเป็นหลุม", "ถนนเป็นบ่อ", [(SAME, "ถนนเป็น"), (GONE, "หลุม"), (NEW, "บ่อ")]),
    ],
)
def test_words_are_told_apart_in_every_language(old: str, new: str, pieces: list[tuple[str, str]]) -> None:
    assert told(old, new) == pieces


def test_a_passage_too_long_to_compare_is_shown_whole() -> None:
    old, new = "a b " * 1000, "b a " * 1000
    assert told(old, new) == [(GONE, old), (NEW, new)]


@given(st.text(alphabet="ab \nกข\ud800", max_size=60), st.text(alphabet="ab \nกข\ud800", max_size=60))
def test_the_pieces_make_both_texts_again(old: str, new: str) -> None:
    pieces = differences(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != NEW) == old
    assert "".join(piece.text for piece in pieces if piece.kind != GONE) == new
    assert Piece(SAME, "") not in pieces
