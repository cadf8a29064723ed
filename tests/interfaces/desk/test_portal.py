"""What the desk shows of the portal: its address in Setup, ratings and the customer's own words on the ticket."""

import pytest

from firstline.casework.tickets import resolution, satisfaction
from tests import builders
from tests.cast import ana, marc
from tests.stories.desk import sign_in

pytestmark = pytest.mark.django_db


def test_setup_names_the_address_of_the_portal_and_what_came_through_it() -> None:
    ticket = resolution.resolve(builders.ticket(), "Changed the lamp", by=ana())
    satisfaction.rate(ticket, 4, by=None)
    page = sign_in(marc()).get("/portal/").content.decode()
    assert "http://localhost:8000/help/" in page
    assert "4.0 of 5" in page
    assert sign_in(ana()).get("/portal/").status_code == 403


def test_a_ticket_shows_its_rating_as_soon_as_it_is_given() -> None:
    desk = sign_in(ana())
    ticket = resolution.resolve(builders.ticket(), "Changed the lamp", by=ana())
    address = f"/tickets/{ticket.number}/"
    assert "The customer rated it" not in desk.get(address).content.decode()
    satisfaction.rate(ticket, 2, "It took weeks", by=None)
    page = desk.get(address).content.decode()
    assert ("2 of 5, bad" in page, "The customer rated it: 2 of 5" in page) == (True, True)
    resolution.not_solved(ticket, "It flickers", by=None)
    page = desk.get(address).content.decode()
    assert "The customer said that it is not solved: the ticket is open again" in page
    resolution.customer_answered(ticket, "Every night", by=ana())
    assert "wrote down what the customer said" in desk.get(address).content.decode()
