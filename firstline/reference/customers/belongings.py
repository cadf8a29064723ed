"""Keeping equipment and locations."""

from datetime import datetime
from typing import TypedDict, Unpack

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from firstline.journal.changes import set_fields
from firstline.journal.recording import Actor, record
from firstline.journal.refusal import Refused
from firstline.reference.customers.models import Account, Agreement, Customer, Degree, Equipment, Location
from firstline.reference.customers.searching import index_customers
from firstline.reference.retiring import set_aside


class EquipmentFacts(TypedDict, total=False):
    name: str
    model_number: str
    serial_number: str
    location: Location | None
    agreement: Agreement | None
    account: Account | None
    customer: Customer | None
    criticality: int | None


class LocationFacts(TypedDict, total=False):
    address: str
    area: str
    postcode: str
    city: str
    alias: str
    landmark: str
    building: str
    floor: str
    unit: str
    latitude: float | None
    longitude: float | None


@transaction.atomic
def create_equipment(*, by: Actor | None, **facts: Unpack[EquipmentFacts]) -> Equipment:
    """Enter a thing that can be faulty; it needs a name."""
    thing = Equipment(**facts)
    _check_equipment(thing)
    thing.save()
    record("equipment.created", thing, context=thing.customer or thing.account, by=by, facts={"name": str(thing)})
    _index_owners(thing)
    return thing


@transaction.atomic
def change_equipment(equipment: Equipment, *, by: Actor | None, **facts: Unpack[EquipmentFacts]) -> Equipment:
    row = _locked(equipment)
    owners = Q(equipment=row) | Q(account__equipment=row)
    before = list(Customer.objects.filter(owners).values_list("pk", flat=True))
    changes = set_fields(row, facts)
    _check_equipment(row)
    if changes:
        row.save()
        record("equipment.changed", row, context=row.customer or row.account, by=by, facts={"changes": changes})
        _index_owners(row, also=before)
    return row


@transaction.atomic
def retire_equipment(equipment: Equipment, *, by: Actor | None, at: datetime) -> Equipment:
    """Out of use; what happened to it stays."""
    row = _locked(equipment)
    set_aside(row, "equipment", context=row.customer or row.account, by=by, at=at)
    return row


@transaction.atomic
def create_location(*, by: Actor | None, **facts: Unpack[LocationFacts]) -> Location:
    """Enter a place: an address, or at least what people call it or what stands beside it."""
    location = Location(**facts)
    _check_location(location)
    location.save()
    record("location.created", location, by=by, facts={"name": str(location)})
    return location


@transaction.atomic
def change_location(location: Location, *, by: Actor | None, **facts: Unpack[LocationFacts]) -> Location:
    """Correct a place; whoever is there is found by its new words."""
    row = Location.objects.select_for_update().get(pk=location.pk)
    changes = set_fields(row, facts)
    _check_location(row)
    if changes:
        row.save()
        record("location.changed", row, by=by, facts={"changes": changes})
        there = Q(location=row) | Q(equipment__location=row) | Q(account__equipment__location=row)
        index_customers(Customer.objects.filter(pk__in=Customer.objects.filter(there).values("pk")))
    return row


def _locked(equipment: Equipment) -> Equipment:
    rows = Equipment.objects.select_for_update(of=("self",))
    return rows.select_related("customer", "account", "location", "agreement").get(pk=equipment.pk)


def _index_owners(thing: Equipment, also: list[int] | None = None) -> None:
    of_account = Q(account=thing.account_id) if thing.account_id else Q(pk__in=[])
    index_customers(Customer.objects.filter(of_account | Q(pk=thing.customer_id) | Q(pk__in=also or [])))


def _check_equipment(thing: Equipment) -> None:
    if not thing.name.strip():
        raise Refused(_("Say what it is."), field="name")
    for field, longest in (("name", 200), ("model_number", 80), ("serial_number", 80)):
        if len(getattr(thing, field)) > longest:
            raise Refused(_("At most %(count)s characters.") % {"count": longest}, field=field)
    if thing.criticality not in (None, *Degree.values):
        raise Refused(_("Criticality is high, medium or low."), field="criticality")


_LONGEST = {
    "address": 300,
    "area": 120,
    "postcode": 20,
    "city": 120,
    "alias": 200,
    "landmark": 200,
    "building": 80,
    "floor": 40,
    "unit": 40,
}


def _check_location(location: Location) -> None:
    for field, longest in _LONGEST.items():
        if len(getattr(location, field)) > longest:
            raise Refused(_("At most %(count)s characters.") % {"count": longest}, field=field)
    if not str(location):
        raise Refused(_("A place needs an address, a name or a landmark."), field="address")
    if (location.latitude is None) != (location.longitude is None):
        raise Refused(_("Latitude and longitude belong together."), field="longitude")
    for field, most in (("latitude", 90), ("longitude", 180)):
        degrees = getattr(location, field)
        if degrees is not None and not -most <= degrees <= most:
            raise Refused(_("Degrees between -%(most)s and %(most)s.") % {"most": most}, field=field)
