"""Equipment and places."""

import pytest

from firstline.journal.refusal import Refused
from firstline.reference.customers import belongings, directory
from firstline.reference.customers.keeping import create_customer
from firstline.reference.customers.models import Equipment, Location
from tests.builders import NOON
from tests.cast import ana

pytestmark = pytest.mark.django_db


def names(text: str) -> list[str]:
    return [hit.customer.name for hit in directory.find(text)]


def test_equipment_is_found_by_its_serial_number_and_goes_along_with_its_owner() -> None:
    carla, bea = create_customer("Carla", by=ana()), create_customer("Bea", by=ana())
    printer = belongings.create_equipment(name="Label printer", serial_number="SN 81/x", customer=carla, by=ana())
    assert (names("sn81"), names("label printer")) == (["Carla"], ["Carla"])
    belongings.change_equipment(printer, customer=bea, by=ana())
    assert (names("sn81x"), names("label printer")) == (["Bea"], ["Bea"])


def test_equipment_needs_a_name() -> None:
    with pytest.raises(Refused) as refused:
        belongings.create_equipment(name=" ", by=ana())
    assert (refused.value.field, Equipment.objects.count()) == ("name", 0)


def test_retired_equipment_stays() -> None:
    printer = belongings.create_equipment(name="Label printer", by=ana())
    assert belongings.retire_equipment(printer, by=ana(), at=NOON).retired_at == NOON
    assert Equipment.objects.count() == 1


def test_a_corrected_place_is_found_by_its_new_words() -> None:
    place = belongings.create_location(address="12 Canal Street", by=ana())
    create_customer("Carla", location=place, by=ana())
    belongings.change_location(place, address="12 Harbour Road", landmark="clock tower", by=ana())
    assert (names("harbour"), names("clock"), names("canal")) == (["Carla"], ["Carla"], [])


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({}, "address"),
        ({"address": "Main Street", "latitude": 1.0}, "longitude"),
        ({"address": "Main Street", "latitude": 91.0, "longitude": 0.0}, "latitude"),
        ({"address": "Main Street", "latitude": 0.0, "longitude": float("nan")}, "longitude"),
        ({"address": "x" * 301}, "address"),
    ],
)
def test_a_place_needs_words_and_a_whole_point(facts: dict[str, object], field: str) -> None:
    with pytest.raises(Refused) as refused:
        belongings.create_location(by=ana(), **facts)  # type: ignore[arg-type]
    assert (refused.value.field, Location.objects.count()) == (field, 0)
