"""Encodings, right and wrong."""

import base64

import pytest

from firstline.interfaces.channels.email.transfer_encoding import decode, encoding_of, uuencoded

DATA = bytes(range(256))


def test_encodings_of_a_field():
    fields = ["Base64", " quoted-printable;", '"7bit"', "", "8-bit (x)"]
    assert [encoding_of(field) for field in fields] == ["base64", "quoted-printable", "7bit", "", "8-bit"]


@pytest.mark.parametrize("lost", [0, 1, 2, 3])
def test_base64_that_was_cut_off_gives_what_there_is(lost):
    encoded = base64.b64encode(DATA)
    decoded, is_well = decode(encoded[: len(encoded) - lost], "base64")
    assert (DATA.startswith(decoded), len(decoded) >= 253, is_well) == (True, True, lost == 0)


def test_words_that_only_claim_to_be_encoded_stay():
    assert decode(b"Hello, this is a text in the clear", "base64") == (b"Hello, this is a text in the clear", False)


def test_what_looks_like_a_file_but_has_no_lines_of_one_is_left_alone():
    assert list(uuencoded(b"begin 644 of all\nthis is just a text that goes on\nend\n")) == []
