"""Sealed secrets."""

from hypothesis import given
from hypothesis import strategies as st

from firstline.reference.correspondence.secrets import seal, unseal


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_what_is_sealed_is_unsealed_again_and_nothing_of_it_shows(plain):
    sealed = seal(plain)
    assert (unseal(sealed), seal(plain) == sealed, len(plain) > 3 and plain in sealed) == (plain, plain == "", False)


def test_another_key_opens_nothing_and_an_older_one_that_is_named_does(settings):
    sealed = seal("open sesame")
    older = settings.SECRET_KEY
    settings.SECRET_KEY = "another"
    assert unseal(sealed) == ""
    settings.SECRET_KEY_FALLBACKS = [older]
    assert unseal(sealed) == "open sesame"
    assert [unseal(damaged) for damaged in (sealed[:-4] + "AAA=", "1:", "1:x", "2:abc", "", "1:ąę")] == [""] * 6
