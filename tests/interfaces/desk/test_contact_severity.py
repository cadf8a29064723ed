"""How bad it is, asked on the call screen, and what would be decided by it."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from firstline.casework.contacts.models import Contact
from firstline.casework.tickets.models import Ticket
from firstline.reference.service_levels.models import Priority
from firstline.reference.service_levels.shipping import ship_priorities, ship_promises
from tests import builders
from tests.cast import ana

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(ana())
    return client


@pytest.fixture
def contact() -> Contact:
    ship_priorities()
    ship_promises()
    regular = Priority.objects.get(key="regular_service")
    code = builders.handled_code(priority=regular)
    return builders.contact(kind="action", words="No network", code=code, customer=builders.customer())


def save(client: Client, contact: Contact, field: str, value: str) -> str:
    contact.refresh_from_db()
    sent = {"field": field, "value": value, "seen": str(contact.version)}
    answer = client.post(f"/contacts/{contact.number}/fields/", sent)
    assert answer.status_code == 200
    return answer.content.decode()


def severity(contact: Contact) -> tuple[object, ...]:
    contact.refresh_from_db()
    return contact.impact, contact.urgency, contact.people_affected, contact.whole_site_down


def test_each_answer_saves_itself_and_asks_anew_what_would_be_decided(client: Client, contact: Contact) -> None:
    for field, value in (("impact", "1"), ("urgency", "3"), ("people_affected", "60"), ("whole_site_down", "true")):
        assert 'data-refresh="foreseen' in save(client, contact, field, value)
    assert severity(contact) == (1, 3, 60, True)
    for field, value in (("impact", ""), ("people_affected", ""), ("whole_site_down", "unknown")):
        save(client, contact, field, value)
    assert severity(contact) == (None, 3, None, None)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("impact", "9"),
        ("urgency", "high"),
        ("people_affected", "-1"),
        ("people_affected", "9" * 30),
        ("people_affected", "x"),
    ],
)
def test_what_it_cannot_be_is_refused_at_the_field(client: Client, contact: Contact, field: str, value: str) -> None:
    assert 'data-state="refused"' in save(client, contact, field, value)
    assert severity(contact) == (None, None, None, None)


def test_only_an_action_request_is_asked_how_bad_it_is(client: Client, contact: Contact) -> None:
    assert "How bad?" in client.get(f"/contacts/{contact.number}/").content.decode()
    contact.kind = "information"
    contact.save()
    assert "How bad?" not in client.get(f"/contacts/{contact.number}/").content.decode()


def test_what_would_be_decided_is_foreseen_with_its_reason(client: Client, contact: Contact) -> None:
    save(client, contact, "whole_site_down", "true")
    foreseen = client.get(f"/contacts/{contact.number}/foreseen/").context["call"].foreseen
    assert (foreseen.priority.key, foreseen.priority_because) == (
        "enterprise_failure",
        "A whole site is without service.",
    )
    client.post(f"/contacts/{contact.number}/tickets/")
    ticket = Ticket.objects.get()
    assert (ticket.priority, ticket.centre, ticket.tier, ticket.whole_site_down) == (
        foreseen.priority,
        foreseen.centre,
        foreseen.tier,
        True,
    )


def test_foreseeing_writes_nothing_and_costs_few_queries(
    client: Client, contact: Contact, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.get(f"/contacts/{contact.number}/foreseen/")
    with django_assert_max_num_queries(12):
        client.get(f"/contacts/{contact.number}/foreseen/")
    assert not Ticket.objects.exists()


def test_nothing_is_foreseen_before_there_is_a_code(client: Client) -> None:
    contact = builders.contact(kind="action")
    assert client.get(f"/contacts/{contact.number}/foreseen/").context["call"].foreseen is None
