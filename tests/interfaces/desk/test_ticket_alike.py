"""Other tickets beside a ticket: those it is tied to, those that look like it, and tying them."""

from datetime import timedelta

import pytest
from django.test import Client

from firstline.casework.tickets import alike
from firstline.casework.tickets.models import Ticket
from tests import builders
from tests.builders import NOON
from tests.cast import ana, sofia

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    client = Client()
    client.force_login(sofia())
    return client


def test_tied_tickets_are_listed_by_how_they_are_tied(client):
    first, same, again, other = (builders.ticket(number=900 + n, code=None) for n in range(4))
    alike.mark_duplicate(same, first, by=ana())
    alike.mark_repeat(again, first, by=ana())
    alike.mark_related(first, other, by=ana())
    shown = client.get("/tickets/900/alike/").context["alike"]
    assert (shown.duplicates, shown.repeats, shown.related, shown.likely) == ([same], [again], [other], [])


def test_what_looks_like_it_is_offered_with_its_reasons(client):
    place = {"latitude": 42.3, "longitude": -71.1, "place": "1 Main Street"}
    builders.ticket(number=900, title="Fridge", opened_at=NOON - timedelta(hours=1), **place)
    builders.ticket(number=901, title="Fridge", **place)
    [hit] = client.get("/tickets/901/alike/").context["alike"].likely
    assert (hit.ticket.number, hit.kind, hit.because != []) == (900, "duplicate", True)
    page = client.get("/tickets/901/alike/", headers={"HX-Request": "true"}).content.decode()
    assert ("/tickets/901/duplicate/?of=900" in page, "<html" in page) == (True, False)
    assert client.get("/tickets/901/duplicate/?of=900").context["form"].initial == {"of": "900"}


@pytest.mark.parametrize("written", ["900", "T900", "#900", " 900 "])
def test_a_ticket_is_tied_by_the_number_of_the_other(client, written):
    other = builders.ticket(number=900)
    builders.ticket(number=901, opened_at=NOON + timedelta(days=1))
    for name in ("duplicate", "repeat", "relation"):
        assert client.post(f"/tickets/901/{name}/", {"of": written}).url == "/tickets/901/"
    ticket = Ticket.objects.get(number=901)
    assert (ticket.duplicate_of, ticket.repeat_of, list(ticket.related.all())) == (other, other, [other])
    assert "This is a duplicate of ticket 900" in client.get("/tickets/901/").content.decode()
    client.post("/tickets/901/separation/")
    assert Ticket.objects.get(number=901).duplicate_of is None


@pytest.mark.parametrize("written", ["", "901", "12", "x", "9" * 20])
def test_a_number_that_fits_no_other_ticket_is_refused_beside_the_field(client, written):
    builders.ticket(number=901)
    form = client.post("/tickets/901/duplicate/", {"of": written}).context["form"]
    assert (list(form.errors), form["of"].value()) == (["of"], written)
