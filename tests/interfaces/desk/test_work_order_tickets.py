import pytest
from django.test import Client

from firstline.casework.work_orders.models import Link, Told, WorkOrder
from firstline.casework.work_orders.raising import raise_for
from tests import builders
from tests.cast import ana, rita

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
HERE = {"latitude": 42.3, "longitude": -71.1}


@pytest.fixture
def client():
    client = Client()
    client.force_login(ana())
    return client


def part(client, ticket):
    response = client.get(f"/tickets/{ticket.number}/work-orders/", headers=HTMX)
    assert response.status_code == 200
    return response.content.decode()


def test_an_order_is_raised_from_the_ticket_in_one_step(client):
    ticket = builders.ticket()
    assert "Raise: Collect an appliance" in part(client, ticket)
    answer = client.post(f"/tickets/{ticket.number}/work-orders/", headers=HTMX)
    order = WorkOrder.objects.get()
    assert f"W{order.number}" in answer.content.decode()
    assert (order.tickets.get(), order.title) == (ticket, "Collect an appliance")


def test_without_script_the_ticket_page_comes_back(client):
    ticket = builders.ticket()
    assert client.post(f"/tickets/{ticket.number}/work-orders/")["Location"] == f"/tickets/{ticket.number}/"


def test_a_code_without_a_standard_asks_for_a_title(client):
    ticket = builders.ticket(code=builders.handled_code("Graffiti", standard_work_order=None))
    assert "What is to be done" in part(client, ticket)
    url = f"/tickets/{ticket.number}/work-orders/"
    refused = client.post(url, {"title": "z" * 201}, headers=HTMX).content.decode()
    assert "z" * 201 in refused
    assert "at most 200 characters" in refused
    client.post(url, {"title": "Paint it over"}, headers=HTMX)
    assert WorkOrder.objects.get().title == "Paint it over"


def test_a_ticket_without_a_code_is_told_to_get_one(client):
    ticket = builders.ticket(code=None)
    assert "give the ticket one first" in part(client, ticket)
    answer = client.post(f"/tickets/{ticket.number}/work-orders/", headers=HTMX).content.decode()
    assert "A work order needs a problem code" in answer


def test_an_open_order_that_covers_it_is_shown_with_why_and_linked_by_one_click(client):
    order = raise_for(builders.ticket(**HERE), by=ana(), at=builders.NOON)
    ticket = builders.ticket(**HERE)
    shown = part(client, ticket)
    assert "same problem code" in shown
    assert "0 m away" in shown
    client.post(f"/tickets/{ticket.number}/work-orders/{order.number}/", headers=HTMX)
    assert Link.objects.get(ticket=ticket).because == "same problem code, similar words"


def test_linking_twice_says_so(client):
    ticket = builders.ticket()
    order = raise_for(ticket, by=ana())
    answer = client.post(f"/tickets/{ticket.number}/work-orders/{order.number}/", headers=HTMX).content.decode()
    assert f"Ticket {ticket.number} is already linked to work order {order.number}." in answer


@pytest.mark.parametrize("number", ["", "x", "-1", "99999999999999999999", "4711"])
def test_from_the_order_a_ticket_is_linked_by_its_number(client, number):
    order, ticket = raise_for(builders.ticket(), by=ana()), builders.ticket()
    url = f"/work-orders/{order.number}/tickets/"
    refused = client.post(url, {"ticket": number, "reason": "Same yard"}, headers=HTMX).content.decode()
    assert 'id="act-tickets" aria-labelledby="act-tickets-title" data-open-now' in refused
    assert 'value="Same yard"' in refused
    client.post(url, {"ticket": f"T{ticket.number}", "reason": "Same yard"}, headers=HTMX)
    assert Link.objects.get(ticket=ticket).because == "Same yard"


def test_taking_a_ticket_off_needs_a_reason(client):
    ticket = builders.ticket()
    order = raise_for(ticket, by=ana())
    url = f"/work-orders/{order.number}/tickets/{ticket.number}/unlinking/"
    refused = client.post(url, {"reason": ""}, headers=HTMX)
    assert "Say why the ticket does not belong" in refused["HX-Trigger"]
    client.post(url, {"reason": "Another street"}, headers=HTMX)
    assert Link.objects.count() == 0


def test_a_customer_is_marked_as_told_by_telephone_and_back(client):
    ticket = builders.ticket(customer=builders.customer())
    order = raise_for(ticket, by=ana())
    url = f"/work-orders/{order.number}/tickets/{ticket.number}/told/"
    assert "1 of 1 told" in client.post(url, {"told": "telephone"}, headers=HTMX).content.decode()
    assert "0 of 1 told" in client.post(url, {"told": "not_yet"}, headers=HTMX).content.decode()
    client.post(url, {"told": "delivered"})
    assert order.links.get().told == Told.NOT_YET


def test_a_ticket_of_another_order_is_not_found(client):
    order, ticket = raise_for(builders.ticket(), by=ana()), builders.ticket()
    url = f"/work-orders/{order.number}/tickets/{ticket.number}/told/"
    assert client.post(url, {"told": "telephone"}).status_code == 404


def test_a_resolved_ticket_shows_its_orders_and_offers_none(client):
    ticket = builders.ticket()
    raise_for(ticket, by=ana())
    ticket.state = "resolved"
    ticket.save()
    shown = part(client, ticket)
    assert "Collect an appliance" in shown
    assert "Raise:" not in shown


def test_who_may_only_read_sees_the_orders_and_raises_none():
    ticket = builders.ticket()
    client = Client()
    client.force_login(rita())
    assert "Raise:" not in part(client, ticket)
    assert client.post(f"/tickets/{ticket.number}/work-orders/").status_code == 403


def test_the_part_costs_few_queries(client, django_assert_max_num_queries):
    for _ in range(4):
        raise_for(builders.ticket(**HERE), by=ana())
    ticket = builders.ticket(**HERE)
    part(client, ticket)
    with django_assert_max_num_queries(9):
        part(client, ticket)
