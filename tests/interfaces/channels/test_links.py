"""Secret links: worked out and not stored, of one number only, good for as long as the key is known."""

import pytest
from django.test import override_settings

from firstline.interfaces.channels import links
from firstline.journal.recording import history_of
from tests import builders, cast

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


def test_a_link_that_was_withdrawn_opens_nothing_and_the_next_one_does() -> None:
    ticket, other, sofia = builders.ticket(), builders.ticket(), cast.sofia()
    given = [links.secret_of(ticket)]
    for times in (1, 2):
        links.withdraw(ticket, by=sofia)
        given.append(links.secret_of(ticket))
        assert given[-1].startswith(f"T{ticket.number}.{times}-")
    assert [links.thing_behind(one) for one in given] == [None, None, ticket]
    assert links.thing_behind(links.secret_of(other)) == other
    assert list(history_of(ticket).filter(verb="ticket.link_withdrawn").values_list("actor_id", flat=True)) == [
        sofia.pk,
        sofia.pk,
    ]


def test_the_number_of_a_link_cannot_be_written_into_an_older_one() -> None:
    ticket = builders.ticket()
    mark = links.secret_of(ticket).partition("-")[2]
    links.withdraw(ticket, by=None)
    newer = links.secret_of(ticket).partition("-")[2]
    for wrong in (f"{ticket}.1-{mark}", f"{ticket}-{newer}", f"{ticket}.-{mark}", f"{ticket}.x-{mark}", f"{ticket}.1"):
        assert links.thing_behind(wrong) is None
