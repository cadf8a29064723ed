"""The call-backs that are owed, in the order of lateness, each with all that the caller needs (B2)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, prefetch_related_objects

from firstline.casework.tickets.models import CallBack, Ticket
from firstline.journal.prepared import Prepared
from firstline.reference.customers.models import ContactPoint

Place = tuple[datetime, int]
MOST_OF_ONE = 8


@dataclass(frozen=True)
class Owed:
    """One line of the list: whom to call about what, how and in which language."""

    call_back: CallBack
    tickets: list[Ticket]
    name: str
    number: str
    language: str
    preferred_hours: str
    preferred_channel: str

    @property
    def place(self) -> Place:
        """Where it stands in the list, as `owed` takes it."""
        return self.call_back.due_by, self.call_back.pk

    def is_late(self, at: datetime) -> bool:
        return self.call_back.due_by < at


def owed(
    *, within: Collection[int] = (), only_supervisors: bool = False, after: Place | None = None, size: int = 50
) -> list[Owed]:
    """The latest first, behind `after`; `within` limits to tickets of these departments and to what concerns none."""
    rows = _rows(within, only_supervisors=only_supervisors).order_by("due_by", "pk")
    if after:
        due_by, pk = after
        rows = rows.filter(due_by__gte=due_by).exclude(due_by=due_by, pk__lte=pk)
    tickets = Ticket.objects.select_related("priority", "centre", "assignee").order_by("number")
    points = ContactPoint.objects.exclude(kind=ContactPoint.Kind.EMAIL)
    rows = rows.select_related("customer", "contact").prefetch_related(
        Prefetch("tickets", tickets), Prefetch("customer__contact_points", points, to_attr="numbers")
    )
    return [_line(row) for row in rows[:size]]


def count(*, within: Collection[int] = (), only_supervisors: bool = False, late_at: datetime | None = None) -> int:
    """How many are owed; with `late_at` how many should have been kept by then."""
    rows = _rows(within, only_supervisors=only_supervisors)
    return (rows.filter(due_by__lt=late_at) if late_at else rows).count()


def owed_to(customer: int | None, contact: int | None, *, within: Collection[int] = ()) -> list[CallBack]:
    """What is owed to a customer, or to whoever spoke in a contact; the latest first, with the tickets of each."""
    keys = customer or _NONE, contact or _NONE
    rows = list(_owed(*keys, within)) if within else _OWED.all(*keys)
    prefetch_related_objects(rows, Prefetch("tickets", Ticket.objects.order_by("number")))
    return rows


def _owed(customer: int, contact: int, within: Collection[int] = ()) -> QuerySet[CallBack]:
    theirs = Q(customer=customer) | Q(contact=contact)
    return _rows(within, only_supervisors=False).filter(theirs).order_by("due_by", "pk")[:MOST_OF_ONE]


# A key that no row has.
_NONE = 0
_OWED: Prepared[CallBack] = Prepared(_owed, int, int)


def visible(rows: QuerySet[CallBack], within: Collection[int]) -> QuerySet[CallBack]:
    """Those about tickets of these departments, and those about none; all where there are no limits."""
    if not within:
        return rows
    covered = Ticket.objects.filter(call_backs=OuterRef("pk"))
    seen = covered.filter(Q(department__in=within) | Q(department=None))
    return rows.filter(Exists(seen) | ~Exists(covered))


def _rows(within: Collection[int], *, only_supervisors: bool) -> QuerySet[CallBack]:
    rows = CallBack.objects.filter(state=CallBack.State.OWED)
    return visible(rows.filter(to_supervisor=True) if only_supervisors else rows, within)


def _line(row: CallBack) -> Owed:
    customer, contact, tickets = row.customer, row.contact, list(row.tickets.all())
    numbers = [point.value for point in getattr(customer, "numbers", ())]
    said = [
        customer.language if customer else "",
        *(one.language for one in tickets),
        contact.language if contact else "",
    ]
    return Owed(
        call_back=row,
        tickets=tickets,
        name=(customer.name if customer else "") or (contact.caller_name if contact else ""),
        number=row.number or next(iter(numbers), ""),
        language=next(filter(None, said), ""),
        preferred_hours=customer.preferred_hours if customer else "",
        preferred_channel=customer.preferred_channel if customer else "",
    )
