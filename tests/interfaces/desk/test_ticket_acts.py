"""What is done with a ticket from its screen: with a form, with a button, with and without script."""

import pytest
from django.test import Client

from firstline.casework.tickets import resolution
from firstline.casework.tickets.models import State, Ticket
from firstline.interfaces.desk.ticket_acts import ACTS
from firstline.journal.models import Entry
from tests import builders
from tests.cast import ana, sofia, tomek

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def client():
    client = Client()
    client.force_login(sofia())
    return client


def told(response):
    return [str(message) for message in response.context["messages"]]


def act(client, ticket, name, **sent):
    """The sentences that the screen says after an act."""
    return told(client.post(f"/tickets/{ticket.number}/{name}/", sent, follow=True))


def verbs():
    return list(Entry.objects.order_by("id").values_list("verb", flat=True))


def test_taking_is_told_on_the_screen_and_so_is_why_not(client):
    ticket = builders.ticket()
    assert act(client, ticket, "taking") == ["The ticket is yours."]
    assert act(client, ticket, "taking") == ["You have this ticket already."]
    assert Ticket.objects.get().assignee == sofia()


def test_assigning_handing_back_and_passing_on(client):
    ticket = builders.ticket()
    lights = builders.centre("Lights")
    assert act(client, ticket, "assignment", user=str(tomek().pk)) == ["The ticket is assigned."]
    assert act(client, ticket, "return", reason="ill") == ["The ticket is back in its queue."]
    assert act(client, ticket, "transfer", centre=str(lights.pk), tier="2", reason="lamp") == [
        "The ticket is passed on."
    ]
    kept = Ticket.objects.get()
    assert (kept.assignee, kept.centre, kept.tier) == (None, lights, 2)


def test_everything_that_can_be_written(client):
    ticket = builders.ticket()
    act(client, ticket, "notes", text="for us")
    act(client, ticket, "messages", text="for her")
    act(client, ticket, "calls", outcome="no_answer", text="")
    act(client, ticket, "reproductions", steps="Press", result="Dark", reproduced="on", environment="")
    act(client, ticket, "proposals", text="New bulb")
    act(client, ticket, "question", text="Which floor?")
    act(client, ticket, "answer", text="The third")
    assert verbs() == [
        "ticket.noted",
        "ticket.message_written",
        "ticket.called",
        "ticket.reproduced",
        "ticket.solution_proposed",
        "ticket.customer_asked",
        "ticket.customer_answered",
    ]


def test_resolved_not_solved_resolved_confirmed(client):
    ticket = builders.ticket()
    act(client, ticket, "resolution", resolution="New fuse")
    act(client, ticket, "reopening", text="Dark again")
    act(client, ticket, "resolution", resolution="New cable")
    assert act(client, ticket, "confirmation") == ["The ticket is closed: the customer confirmed it."]
    kept = Ticket.objects.get()
    assert (kept.state, kept.resolution, kept.reopened) == (State.CLOSED, "New cable", 1)


def test_what_worked_is_offered_as_the_resolution(client):
    ticket = builders.ticket()
    resolution.settle(resolution.propose(ticket, "New bulb", by=tomek()), "worked", by=tomek())
    form = client.get(f"/tickets/{ticket.number}/resolution/").context["form"]
    assert form.initial == {"resolution": "New bulb"}


def test_closing_without_the_customers_word(client):
    ticket = resolution.resolve(builders.ticket(), "x", by=tomek())
    assert act(client, ticket, "closing") == ["The ticket is closed."]


def test_what_is_missing_is_told_beside_the_field_and_what_was_typed_stays(client):
    ticket = builders.ticket()
    response = client.post(f"/tickets/{ticket.number}/transfer/", {"centre": "", "tier": "2", "reason": "a lamp"})
    form = response.context["form"]
    assert (response.status_code, dict(form.errors), form["reason"].value()) == (
        200,
        {"centre": ["This field is required."]},
        "a lamp",
    )
    centre = builders.centre()
    response = client.post(
        f"/tickets/{ticket.number}/transfer/", {"centre": centre.pk, "tier": "1", "reason": "nothing"}
    )
    assert response.context["form"].non_field_errors() == ["The ticket is at Street depot, tier 1 already."]
    assert verbs() == []


def test_a_verbs_refusal_stands_beside_its_field(client):
    response = client.post(f"/tickets/{builders.ticket().number}/calls/", {"outcome": "reached", "text": " "})
    assert dict(response.context["form"].errors) == {"text": ["Write down what was said."]}


def test_the_same_form_is_a_page_a_dialog_and_a_panel(client):
    url = f"/tickets/{builders.ticket().number}/notes/"
    page = client.get(url).content.decode()
    dialog = client.get(url, headers=HTMX).content.decode()
    panel = client.get(url, headers={**HTMX, "HX-Target": "write-notes"}).content.decode()
    assert [
        ("<html" in text, "<dialog" in text and 'id="act"' in text, 'id="write-notes"' in text)
        for text in (page, dialog, panel)
    ] == [
        (True, False, False),
        (False, True, False),
        (False, False, True),
    ]


def test_every_form_can_be_asked_for(client):
    ticket = builders.ticket(assignee=ana())
    for name, one in ACTS.items():
        status = client.get(f"/tickets/{ticket.number}/{one.here}").status_code
        assert (name, status) == (name, 200 if one.asks else 405)


def test_a_proposal_of_another_ticket_is_not_settled(client):
    proposal = resolution.propose(builders.ticket(), "x", by=tomek())
    other = builders.ticket()
    url = f"/tickets/{other.number}/proposals/{proposal.pk}/outcome/"
    assert client.post(url, {"outcome": "worked"}).status_code == 404


def test_an_outcome_that_is_none_is_refused(client):
    ticket = builders.ticket()
    proposal = resolution.propose(ticket, "x", by=tomek())
    url = f"proposals/{proposal.pk}/outcome"
    assert act(client, ticket, url, outcome="perhaps") == ["Say what came of it."]
    assert act(client, ticket, url, outcome="failed") == ["What came of it is kept."]
