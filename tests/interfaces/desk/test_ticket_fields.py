"""The fields of a ticket save themselves, and tell at the field when two write at once."""

import pytest
from django.test import Client

from firstline.casework.tickets import correction
from firstline.casework.tickets.models import Ticket
from firstline.reference.catalogue.models import ProblemCode
from firstline.reference.catalogue.searching import index_codes
from tests import builders
from tests.cast import sofia, tomek

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    client = Client()
    client.force_login(sofia())
    return client


@pytest.fixture
def ticket():
    return builders.ticket(title="Lmap")


def save(client, ticket, field, value, seen=1):
    response = client.post(f"/tickets/{ticket.number}/fields/", {"field": field, "value": value, "seen": seen})
    assert response.status_code == 200
    return response.content.decode()


def test_a_field_saves_itself(client, ticket):
    assert 'data-state="saved" data-version="2"' in save(client, ticket, "title", "Lamp")
    assert Ticket.objects.get().title == "Lamp"


def test_the_second_writer_sees_both_values(client, ticket):
    correction.correct(ticket, "title", "Streetlight", seen=1, by=tomek())
    answer = save(client, ticket, "title", "Lamp")
    assert [word in answer for word in ('data-state="conflict"', "Streetlight", "Lamp")] == [True, True, True]
    assert Ticket.objects.get().title == "Streetlight"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("title", " ", "This field is required."),
        ("title", "x" * 201, "Ensure this value has at most 200 characters (it has 201)."),
        ("words", "x" * 20_001, "Ensure this value has at most 20000 characters (it has 20001)."),
        ("words", "a\x00b", "This text holds a character that cannot be stored (NUL). Please remove it."),
        ("state", "closed", "This cannot be changed here."),
        ("code", "999999", "Select a valid choice. That choice is not one of the available choices."),
        ("code", "", "A ticket keeps its code, or gets another."),
    ],
)
def test_what_cannot_be_is_told_beside_the_field(client, ticket, field, value, sentence):
    answer = save(client, ticket, field, value)
    assert ('data-state="refused"' in answer, sentence in answer) == (True, True)
    assert Ticket.objects.get().version == 1


def test_another_code_is_found_by_typing_and_saved(client, ticket):
    code = builders.code("Pothole", builders.category("Holes", builders.provider("Roads", builders.department("Road"))))
    index_codes(ProblemCode.objects.all())
    found = client.get("/tickets/codes/?q=poth").content.decode()
    assert f'data-value="{code.pk}"' in found
    assert 'data-state="saved"' in save(client, ticket, "code", code.pk)
    assert (Ticket.objects.get().code, Ticket.objects.get().department.key) == (code, "Road")


def test_without_script_all_fields_are_sent_at_once(client, ticket):
    sent = {"title": "Lamp", "words": "dark", "place": "Quay", "code": ticket.code_id, "seen": "1"}
    assert client.post(f"/tickets/{ticket.number}/fields/", sent).url == f"/tickets/{ticket.number}/"
    kept = Ticket.objects.get()
    assert (kept.title, kept.words, kept.place) == ("Lamp", "dark", "Quay")
    refused = client.post(f"/tickets/{ticket.number}/fields/", {**sent, "title": ""})
    assert (refused.status_code, list(refused.context["form"].errors)) == (200, ["title"])


def test_the_form_is_a_page_or_a_dialog(client, ticket):
    url = f"/tickets/{ticket.number}/fields/"
    page, dialog = client.get(url), client.get(url, headers={"HX-Request": "true"})
    assert ["<html" in one.content.decode() for one in (page, dialog)] == [True, False]


def test_how_bad_it_is_can_be_corrected_and_shows(client, ticket):
    for seen, (field, value) in enumerate((("impact", "1"), ("people_affected", "7"), ("whole_site_down", "true")), 1):
        assert 'data-state="saved"' in save(client, ticket, field, value, seen=seen)
    kept = Ticket.objects.get()
    assert (kept.impact, kept.people_affected, kept.whole_site_down) == (1, 7, True)
    assert 'data-state="refused"' in save(client, ticket, "people_affected", "9" * 20, seen=4)
    page = client.get(f"/tickets/{ticket.number}/").content.decode()
    assert [words in page for words in ("impact high", "7 people affected", "whole site down")] == [True, True, True]
