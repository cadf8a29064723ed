import pytest

from firstline.language.similarity import likeness, similarity
from firstline.language.tokens import analyse


def test_the_same_words_in_another_order_are_the_same():
    assert similarity("Street light broken", "broken STREET light!") == 1.0


def test_nothing_in_common_is_zero():
    assert similarity("water", "fox") == 0.0
    assert similarity("", "") == 0.0


def test_a_slip_costs_less_than_another_word():
    assert similarity("street light broken", "street lihgt broken") > similarity(
        "street light broken", "street sign broken"
    )


def test_likeness_counts_words_without_their_endings():
    one, two = analyse("the printers broke"), analyse("a printer broke")
    assert likeness(one, two) == pytest.approx(2 / 4)
