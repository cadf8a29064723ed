from django.core.cache import caches

from firstline.interfaces.desk.pieces import Pieces


def test_texts_are_found_again_until_their_time_is_over():
    pieces = Pieces("pieces-of-this-test", {})
    pieces.set_many({"kept": "<p>Kept</p>"}, 60)
    pieces.set_many({"over": "<p>Over</p>"}, -1)
    assert pieces.get_many(["kept", "over", "never"]) == {"kept": "<p>Kept</p>"}
    pieces.clear()
    assert pieces.get_many(["kept"]) == {}


def test_what_was_kept_longest_without_being_asked_for_goes_first():
    pieces = Pieces("few-pieces", {"max_entries": 3})
    for key in "abc":
        pieces.set_many({key: key}, 60)
    assert pieces.get_many("a") == {"a": "a"}
    pieces.set_many({"d": "d"}, 60)
    assert pieces.get_many("abcd") == {"a": "a", "c": "c", "d": "d"}


def test_drawn_pieces_are_kept_so():
    assert isinstance(caches["template_fragments"], Pieces)
