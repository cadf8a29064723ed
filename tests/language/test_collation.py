import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstline.language.collation import sort_key


@pytest.mark.parametrize(
    ("language", "in_order"),
    [
        ("en", ["", "1", "a", "A", "a b", "St 2", "street", "Street"]),
        ("fr", ["cœur", "cofre", "cote", "Cote", "coté", "côte", "côté", "eau", "École", "ete", "été"]),
        ("es", ["n", "naranja", "nube", "nzeta", "ñandú", "oso"]),
        ("pl", ["abc", "azot", "ąb", "cytryna", "ćma", "lód", "lz", "łódź", "ozon", "Óda", "zebra", "źdźbło", "żaba"]),
        ("th", ["กะ", "กา", "ก่า", "กำ", "เก่า", "แก", "โก", "ไก่", "ขา", "เขา"]),
    ],
)
def test_words_stand_in_the_order_of_their_language(language, in_order):
    assert sorted(in_order[1:] + in_order[:1], key=lambda word: sort_key(word, language)) == in_order


def test_the_same_letters_mean_another_order_in_another_language():
    towns = ["Łódź", "Lublin", "Lwów"]
    assert sorted(towns, key=lambda town: sort_key(town, "pl")) == ["Lublin", "Lwów", "Łódź"]
    assert sorted(towns, key=lambda town: sort_key(town, "en")) == ["Łódź", "Lublin", "Lwów"]


@given(st.text(), st.sampled_from(["en", "fr", "es", "pl", "th", "xx"]))
def test_any_text_has_a_key_that_a_database_takes(text, language):
    key = sort_key(text, language)
    assert "\x00" not in key
    assert key.encode().decode() == key
