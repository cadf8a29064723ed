"""The customers' file is kept field by field, and nobody's change is lost."""

import pytest

from firstline.journal.models import Entry
from firstline.journal.refusal import Refused
from firstline.journal.versions import Conflict
from firstline.reference.customers import directory
from firstline.reference.customers.accounts import create_account
from firstline.reference.customers.keeping import (
    add_contact_point,
    change_customer,
    create_customer,
    remove_contact_point,
)
from firstline.reference.customers.models import ContactPoint, Customer
from tests.cast import ana, marc

pytestmark = pytest.mark.django_db


def entries() -> list[tuple[str, dict[str, object]]]:
    return [(entry.verb, entry.facts) for entry in Entry.objects.order_by("id")]


def test_a_customer_is_entered_with_what_is_known() -> None:
    points = [("phone", " 650 253 1234 "), ("fax", ""), ("email", "Carla@Example.org"), ("phone", "+1 650-253-1234")]
    customer = create_customer("  Carla Customer ", points=points, language="fr", by=ana())
    assert (customer.name, customer.language, customer.name_key) == ("Carla Customer", "fr", "carla customer")
    assert list(customer.contact_points.values_list("kind", "value", "normal")) == [
        ("phone", "650 253 1234", "+16502531234"),
        ("email", "Carla@Example.org", "carla@example.org"),
    ]
    assert [verb for verb, _facts in entries()] == ["customer.created"]


@pytest.mark.parametrize(
    ("name", "points", "language"),
    [
        (" ", [], ""),
        ("x" * 201, [], ""),
        ("Carla", [("phone", "no digits")], ""),
        ("Carla", [("email", "nobody")], ""),
        ("Carla", [("pigeon", "1234")], ""),
        ("Carla", [("phone", "1" * 61)], ""),
        ("Carla", [], "xx"),
    ],
)
def test_a_wrong_entry_is_refused_whole(name: str, points: list[tuple[str, str]], language: str) -> None:
    with pytest.raises(Refused):
        create_customer(name, points=points, language=language, by=ana())
    assert (Customer.objects.count(), ContactPoint.objects.count(), Entry.objects.count()) == (0, 0, 0)


def test_one_field_is_changed_at_a_time_and_the_journal_keeps_both_values() -> None:
    customer = create_customer("Carla", by=ana())
    changed = change_customer(customer, "name", "Carla Łącka", seen=1, by=marc())
    assert (changed.name, changed.name_key, changed.version) == ("Carla Łącka", "carla lacka", 2)
    assert entries()[1:] == [("customer.changed", {"field": "name", "was": "Carla", "now": "Carla Łącka"})]
    assert [hit.customer for hit in directory.find("lacka")] == [customer]


def test_an_account_is_kept_by_its_name_in_the_journal() -> None:
    customer = create_customer("Carla", by=ana())
    account = create_account("Harbour Mill", by=ana())
    assert change_customer(customer, "account", account, seen=None, by=ana()).account == account
    assert entries()[-1] == ("customer.changed", {"field": "account", "was": None, "now": "Harbour Mill"})
    assert [hit.customer for hit in directory.find("harbour mill")] == [customer]


def test_a_second_writer_of_a_field_sees_both_values() -> None:
    customer = create_customer("Carla", by=ana())
    change_customer(customer, "note", "rings twice", seen=1, by=ana())
    with pytest.raises(Conflict) as conflict:
        change_customer(customer, "note", "never rings", seen=1, by=marc())
    assert (conflict.value.theirs, conflict.value.mine) == ("rings twice", "never rings")
    assert Customer.objects.get().note == "rings twice"


def test_two_writers_of_different_fields_do_not_disturb_each_other() -> None:
    customer = create_customer("Carla", by=ana())
    change_customer(customer, "note", "rings twice", seen=1, by=ana())
    assert change_customer(customer, "language", "pl", seen=1, by=marc()).note == "rings twice"


def test_the_same_value_again_changes_nothing() -> None:
    customer = create_customer("Carla", by=ana())
    assert change_customer(customer, "name", " Carla ", seen=1, by=ana()).version == 1
    assert len(entries()) == 1


@pytest.mark.parametrize(("field", "value"), [("name", " "), ("language", "xx"), ("source", "x"), ("version", 7)])
def test_a_wrong_value_or_field_is_refused(field: str, value: object) -> None:
    customer = create_customer("Carla", by=ana())
    with pytest.raises(Refused) as refused:
        change_customer(customer, field, value, seen=1, by=ana())
    assert refused.value.field == field


def test_a_number_is_added_once_and_found_and_struck_out_again() -> None:
    customer = create_customer("Carla", by=ana())
    point = add_contact_point(customer, "mobile", "650 253 1234", by=ana())
    assert add_contact_point(customer, "mobile", "+1 (650) 2531234", by=ana()) == point
    assert [hit.because for hit in directory.find("6502531234")] == ["mobile 650 253 1234"]
    remove_contact_point(point, by=marc())
    remove_contact_point(point, by=marc())
    assert directory.find("6502531234") == []
    facts = {"kind": "mobile", "value": "650 253 1234"}
    assert entries()[1:] == [("contact_point.added", facts), ("contact_point.removed", facts)]
