"""What looks like the problem being entered: open orders, tickets and notices, each with its reason."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from firstline.casework.contacts.models import Contact
from firstline.casework.tickets.likeness import Likely, ProblemFacts, likely
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
    tickets: list[Likely]

    @property
    def count(self) -> int:
        return len(self.notices) + len(self.orders) + len(self.tickets)

    @property
    def by_key(self) -> set[int]:
        """The tickets that one key accepts: the likeliest duplicate and the likeliest repeat."""
        first: dict[str, int] = {}
        for one in self.tickets:
            first.setdefault(one.kind, one.ticket.pk)
        return set(first.values())


def alike(contact: Contact, user: User, *, made: Sequence[int]) -> Alike:
    """What is known that looks like the contact's problem; nothing where nothing was said yet.

    `made` are the keys of the tickets that were made from the contact, of which it does not need to be told.
    """
    now = timezone.now()
    here, code = contact.location, contact.code
    latitude, longitude, area = (here.latitude, here.longitude, here.area) if here else (None, None, "")
    departments = department_limits(user) or None
    problem = Problem(
        place=contact.place,
        at=now,
        code_id=contact.code_id,
        latitude=latitude,
        longitude=longitude,
        location_id=contact.location_id,
        equipment_id=contact.equipment_id,
        words=contact.words,
    )
    facts = ProblemFacts(
        at=now,
        code_id=contact.code_id,
        latitude=latitude,
        longitude=longitude,
        place=contact.place,
        words=contact.words,
        equipment_id=contact.equipment_id,
        customer_id=contact.customer_id,
    )
    return Alike(
        notices_for(code, code.category if code else None, latitude, longitude, area, now),
        similar_open(problem, departments=departments, limit=FEW),
        likely(facts, departments=departments, without=made, limit=FEW),
    )
