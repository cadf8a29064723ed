"""What a ticket's screen says about other tickets: those it is tied to, and those that look like it."""

from dataclasses import dataclass

from django.db.models import Q

from firstline.casework.tickets.likeness import Likely, ProblemFacts, likely
from firstline.casework.tickets.models import Ticket
from firstline.interfaces.desk.access import department_limits
from firstline.interfaces.desk.queue import visible_to
from firstline.reference.staff.models import User

FEW = 5
MOST = 20


@dataclass(frozen=True)
class Alike:
    """Lists of tickets by how they are tied to this one, and the likely ones with their reasons."""

    duplicates: list[Ticket]
    repeats: list[Ticket]
    related: list[Ticket]
    likely: list[Likely]

    @property
    def is_empty(self) -> bool:
        return not (self.duplicates or self.repeats or self.related or self.likely)


def alike_of(ticket: Ticket, user: User) -> Alike:
    """What is tied to a ticket, and while it is open what may be."""
    tied = visible_to(user).filter(Q(duplicate_of=ticket) | Q(repeat_of=ticket) | Q(related=ticket))
    rows = list(tied.select_related("priority").order_by("number")[:MOST])
    known = {ticket.pk, ticket.duplicate_of_id, ticket.repeat_of_id, *(row.pk for row in rows)}
    return Alike(
        [row for row in rows if row.duplicate_of_id == ticket.pk],
        [row for row in rows if row.repeat_of_id == ticket.pk],
        [row for row in rows if ticket.pk not in (row.duplicate_of_id, row.repeat_of_id)],
        _likely(ticket, user, known) if ticket.is_open else [],
    )


def _likely(ticket: Ticket, user: User, known: set[int | None]) -> list[Likely]:
    facts = ProblemFacts(
        code_id=ticket.code_id,
        at=ticket.opened_at,
        latitude=ticket.latitude,
        longitude=ticket.longitude,
        place=ticket.place,
        words=f"{ticket.title}\n{ticket.words}",
        equipment_id=ticket.equipment_id,
        customer_id=ticket.customer_id,
    )
    without = [pk for pk in known if pk is not None]
    return likely(facts, departments=department_limits(user) or None, without=without, limit=FEW)
