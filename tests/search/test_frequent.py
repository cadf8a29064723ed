"""The words that tell some documents of a kind from the others."""

import pytest

from firstline.search.documents import index
from firstline.search.frequent import frequent_words
from firstline.search.terms import rebuild_terms

pytestmark = pytest.mark.django_db


def documents(texts: dict[int, str]) -> None:
    for ident, text in texts.items():
        index("ticket", ident, title="", body=text)


def test_words_that_stand_again_and_again_are_told_without_slips_numbers_and_short_ones() -> None:
    documents({1: "crater 123 by me", 2: "Crater 123 by me", 3: "crater slip", 4: "elsewhere elsewhere"})
    assert frequent_words("ticket", [1, 2, 3]) == ["crater"]


def test_words_that_stand_everywhere_tell_nothing_once_they_are_counted() -> None:
    documents({1: "riverton crater", 2: "riverton crater", 3: "riverton lamp", 4: "riverton lamp", 5: "riverton mud"})
    assert sorted(frequent_words("ticket", [1, 2])) == ["crater", "riverton"]
    rebuild_terms()
    assert frequent_words("ticket", [1, 2]) == ["crater"]


def test_of_no_documents_and_at_most_so_many_words_are_told() -> None:
    documents({1: "one two three four five", 2: "one two three four five"})
    assert (frequent_words("ticket", []), len(frequent_words("ticket", [1, 2], limit=2))) == ([], 2)
