"""Opening tickets from the screen, and accepting what is known already."""

from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from firstline.casework.contacts.models import Contact, Kind
from firstline.casework.tickets.models import Ticket
from firstline.casework.work_orders.bulletin import announce
from firstline.casework.work_orders.models import WorkOrder
from firstline.casework.work_orders.raising import raise_for
from firstline.reference.customers.models import Location
from tests import builders
from tests.cast import ana, sofia
from tests.stories.desk import sign_in

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def desk() -> Client:
    return sign_in(ana())


def problem(words: str = "The lamp is dark", **facts: object) -> Contact:
    """A contact in which a problem stands that could become a ticket."""
    defaults = {"kind": Kind.ACTION, "code": builders.handled_code(), "caller_name": "Noah"}
    return builders.contact(words=words, **{**defaults, **facts})


def earlier(here: Location, words: str = "The lamp is dark") -> Ticket:
    return builders.ticket(
        words=words,
        title=words,
        code=builders.handled_code(),
        location=here,
        place=str(here),
        latitude=here.latitude,
        longitude=here.longitude,
        opened_at=timezone.now() - timedelta(hours=2),
    )


def press(client: Client, contact: Contact, what: str, **sent: object) -> str:
    response = client.post(f"/contacts/{contact.number}/tickets/{what}", sent, headers=HTMX)
    assert response.status_code == 200
    return unescape(response.content.decode()) + response.get("HX-Trigger", "")


def known(client: Client, contact: Contact) -> str:
    return unescape(client.get(f"/contacts/{contact.number}/know/").content.decode())


def test_an_opened_ticket_stands_in_the_list_and_the_next_problem_can_be_entered(desk: Client) -> None:
    contact = problem()
    page = press(desk, contact, "")
    ticket = Ticket.objects.get()
    assert [
        text in page for text in ("Tickets of this contact", "Another problem", f"Ticket {ticket.number} opened")
    ] == [
        True,
        True,
        True,
    ]


def test_a_second_press_opens_no_second_ticket(desk: Client) -> None:
    contact = problem()
    press(desk, contact, "")
    assert "something is missing" in press(desk, contact, "")
    assert Ticket.objects.count() == 1


def test_an_open_work_order_nearby_is_shown_with_its_reason_and_linked_by_one_press(desk: Client) -> None:
    here = builders.location()
    order = raise_for(earlier(here), by=sofia())
    contact = problem(location=here)
    page = known(desk, contact)
    assert [
        text in page for text in (f'name="order" value="{order.number}"', "same location", "same problem code")
    ] == [
        True,
        True,
        True,
    ]
    press(desk, contact, "covered/", order=order.number)
    ticket = contact.tickets.get()
    assert list(ticket.work_orders.all()) == [order]


def test_a_likely_duplicate_is_shown_and_accepted_by_one_press(desk: Client) -> None:
    here = builders.location()
    first = earlier(here)
    contact = problem(location=here, place=str(here))
    assert f'name="of" value="{first.number}"' in known(desk, contact)
    press(desk, contact, "duplicate/", of=first.number)
    assert contact.tickets.get().duplicate_of == first


def test_a_fault_that_is_back_is_marked_as_a_repeat(desk: Client) -> None:
    first = earlier(builders.location())
    contact = problem()
    press(desk, contact, "repeat/", of=first.number)
    assert contact.tickets.get().repeat_of == first


def test_a_ticket_is_opened_with_few_statements(
    desk: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first, second = problem(), problem()
    desk.post(f"/contacts/{first.number}/tickets/")
    # session with person; savepoint, contact found and locked, ticket with its number, all the rest, release
    with django_assert_num_queries(6):
        desk.post(f"/contacts/{second.number}/tickets/")
    assert Ticket.objects.count() == 2


@pytest.mark.parametrize(("what", "field"), [("covered/", "order"), ("duplicate/", "of"), ("repeat/", "of")])
@pytest.mark.parametrize("number", ["", "77", "abc", "-1", "9" * 30])
def test_what_does_not_exist_is_refused_and_no_ticket_is_left_behind(
    desk: Client, what: str, field: str, number: str
) -> None:
    contact = problem()
    assert "does not exist" in press(desk, contact, what, **{field: number})
    assert (Ticket.objects.count(), Contact.objects.get().words) == (0, "The lamp is dark")


def test_a_work_order_of_another_department_cannot_be_linked(desk: Client) -> None:
    order = raise_for(earlier(builders.location()), by=sofia())
    analyst, parks = ana(), builders.department("Parks")
    analyst.departments.add(parks)
    branch = builders.handled_code("Fallen branch")
    branch.category = builders.category("Trees", builders.provider("Tree care", parks))
    branch.save()
    contact = problem(code=branch)
    assert "does not exist" in press(desk, contact, "covered/", order=order.number)
    assert (WorkOrder.objects.get().links.count(), contact.tickets.count()) == (1, 0)


def test_a_notice_for_the_code_is_shown(desk: Client) -> None:
    code, now = builders.handled_code(), timezone.now()
    facts = {"title": "Collection is late", "texts": {"en": "Two days"}, "code": code}
    announce({**facts, "starts_at": now - timedelta(days=1), "ends_at": now + timedelta(days=1)}, by=sofia())
    page = known(desk, problem())
    assert ("Collection is late" in page, "Two days" in page) == (True, True)


def test_where_nothing_is_known_it_says_so(desk: Client) -> None:
    assert "Nothing alike is known" in known(desk, builders.contact())
