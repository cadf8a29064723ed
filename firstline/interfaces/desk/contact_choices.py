"""What can be chosen into a contact as one types: places, equipment, and whom a comment is about."""

from typing import Any

from firstline.interfaces.desk.call import Call
from firstline.language.folding import fold
from firstline.reference.catalogue.finding import find_codes
from firstline.reference.catalogue.models import Department, ServiceProvider
from firstline.reference.customers.models import Equipment, Location
from firstline.reference.customers.numbers import normal_code
from firstline.reference.customers.places import find_places
from firstline.reference.labels import Labelled
from firstline.reference.staff.models import User

MOST = 8
LONGEST = 300
SHORTEST_CODE = 3


def tidy(text: str) -> str:
    """What was typed, short and storable enough to look for."""
    return text[:LONGEST].replace("\x00", "").encode(errors="ignore").decode().strip()


def places_for(call: Call, asked: str) -> list[Location]:
    """Where the customer is known to be, as far as it fits what was typed; then any known place that fits it."""
    mine = [place for place in (call.known.locations if call.known else []) if _holds(place, asked)]
    others = find_places(asked, limit=MOST)
    return list({place.pk: place for place in [*mine, *others]}.values())[:MOST]


def things_for(call: Call, asked: str) -> list[Equipment]:
    """The customer's equipment, as far as it fits what was typed; then any other whose serial number begins so."""
    mine = [thing for thing in (call.known.equipment if call.known else []) if _holds(thing, asked)]
    serial = normal_code(asked)
    if len(serial) < SHORTEST_CODE:
        return mine[:MOST]
    others = Equipment.objects.filter(normal_serial__startswith=serial, retired_at=None).select_related("location")
    return [*mine, *others.exclude(pk__in=[thing.pk for thing in mine])[:MOST]][:MOST]


def subjects_for(field: str, asked: str) -> list[Any]:
    """Departments, providers or staff by their name; all of a short list where nothing is typed yet."""
    if field == "about_person":
        return list(User.objects.filter(is_active=True, name__icontains=asked).order_by("name")[:MOST])
    rows: Any = Department.objects.all()
    if field == "about_provider":
        rows = ServiceProvider.objects.select_related("department")
    return [row for row in rows.filter(retired_at=None) if _names(row, asked)][:MOST]


def best_for(call: Call, field: str, asked: str, language: str) -> Any:
    """What somebody means who typed this and was offered no list; None for nothing typed, or nothing like it."""
    if not asked:
        return None
    if field == "code":
        return next((found.code for found in find_codes(asked, language, limit=1)), None)
    found = things_for(call, asked) if field == "equipment" else subjects_for(field, asked)
    return next(iter(found), None)


def _names(row: Labelled, asked: str) -> bool:
    return any(fold(asked) in fold(label) for label in row.labels.values())


def _holds(thing: object, asked: str) -> bool:
    return all(fold(word) in fold(str(thing)) for word in asked.split())
