"""What stands behind the semicolons."""

import pytest

from firstline.interfaces.channels.email.parameters import media_type, parameters


@pytest.mark.parametrize(
    ("field", "found"),
    [
        (b"text/plain; charset=utf-8", {"charset": "utf-8"}),
        (b'a/b; name="a;b=c\\".pdf"; size=3', {"name": 'a;b=c".pdf', "size": "3"}),
        (b"a/b; name=two words.pdf", {"name": "two words.pdf"}),
        (b"a/b; name*=iso-8859-1'fr'caf%E9.pdf", {"name": "café.pdf"}),
        (b"a/b; name*1=b.pdf; name*0=a", {"name": "ab.pdf"}),
        (b"a/b; name==?utf-8?B?w6k=?=", {"name": "é"}),
        (b'a/b; name="never closed', {"name": "never closed"}),
        (b"a/b", {}),
    ],
)
def test_parameters_of_a_field(field, found):
    assert parameters(field) == found


def test_nonsense_means_the_default():
    types = [media_type(field, "text/plain") for field in (b"TEXT/HTML; x", b"text", b"", b"\xff", b'"image/png"')]
    assert types == ["text/html", "text/plain", "text/plain", "text/plain", "image/png"]
