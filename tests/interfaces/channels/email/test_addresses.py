"""Names and addresses, as mailers and people write them."""

import pytest

from firstline.interfaces.channels.email.addresses import addresses
from firstline.interfaces.channels.email.message import Address


@pytest.mark.parametrize(
    ("field", "found"),
    [
        (b"ana@example.org", [("", "ana@example.org")]),
        (b"Ana Lind <ana@example.org>", [("Ana Lind", "ana@example.org")]),
        (
            b'"Lind, \\"A\\"" <ana@example.org>, <bob@example.org>',
            [('Lind, "A"', "ana@example.org"), ("", "bob@example.org")],
        ),
        (b"ana@example.org (Ana Lind)", [("Ana Lind", "ana@example.org")]),
        (b"=?utf-8?Q?Lind=2C_Ana?= <ana@example.org>", [("Lind, Ana", "ana@example.org")]),
        (b"team: ana@example.org, bob@example.org;", [("", "ana@example.org"), ("", "bob@example.org")]),
        (b"undisclosed-recipients:;", []),
        (b", ana@example.org", [("", "ana@example.org")]),
        (b"ana@example.org bob@example.org", [("", "ana@example.org"), ("", "bob@example.org")]),
        (b"Ana <ana@example.org", [("Ana", "ana@example.org")]),
        ("Jö <jö@exämple.org>".encode(), [("Jö", "jö@exämple.org")]),
        (b"nobody", []),
    ],
)
def test_a_field_of_addresses(field, found):
    assert addresses(field) == tuple(Address(name, email) for name, email in found)
