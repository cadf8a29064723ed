"""Tying a contact to a customer, and taking it back."""

import pytest

from firstline.casework.contacts import reception
from firstline.casework.contacts.models import Contact
from firstline.journal.recording import history_of
from firstline.reference.customers.keeping import create_customer
from firstline.reference.customers.models import Account, Customer, Equipment
from firstline.search.querying import query
from tests.cast import ana

pytestmark = pytest.mark.django_db


def carla() -> Customer:
    return create_customer(
        "Carla Customer",
        by=None,
        points=[("email", "carla@example.org"), ("mobile", "+1 617 555 0101")],
        language="es",
        account=Account.objects.create(name="Harbour Mill"),
    )


def said(contact: Contact) -> tuple[str, str, str, str]:
    return contact.caller_name, contact.caller_number, contact.caller_email, contact.language


def test_one_hit_fills_the_form() -> None:
    customer = carla()
    contact = reception.identify(reception.open_contact(by=ana()), customer, by=ana())
    assert said(contact) == ("Carla Customer", "+1 617 555 0101", "carla@example.org", "es")
    assert (contact.customer, contact.account) == (customer, customer.account)
    last = history_of(contact).last()
    assert last is not None
    assert (last.verb, last.facts) == ("contact.identified", {"customer": customer.pk, "name": "Carla Customer"})


def test_what_the_caller_said_stays() -> None:
    contact = reception.open_contact(by=ana(), caller_number="617 555 9999", language="pl")
    contact = reception.note_down(contact, "caller_name", "Mrs Customer", seen=1, by=ana())
    contact = reception.identify(contact, carla(), by=ana())
    assert said(contact) == ("Mrs Customer", "617 555 9999", "carla@example.org", "pl")


def test_a_mistaken_customer_leaves_nothing_of_theirs_behind() -> None:
    contact = reception.open_contact(by=ana(), caller_number="+1 617 555 0101")
    contact = reception.forget_customer(reception.identify(contact, carla(), by=ana()), by=ana())
    assert said(contact) == ("", "+1 617 555 0101", "", "")
    assert (contact.customer, contact.account) == (None, None)


def test_another_customer_takes_the_place_of_the_first() -> None:
    contact = reception.identify(reception.open_contact(by=ana()), carla(), by=ana())
    other = create_customer("Olu Other", by=None, language="es")
    contact = reception.identify(contact, other, by=ana())
    assert said(contact) == ("Olu Other", "", "", "es")
    assert said(reception.forget_customer(contact, by=ana())) == ("", "", "", "")


def test_the_mistaken_customers_equipment_goes_with_them() -> None:
    customer = carla()
    contact = reception.identify(reception.open_contact(by=ana()), customer, by=ana())
    theirs = Equipment.objects.create(name="Fridge", customer=customer)
    contact = reception.note_down(contact, "equipment", theirs, seen=contact.version, by=ana())
    assert reception.forget_customer(contact, by=ana()).equipment is None


def test_the_same_customer_again_changes_nothing() -> None:
    customer = carla()
    contact = reception.identify(reception.open_contact(by=ana()), customer, by=ana())
    assert reception.identify(contact, customer, by=ana()).version == contact.version


def test_forgetting_nobody_changes_nothing() -> None:
    contact = reception.open_contact(by=ana())
    assert reception.forget_customer(contact, by=ana()).version == 1


def test_an_identified_contact_is_found_by_its_callers_name() -> None:
    contact = reception.identify(reception.open_contact(by=ana()), carla(), by=ana())
    assert [hit.object_id for hit in query("customer carla", kinds=["contact"])] == [contact.pk]
