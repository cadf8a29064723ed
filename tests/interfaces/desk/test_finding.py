"""Ctrl K: anything by its number, its words or its name, within what the reader may see."""

from http import HTTPStatus

import pytest
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as limits
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from pytest_django import DjangoAssertNumQueries

from firstline.casework.contacts.searching import index_contact
from firstline.casework.tickets.searching import index_ticket
from firstline.casework.work_orders.searching import index_order
from firstline.interfaces.desk.anything import find_anything
from firstline.reference.catalogue.models import ProblemCode
from firstline.reference.catalogue.searching import index_codes
from firstline.reference.customers.keeping import create_customer
from firstline.reference.staff.keeping import change_user
from firstline.reference.staff.models import User
from tests import builders
from tests.cast import ana, dao, rita

pytestmark = pytest.mark.django_db


def found(asked: str, user: User | None = None) -> dict[str, list[str]]:
    """Titles of the groups with the addresses in them."""
    return {group.title: [line.url for line in group.lines] for group in find_anything(asked, user or ana())}


def test_a_number_finds_whatever_has_it_and_a_letter_says_which() -> None:
    ticket, contact, order = builders.ticket(), builders.contact(), builders.work_order()
    assert (ticket.number, contact.number, order.number) == (1, 1, 1)
    everything = ["/tickets/1/", "/contacts/1/", "/work-orders/1/"]
    assert found("1")["By number"] == everything
    assert found("#1")["By number"] == everything
    assert found("T1") == {"By number": ["/tickets/1/"]}
    assert found("c-1") == {"By number": ["/contacts/1/"]}
    assert found(" w 1 ") == {"By number": ["/work-orders/1/"]}


def test_words_find_tickets_contacts_orders_customers_and_codes() -> None:
    customer = create_customer("Carla Customer", note="harbour crane", by=None)
    code = builders.code("Harbour crane stuck")
    index_codes(ProblemCode.objects.all())
    ticket = builders.ticket(
        title="Harbour crane makes a noise", code=code, department=code.category.provider.department
    )
    contact = builders.contact(words="the harbour crane again", customer=customer)
    order = builders.work_order(title="Repair the harbour crane", code=code)
    index_ticket(ticket)
    index_contact(contact)
    index_order(order)
    assert found("harbour cra") == {
        "Customers": [f"/customers/{customer.pk}/"],
        "Tickets": [f"/tickets/{ticket.number}/"],
        "Contacts": [f"/contacts/{contact.number}/"],
        "Work orders": [f"/work-orders/{order.number}/"],
        "Problem codes": [f"/catalogue/codes/{code.pk}/"],
    }


def test_a_telephone_number_finds_its_owner() -> None:
    customer = create_customer("Carla Customer", points=[("phone", "650 253 1234")], by=None)
    assert found("+1 (650) 253-1234") == {"Customers": [f"/customers/{customer.pk}/"]}


def test_screens_are_found_by_name_by_whoever_may_open_them() -> None:
    assert found("crew") == {"Screens": ["/crews/"]}
    assert found("crew", dao()) == {"Screens": ["/crews/", "/crews/new/"]}
    assert found("my set", rita()) == {"Screens": ["/settings/"]}


def test_other_departments_casework_is_not_found_by_whoever_is_limited() -> None:
    ticket = builders.ticket(title="Crane makes a noise", department=builders.department())
    index_ticket(ticket)
    limited = change_user(ana(), departments=[builders.department("Parks")], by=None)
    assert found("crane", limited) == {}
    assert found(f"T{ticket.number}", limited) == {}
    assert found("crane", dao()) == {"Tickets": [f"/tickets/{ticket.number}/"]}


def test_the_palette_gets_options_and_a_visitor_without_script_a_page(client: Client) -> None:
    client.force_login(ana())
    create_customer("Carla <b>Customer", by=None)
    fragment = client.get("/find/", {"q": "carla"}, headers={"HX-Request": "true"}).content.decode()
    assert fragment.startswith('<div role="presentation">Customers</div><div role="option">')
    assert "<mark>Carla</mark> &lt;b&gt;Customer" in fragment
    whole = client.get("/find/", {"q": "carla"}).content.decode()
    assert "<!doctype html>" in whole
    assert "<mark>Carla</mark>" in whole
    assert "Nothing found for “zzz”" in client.get("/find/", {"q": "zzz"}).content.decode()


@pytest.mark.parametrize("asked", ["", " ", "\x00", "T", "#", "T" + "9" * 18, "9" * 400, "%", "'", "\\", "<script>"])
def test_odd_questions_get_an_answer(client: Client, asked: str) -> None:
    client.force_login(ana())
    assert client.get("/find/", {"q": asked}).status_code == HTTPStatus.OK


def test_finding_takes_few_queries(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    user = ana()
    for number in range(8):
        index_ticket(builders.ticket(title=f"Crane {number}"))
        create_customer(f"Crane {number}", by=None)
    with django_assert_max_num_queries(24):
        found("crane", user)


class AnyText(TestCase):
    @given(st.text())
    @limits(max_examples=25, suppress_health_check=list(HealthCheck))
    def test_any_text_gets_an_answer(self, asked: str) -> None:
        assert isinstance(find_anything(asked, ana()), list)
