"""A phone call with two problems becomes two tickets, each going its own way."""

import pytest

from firstline.casework.contacts.models import Outcome
from firstline.casework.tickets.models import Ticket
from firstline.reference.customers.keeping import create_customer
from firstline.reference.customers.models import Account, Equipment
from tests import builders
from tests.cast import ana
from tests.stories.desk import sign_in, telephone_rings

pytestmark = pytest.mark.django_db


def test_a_call_with_two_problems_becomes_two_tickets() -> None:
    home = builders.location("5 Mill Lane", 42.31, -71.11)
    carla = create_customer(
        "Carla Customer",
        by=None,
        location=home,
        account=Account.objects.create(name="Mill"),
        points=[("phone", "617 555 0101")],
    )
    fridge = Equipment.objects.create(name="Fridge", serial_number="55-7781", customer=carla, location=home)
    pick_up = builders.handled_code("Appliance pick-up", requires_equipment=True)
    drained = builders.question(pick_up, "Has the refrigerant been drained?")
    lamp_out = builders.handled_code("Street lamp out", centre=builders.centre("Lighting crew"), requires_location=True)

    call = telephone_rings(sign_in(ana()))
    assert (call.contact.kind, call.contact.customer) == ("", None)

    hits = call.client.get(f"{call.address}callers/", {"q": "(617) 555-0101"}, headers={"HX-Request": "true"})
    assert f'data-value="{carla.pk}"' in hits.content.decode()
    assert "Fridge" in call.press("customer/", customer=carla.pk).content.decode()
    assert (call.contact.caller_name, call.contact.caller_number) == ("Carla Customer", "617 555 0101")

    call.press("kind/", kind="action")
    call.type_all(words="My old fridge has to go", code=pick_up.pk)
    call.press("choice/", equipment=fridge.pk)
    assert call.contact.place == "5 Mill Lane, Exampleville"
    assert "Has the refrigerant been drained?" in call.press("tickets/").content.decode()
    assert Ticket.objects.count() == 0
    call.type(f"answer_{drained.pk}", "yes")
    call.press("tickets/")
    assert (call.contact.words, call.contact.code, call.contact.equipment) == ("", None, None)

    call.type_all(words="And the lamp at the corner is dark", code=lamp_out.pk, place="Main Street / Elm Street")
    refused = call.press("closing/", outcome="ticketed").content.decode()
    assert "A ticket for the problem that is entered" in refused
    call.press("tickets/")
    call.press("closing/", outcome="ticketed")

    contact = call.contact
    assert (contact.is_open, contact.outcome) == (False, Outcome.TICKETED)
    first, second = contact.tickets.order_by("number")
    assert (first.title, first.code, first.equipment, first.place, first.centre.key) == (
        "My old fridge has to go",
        pick_up,
        fridge,
        "5 Mill Lane, Exampleville",
        "Street depot",
    )
    assert (second.title, second.code, second.equipment, second.place, second.centre.key) == (
        "And the lamp at the corner is dark",
        lamp_out,
        None,
        "Main Street / Elm Street",
        "Lighting crew",
    )
    assert {ticket.customer for ticket in (first, second)} == {carla}
    record = call.screen()
    assert all(title in record for title in (first.title, second.title))


def test_a_caller_nobody_knows_is_entered_from_what_was_typed() -> None:
    call = telephone_rings(sign_in(ana()))
    call.press("customer/", customer="new", q="617 555 0199")
    call.type("caller_name", "Nid New")
    call.press("customer/new/")
    customer = call.contact.customer
    assert customer is not None
    assert (customer.name, [point.value for point in customer.contact_points.all()]) == ("Nid New", ["617 555 0199"])


def test_an_abandoned_call_is_two_presses_and_counts() -> None:
    call = telephone_rings(sign_in(ana()))
    call.press("closing/", outcome="abandoned")
    assert (call.contact.outcome, call.contact.number) == (Outcome.ABANDONED, 1)


def test_what_was_closed_too_early_is_reopened_with_a_reason() -> None:
    call = telephone_rings(sign_in(ana()))
    call.press("closing/", outcome="abandoned")
    refused = call.client.post(f"{call.address}fields/", {"field": "words", "value": "wait", "seen": 1})
    assert "is closed. Reopen it with a reason to change it." in refused.content.decode()
    call.press("reopening/", reason="The line came back")
    call.type("words", "No water since this morning")
    assert (call.contact.is_open, call.contact.words) == (True, "No water since this morning")
