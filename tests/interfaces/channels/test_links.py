"""Secret links: worked out and not stored, of one number only, good for as long as the key is known."""

import pytest
from django.test import override_settings

from firstline.interfaces.channels import links
from tests import builders

pytestmark = pytest.mark.django_db


def test_a_link_leads_to_what_it_was_made_for_in_the_customers_language() -> None:
    contact = builders.contact(language="pl")
    ticket = builders.ticket(contact=contact, customer=builders.customer(language="th"))
    assert links.thing_behind(links.secret_of(ticket)) == ticket
    assert links.thing_behind(links.secret_of(contact)) == contact
    with override_settings(PUBLIC_ADDRESS="https://desk.example.org"):
        assert links.follow_address(ticket) == f"https://desk.example.org/help/th/follow/{links.secret_of(ticket)}/"
        assert links.follow_address(contact).startswith("https://desk.example.org/help/pl/follow/C")
        assert links.rating_address(ticket, "fr-CA") == (
            f"https://desk.example.org/help/fr/follow/{links.secret_of(ticket)}/rating/"
        )
    assert "/help/en/" in links.follow_address(builders.ticket(language="xx"))


def test_nothing_else_opens_it() -> None:
    ticket, other = builders.ticket(), builders.ticket()
    mark = links.secret_of(ticket).partition("-")[2]
    for wrong in (f"{other}-{mark}", f"C{ticket.number}-{mark}", f"T0{ticket.number}-{mark}", mark, "", "T-", "T1"):
        assert links.thing_behind(wrong) is None
    with override_settings(SECRET_KEY="another", SECRET_KEY_FALLBACKS=[]):
        assert links.thing_behind(links.secret_of(other)) == other
        assert links.thing_behind(f"{ticket}-{mark}") is None


def test_links_given_under_an_older_key_hold_while_it_is_named() -> None:
    ticket = builders.ticket()
    with override_settings(SECRET_KEY="older"):
        given = links.secret_of(ticket)
    with override_settings(SECRET_KEY="newer", SECRET_KEY_FALLBACKS=["older"]):
        assert links.thing_behind(given) == ticket
