"""What is new goes into the customer's file only when the analyst says so."""

import pytest

from firstline.casework.contacts import customer_file, reception
from firstline.casework.contacts.customer_file import New
from firstline.casework.contacts.models import Channel, Contact
from firstline.journal.refusal import Refused
from firstline.reference.customers.keeping import create_customer
from firstline.reference.customers.models import Account, Customer
from tests import builders
from tests.cast import ana

pytestmark = pytest.mark.django_db


def carla() -> Customer:
    return create_customer("Carla Customer", by=None, points=[("phone", "+1 617 555 0101")])


def identified(**said: object) -> Contact:
    contact = reception.open_contact(by=ana())
    for field, value in said.items():
        contact = reception.note_down(contact, field, value, seen=contact.version, by=ana())
    return reception.identify(contact, carla(), by=ana())


def points(customer: Customer) -> list[tuple[str, str]]:
    return list(customer.contact_points.values_list("kind", "value"))


def test_what_the_file_says_already_is_not_new() -> None:
    assert customer_file.news(identified(caller_number="(617) 555-0101")) == []


def test_without_a_customer_nothing_is_new() -> None:
    assert customer_file.news(reception.open_contact(by=ana(), caller_number="617 555 0102")) == []


def test_everything_else_is_new() -> None:
    account, place = Account.objects.create(name="Harbour Mill"), builders.location()
    contact = identified(
        caller_name="Carla C. Customer",
        caller_number="617 555 0102",
        caller_email="carla@example.org",
        language="es",
        account=account,
        location=place,
    )
    assert customer_file.news(contact) == [
        New("caller_name", "Carla C. Customer"),
        New("caller_number", "617 555 0102"),
        New("caller_email", "carla@example.org"),
        New("language", "es"),
        New("account", account),
        New("location", place),
    ]


@pytest.mark.parametrize("field", ["caller_name", "caller_number", "caller_email", "language"])
def test_written_down_it_is_new_no_longer(field: str) -> None:
    said = {"caller_name": "C.C.", "caller_number": "617 555 0102", "caller_email": "c@example.org", "language": "es"}
    contact = identified(**said)
    customer_file.write_down(contact, field, by=ana())
    fresh = Contact.objects.get(pk=contact.pk)
    assert sorted(new.field for new in customer_file.news(fresh)) == sorted(set(said) - {field})


def test_a_number_is_added_and_the_old_one_stays() -> None:
    customer = customer_file.write_down(identified(caller_number="617 555 0102"), "caller_number", by=ana())
    assert points(customer) == [("phone", "+1 617 555 0101"), ("phone", "617 555 0102")]


def test_until_then_the_file_is_as_it_was() -> None:
    contact = identified(caller_name="Somebody Else", caller_number="617 555 0102")
    assert contact.customer is not None
    assert (Customer.objects.get().name, points(contact.customer)) == ("Carla Customer", [("phone", "+1 617 555 0101")])


@pytest.mark.parametrize("field", ["caller_email", "words", "nonsense"])
def test_what_is_not_there_or_does_not_belong_there_is_refused(field: str) -> None:
    contact = identified()
    with pytest.raises(Refused):
        customer_file.write_down(contact, field, by=ana())


def test_a_caller_nobody_knows_becomes_a_customer() -> None:
    contact = reception.open_contact(channel=Channel.FAX, by=ana(), caller_number="617 555 0103", language="th")
    contact = reception.note_down(contact, "caller_name", "Nid New", seen=1, by=ana())
    contact = customer_file.new_customer(contact, by=ana())
    customer = Customer.objects.get()
    assert (contact.customer, customer.name, customer.language) == (customer, "Nid New", "th")
    assert points(customer) == [("fax", "617 555 0103")]


def test_a_customer_needs_a_name_and_the_refusal_says_which_field() -> None:
    with pytest.raises(Refused) as refusal:
        customer_file.new_customer(reception.open_contact(by=ana(), caller_number="617 555 0103"), by=ana())
    assert (refusal.value.field, Customer.objects.count()) == ("name", 0)
