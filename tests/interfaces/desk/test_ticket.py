"""The screen of a ticket: what it shows to whom, and who else looks at it."""

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils.timezone import now as timezone_now
from pytest_django import DjangoAssertNumQueries

from firstline.casework.tickets import assignment, notes, opening, presence, resolution
from firstline.casework.tickets.models import Look, State
from tests import builders
from tests.cast import ana, member, rita, sofia, tomek

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def client():
    client = Client()
    client.force_login(sofia())
    return client


def page(client, ticket, query=""):
    response = client.get(f"/tickets/{ticket.number}/{query}")
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def missing(text, *words):
    return [word for word in words if word not in text]


def test_the_head_says_what_was_decided_and_why(client):
    ticket = opening.open_ticket(builders.problem(), by=ana())
    assert (
        missing(
            page(client, ticket),
            "The fridge is to be fetched",
            "regular",
            "The problem code carries it.",
            "Street depot",
            "nobody",
            "Carla Customer",
            "Appliance pick-up",
        )
        == []
    )


def test_the_next_person_reads_the_hand_over_first(client):
    ticket = builders.ticket()
    resolution.settle(resolution.propose(ticket, "New bulb", by=tomek()), "failed", by=tomek())
    assignment.pass_on(ticket, builders.centre(), 2, "The pole is live", by=tomek())
    text = page(client, ticket)
    assert missing(text, "New bulb", "did not work", "Somebody takes it.", '<q dir="auto">The pole is live</q>') == []


def test_what_was_proposed_can_be_settled_from_the_hand_over(client):
    ticket = builders.ticket()
    proposal = resolution.propose(ticket, "New bulb", by=tomek())
    address = f"/tickets/{ticket.number}/proposals/{proposal.pk}/outcome/"
    assert address in page(client, ticket)
    client.post(address, {"outcome": "worked"})
    assert ticket.proposals.get().outcome == "worked"
    assert (address in page(client, ticket), "Resolve it: a proposed solution worked." in page(client, ticket)) == (
        False,
        True,
    )


def test_the_timeline_can_be_limited_and_leads_back_in_time(client):
    ticket = builders.ticket()
    notes.note_internally(ticket, "for us", by=ana())
    notes.write_down_message(ticket, "for her", by=ana())
    assert missing(page(client, ticket), "for us", "for her") == []
    customer = page(client, ticket, "?show=customer")
    assert ("for us" in customer, "for her" in customer) == (False, True)
    first = ticket_entries(client, ticket)[0]
    assert "Nothing of this kind has happened yet." in page(client, ticket, f"?before={first}")
    assert missing(page(client, ticket, "?before=x&show=x"), "for us", "for her") == []


def ticket_entries(client, ticket):
    return [int(part.partition('"')[0]) for part in page(client, ticket).split('id="entry-')[1:]]


def test_the_screen_changes_with_the_ticket_and_its_history(client):
    ticket = builders.ticket()
    assert "Somebody takes it." in page(client, ticket)
    client.post(f"/tickets/{ticket.number}/taking/")
    taken = page(client, ticket)
    assert missing(taken, "Sofía Ruiz</strong> took the ticket", "Find a solution and propose it") == []
    assert "Somebody takes it." not in taken


def test_buttons_fit_the_state_and_the_right(client):
    def acts(ticket):
        text = page(client, ticket)
        names = ("taking", "resolution", "confirmation", "reopening", "answer", "return", "closing", "notes")
        return [name for name in names if f'"{name}/"' in text]

    assert acts(builders.ticket()) == ["taking", "resolution", "notes"]
    assert acts(builders.ticket(assignee=ana(), state=State.WAITING)) == ["resolution", "answer", "return", "notes"]
    assert acts(builders.ticket(state=State.RESOLVED)) == ["confirmation", "reopening", "closing", "notes"]
    assert acts(builders.ticket(state=State.CLOSED)) == ["reopening", "notes"]
    client.force_login(rita())
    assert acts(builders.ticket()) == []


def test_others_who_look_or_write_are_shown(client):
    ticket = builders.ticket()
    presence.look(ticket, by=tomek(), at=timezone_now(), is_writing=True)
    presence.look(ticket, by=sofia(), at=timezone_now())
    text = page(client, ticket)
    assert missing(text, "Tomek Nowak</span></span><span", "is writing") == []
    answer = client.post(f"/tickets/{ticket.number}/looks/", {"writing": "1"}, headers=HTMX).content.decode()
    assert ("Tomek Nowak" in answer, "Sofía Ruiz" in answer) == (True, False)
    assert Look.objects.get(user=sofia()).is_writing is True


def test_what_others_may_not_see_is_not_there(client):
    ticket = builders.ticket(department=builders.department("Roads"))
    limited = member("lim", "Lim Ited", "technician")
    limited.departments.add(builders.department("Water"))
    client.force_login(limited)
    addresses = ("", "notes/", "fields/", "alike/", "resolution/")
    assert {client.get(f"/tickets/{ticket.number}/{name}").status_code for name in addresses} == {404}
    assert {client.post(f"/tickets/{ticket.number}/{name}/").status_code for name in ("taking", "looks")} == {404}


def test_a_number_that_is_none_is_not_found(client):
    assert [client.get(f"/tickets/{number}/").status_code for number in (99, 0, 10**30)] == [404, 404, 404]


def test_an_imported_ticket_shows_what_there_is(client):
    ticket = builders.ticket(code=None, source="boston:101", imported={"case": "101"}, state=State.CLOSED)
    assert missing(page(client, ticket), "boston:101", "Nothing: it is closed.") == []


def test_a_page_costs_few_queries(client, django_assert_num_queries: DjangoAssertNumQueries):
    ticket = opening.open_ticket(builders.problem(), by=ana())
    for number in range(30):
        notes.note_internally(ticket, f"note {number}", by=ana())
    caches["template_fragments"].clear()
    # cold: session with person and departments, ticket, timeline; and four names for all tickets
    with django_assert_num_queries(7):
        client.get(f"/tickets/{ticket.number}/")
    caches["template_fragments"].clear()
    with django_assert_num_queries(3):
        client.get(f"/tickets/{ticket.number}/")
    # warm: session with person and departments, ticket, timeline
    with django_assert_num_queries(3):
        client.get(f"/tickets/{ticket.number}/")


def test_people_with_other_rights_each_see_their_own_page(client):
    ticket = opening.open_ticket(builders.problem(), by=ana())
    seen = {}
    for person in (sofia(), rita(), tomek(), sofia(), rita(), tomek()):
        client.force_login(person)
        text = page(client, ticket)
        what = ("assignment/", "link_withdrawal", 'hx-get="fields/"', 'id="write-notes"')
        seen.setdefault(person.username, []).append([one in text for one in what])
    nothing = [False] * 4
    assert seen["rita"] == [nothing, nothing]
    assert seen["sofia"] == [seen["sofia"][0]] * 2 != [nothing] * 2
    assert seen["tomek"] == [seen["tomek"][0]] * 2 != [nothing] * 2
