"""What looks like the problem being entered: open orders, tickets and notices, each with its reason."""

from dataclasses import dataclass

from django.utils import timezone

from firstline.casework.contacts.models import Contact
from firstline.casework.work_orders.bulletin import Shown, notices_for
from firstline.casework.work_orders.similar import Problem, Similar, similar_open
from firstline.interfaces.desk.access import department_limits
from firstline.reference.staff.models import User

FEW = 4


@dataclass(frozen=True)
class Alike:
    """What the analyst should hear of before opening yet another ticket."""

    notices: list[Shown]
    orders: list[Similar]


def alike(contact: Contact, user: User) -> Alike:
    """What is known that looks like the contact's problem; nothing where nothing was said yet."""
    location = contact.location
    latitude, longitude = (location.latitude, location.longitude) if location else (None, None)
    code = contact.code
    now = timezone.now()
    problem = Problem(
        at=now,
        code_id=contact.code_id,
        latitude=latitude,
        longitude=longitude,
        location_id=contact.location_id,
        equipment_id=contact.equipment_id,
        words=contact.words,
    )
    area = location.area if location else ""
    return Alike(
        notices_for(code, code.category if code else None, latitude, longitude, area, now),
        similar_open(problem, departments=department_limits(user) or None, limit=FEW),
    )
