"""Cells of exports are only cells."""

from hypothesis import given
from hypothesis import strategies as st

from firstline.interfaces.transfer.exporting_cells import harmless

DANGEROUS = "=+-@＝＋－＠"
ODD = st.text(st.one_of(st.sampled_from("=+-@＝\t\r\n \x00\x01\ufffe;\"',"), st.characters()), max_size=40)


def test_what_looks_like_a_formula_stands_behind_an_apostrophe():
    odd = {
        '=HYPERLINK("x")': '\'=HYPERLINK("x")',
        "+1 650 253": "'+1 650 253",
        "-5": "'-5",
        "@SUM(A1)": "'@SUM(A1)",
        "\t=1": "' =1",
        "\r\n=1": "'\n=1",
        "\x00=1": "'=1",
        "  =1": "'  =1",
        "＝1": "'＝1",
    }
    assert {text: harmless(text) for text in odd} == odd


def test_plain_words_of_any_language_stay_as_they_are():
    plain = ["", "Water main broken", "ตู้เย็นเก่า", "à côté", "a = b", "two\nlines", "5 - 3"]
    assert [harmless(text) for text in plain] == plain


@given(ODD)
def test_no_cell_is_ever_a_formula_or_holds_a_control_character(text: str):
    found = harmless(text)
    assert found.lstrip()[:1] not in set(DANGEROUS) or not found
    assert [sign for sign in found if sign != "\n" and (ord(sign) < 32 or 0x7F <= ord(sign) < 0xA0)] == []
    assert [sign for sign in found if 0xD800 <= ord(sign) < 0xE000 or sign in "\ufffe\uffff"] == []
