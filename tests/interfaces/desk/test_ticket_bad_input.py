"""The strings that break software, in every field of the queue and of tickets: an answer, and never an error."""

import json

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from firstline.casework.tickets import notes
from firstline.casework.tickets.models import Ticket
from firstline.journal.models import Entry
from tests import builders
from tests.cast import ana, sofia
from tests.shared_data import data

pytestmark = pytest.mark.django_db
FINE = {200, 302}
TEXTS = ("notes", "messages", "proposals", "question", "answer")


@pytest.fixture
def client():
    client = Client()
    client.force_login(sofia())
    return client


def naughty(first, every):
    """Every so manieth of them; each test begins at another, so that together they try many."""
    return json.loads(data("naughty", "blns.json").read_text(encoding="utf-8"))[first::every]


def test_what_is_written(client):
    ticket = builders.ticket()
    for number, text in enumerate(naughty(0, 6)):
        url = f"/tickets/{ticket.number}/{TEXTS[number % len(TEXTS)]}/"
        assert client.post(url, {"text": text}).status_code in FINE
    assert client.get(f"/tickets/{ticket.number}/").status_code == 200


def test_forms_of_several_fields(client):
    ticket = builders.ticket()
    for text in naughty(1, 24):
        sent = dict.fromkeys(
            ("environment", "steps", "result", "outcome", "text", "user", "centre", "tier", "of"), text
        )
        for name in ("reproductions", "calls", "assignment", "transfer", "return", "duplicate", "repeat", "relation"):
            assert client.post(f"/tickets/{ticket.number}/{name}/", {**sent, "reason": text}).status_code in FINE
    assert client.get(f"/tickets/{ticket.number}/").status_code == 200


def test_resolutions_and_what_is_still_wrong(client):
    ticket = builders.ticket()
    for text in naughty(2, 30):
        assert client.post(f"/tickets/{ticket.number}/resolution/", {"resolution": text}).status_code in FINE
        assert client.post(f"/tickets/{ticket.number}/reopening/", {"text": text}).status_code in FINE
    assert client.get(f"/tickets/{ticket.number}/").status_code == 200


def test_fields_that_save_themselves(client):
    ticket = builders.ticket()
    fields = ("title", "words", "wanted", "before", "place", "code")
    for number, text in enumerate(naughty(3, 5)):
        sent = {"field": fields[number % len(fields)], "value": text, "seen": 10**6}
        assert client.post(f"/tickets/{ticket.number}/fields/", sent).status_code == 200
    assert client.get(f"/tickets/{ticket.number}/").status_code == 200
    assert client.get("/queue/").status_code == 200


def test_every_part_of_the_queues_address(client):
    builders.ticket()
    names = ("q", "centre", "tier", "state", "priority", "assignee", "code", "customer", "group", "layout", "after")
    for number, text in enumerate(naughty(4, 4)):
        name = names[number % len(names)]
        assert client.get("/queue/", {name: text, "before": text}).status_code == 200
        assert client.get("/queue/filters/", {name: text}).status_code == 200
        assert client.get("/tickets/codes/", {"q": text}).status_code == 200


def test_names_of_views_and_choices_of_tickets(client):
    builders.ticket()
    for text in naughty(5, 20):
        assert client.post("/queue/views/", {"name": text, "query": text}).status_code == 302
        for name in ("taking", "notes", "assignment", "transfer"):
            sent = {"chosen": [text, "1"], "back": text, "sent": "1", "text": text, "user": text, "reason": text}
            assert client.post(f"/tickets/{name}/", sent).status_code in FINE
    assert client.get("/queue/").status_code == 200


def test_a_megabyte_is_refused_with_a_sentence_and_kept_in_the_form(client):
    ticket, text = builders.ticket(), "word " * 200_000
    form = client.post(f"/tickets/{ticket.number}/notes/", {"text": text}).context["form"]
    assert (list(form.errors), len(form["text"].value())) == (["text"], len(text))
    assert Entry.objects.count() == 0


def test_a_text_that_no_database_can_hold_is_refused_beside_the_field(client):
    form = client.post(f"/tickets/{builders.ticket().number}/notes/", {"text": "a\x00b"}).context["form"]
    assert dict(form.errors) == {"text": ["Null characters are not allowed."]}


class AnyText(TestCase):
    """Whatever is written comes out as it was, escaped and in its own direction."""

    @settings(max_examples=20)
    @given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=200))
    def test_any_note_is_shown_as_it_was_written(self, text: str) -> None:
        ticket = builders.ticket()
        client = Client()
        client.force_login(ana())
        response = client.post(f"/tickets/{ticket.number}/notes/", {"text": text}, follow=True)
        kept = [entry.facts["text"] for entry in Entry.objects.all()]
        assert (response.status_code, kept) == (200, [text.strip()] if text.strip() else [])

    def test_markup_in_a_note_is_only_text(self) -> None:
        ticket = builders.ticket(title="<script>alert(1)</script>")
        notes.note_internally(ticket, "<img src=x onerror=alert(1)>", by=None)
        client = Client()
        client.force_login(sofia())
        for url in ("/queue/", f"/tickets/{ticket.number}/"):
            page = client.get(url).content.decode()
            assert ("<script>alert" in page, "<img src=x" in page) == (False, False)
        assert Ticket.objects.count() == 1
