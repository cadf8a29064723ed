"""The secret link of a ticket, withdrawn from its screen by who moves work."""

from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse

from firstline.interfaces.channels import links
from tests import builders
from tests.cast import ana, sofia
from tests.interfaces.desk.test_access import signed_in

pytestmark = pytest.mark.django_db

BUTTON = 'formaction="link-withdrawal/"'


def test_a_supervisor_makes_the_old_address_dead() -> None:
    contact = builders.contact(customer=builders.customer())
    ticket = builders.ticket(contact=contact, customer=contact.customer)
    desk, customer = signed_in(sofia()), Client()
    page, act = (
        reverse("desk:ticket", args=[ticket.number]),
        reverse("desk:ticket_link_withdrawal", args=[ticket.number]),
    )
    given = reverse("portal:follow", args=["en", links.secret_of(ticket)])
    whole = reverse("portal:follow", args=["en", links.secret_of(contact)])
    assert (BUTTON in desk.get(page).content.decode(), customer.get(given).status_code) == (True, HTTPStatus.OK)
    told = desk.post(act, follow=True).content.decode()
    assert "The old link is dead; the next letter carries a new one." in told
    assert "withdrew the customer’s secret link" in told
    assert customer.get(given).status_code == HTTPStatus.NOT_FOUND
    assert customer.get(f"{given}rating/").status_code == HTTPStatus.NOT_FOUND
    assert links.secret_of(ticket) not in customer.get(whole, follow=True).content.decode()
    assert customer.get(reverse("portal:follow", args=["en", links.secret_of(ticket)])).status_code == HTTPStatus.OK


def test_who_does_not_move_work_is_not_offered_it() -> None:
    ticket, desk = builders.ticket(), signed_in(ana())
    assert BUTTON not in desk.get(reverse("desk:ticket", args=[ticket.number])).content.decode()
    refused = desk.post(reverse("desk:ticket_link_withdrawal", args=[ticket.number]))
    assert (refused.status_code, links.thing_behind(links.secret_of(ticket))) == (HTTPStatus.FORBIDDEN, ticket)
