"""One act on several tickets chosen in the queue."""

import pytest
from django.test import Client

from firstline.casework.tickets.models import State, Ticket
from firstline.journal.models import Entry
from tests import builders
from tests.cast import ana, member, sofia, tomek

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def client():
    client = Client()
    client.force_login(sofia())
    return client


def told(client, name, **sent):
    response = client.post(f"/tickets/{name}/", sent, follow=True)
    return [str(message) for message in response.context["messages"]]


def test_each_ticket_is_taken_by_itself_and_a_refusal_is_told(client):
    for number in (1, 2):
        builders.ticket(number=number)
    builders.ticket(number=3, assignee=tomek())
    assert told(client, "taking", chosen=["1", "2", "3"]) == [
        "Ticket 3 was left as it is: Tomek Nowak has taken this ticket. Assign it to yourself if it should be yours.",
        "Done for 2 tickets.",
    ]
    assert list(Ticket.objects.order_by("number").values_list("assignee__name", flat=True)) == [
        "Sofía Ruiz",
        "Sofía Ruiz",
        "Tomek Nowak",
    ]


def test_one_goes_back_to_the_list_one_came_from(client):
    builders.ticket(number=1)
    answer = client.post("/tickets/taking/", {"chosen": "1", "back": "state=new&after=3.7&evil=//example.org"})
    assert answer.url == "/queue/?state=new&after=3.7"


def test_assigning_and_passing_on_many(client):
    builders.ticket(number=1)
    builders.ticket(number=2, state=State.WAITING)
    lights = builders.centre("Lights")
    chosen = ["1", "2"]
    assert told(client, "assignment", chosen=chosen, sent="1", user=str(ana().pk)) == ["Done for 2 tickets."]
    facts = {"centre": str(lights.pk), "tier": "1", "reason": "lamps"}
    assert told(client, "transfer", chosen=chosen, sent="1", **facts) == ["Done for 2 tickets."]
    assert list(Ticket.objects.order_by("number").values_list("centre", "assignee")) == [(lights.pk, None)] * 2


def test_noting_on_many(client):
    builders.ticket(number=1)
    builders.ticket(number=2)
    assert told(client, "notes", chosen=["1", "2"], sent="1", text="Storm") == ["Done for 2 tickets."]
    assert list(Entry.objects.values_list("facts__text", flat=True)) == ["Storm", "Storm"]


def test_the_choice_comes_first_then_the_form(client):
    builders.ticket(number=1)
    asked = client.post("/tickets/notes/", {"chosen": ["1", "99", "x"]})
    assert (asked.status_code, asked.context["form"].is_bound) == (200, False)
    assert [ticket.number for ticket in asked.context["tickets"]] == [1]
    dialog = client.post("/tickets/notes/", {"chosen": "1"}, headers=HTMX).content.decode()
    assert ("<html" in dialog, 'name="text"' in dialog) == (False, True)
    done = client.post("/tickets/notes/", {"chosen": "1", "sent": "1", "text": "x", "back": "q=y"}, headers=HTMX)
    assert done["HX-Redirect"] == "/queue/?q=y"


def test_what_is_missing_is_told_and_what_was_typed_stays(client):
    builders.ticket(number=1)
    asked = client.post("/tickets/transfer/", {"chosen": "1", "sent": "1", "tier": "2", "reason": "because"})
    form = asked.context["form"]
    assert (list(form.errors), form["reason"].value()) == (["centre"], "because")


def test_moving_the_work_of_others_is_the_supervisors(client):
    builders.ticket(number=1)
    client.force_login(tomek())
    statuses = [client.post(f"/tickets/{name}/", {"chosen": "1"}).status_code for name in ("assignment", "transfer")]
    assert statuses == [403, 403]
    assert client.post("/tickets/notes/", {"chosen": "1", "sent": "1", "text": "x"}).status_code == 302


def test_tickets_of_other_departments_are_left_alone(client):
    limited = member("lim", "Lim Ited", "technician")
    limited.departments.add(builders.department("Water"))
    builders.ticket(number=1, department=builders.department("Roads"))
    client.force_login(limited)
    assert told(client, "taking", chosen=["1"]) == []
    assert Ticket.objects.get().assignee is None
