"""The address of the mail server, as an operator writes it."""

import pytest

from firstline.config.settings import mail_server


@pytest.mark.parametrize(
    ("url", "facts"),
    [
        ("smtp://mail.example", ("mail.example", 587, "", "", "start")),
        ("smtp://a%40b:p%2Fw@mail.example:465", ("mail.example", 465, "a@b", "p/w", "yes")),
        ("smtp://127.0.0.1:25?tls=no", ("127.0.0.1", 25, "", "", "no")),
    ],
)
def test_the_address_of_a_mail_server_is_read(url, facts):
    assert tuple((mail_server(url) or {}).values())[:5] == facts


def test_no_address_is_no_server_and_seconds_may_be_named():
    assert mail_server("") is None
    assert (mail_server("smtp://x?seconds=5") or {})["seconds"] == "5"
