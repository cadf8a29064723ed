"""Which work orders and tickets a person may see, and the one that an address names."""

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest

from firstline.casework.tickets.models import Ticket
from firstline.casework.work_orders.models import RegularOrder, WorkOrder
from firstline.interfaces.desk.access import signed_in, within_departments
from firstline.reference.customers.models import Location
from firstline.reference.staff.models import User

DEPARTMENT = "code__category__provider__department"
LARGEST_NUMBER = 2**63
LONGEST_PLACE, MOST_PLACES = 300, 8
SHOWN = ("code__category__provider__department", "crew", "equipment", "location", "standard", "regular")


def visible_orders(user: User) -> QuerySet[WorkOrder]:
    """The work orders of the departments that a person is limited to; all of them for whoever is not."""
    return within_departments(WorkOrder.objects.all(), user, DEPARTMENT)


def visible_tickets(user: User) -> QuerySet[Ticket]:
    """The same of tickets."""
    return within_departments(Ticket.objects.all(), user, "department")


def visible_regular(user: User) -> QuerySet[RegularOrder]:
    """The same of regular orders."""
    return within_departments(RegularOrder.objects.all(), user, DEPARTMENT)


def places_like(text: str) -> list[Location]:
    """Known places whose address, alias or landmark begins so; none for nothing."""
    asked = text[:LONGEST_PLACE].replace("\x00", "").strip()
    if not asked:
        return []
    begins = Q(address__istartswith=asked) | Q(alias__istartswith=asked) | Q(landmark__istartswith=asked)
    return list(Location.objects.filter(begins).order_by("address", "pk")[:MOST_PLACES])


def find_order(request: HttpRequest, number: int) -> WorkOrder:
    """The work order of this number with what its page shows, if the reader may see it; else `Http404`."""
    rows = visible_orders(signed_in(request)).select_related(*SHOWN)
    order = rows.filter(number=number).first() if number < LARGEST_NUMBER else None
    if order is None:
        raise Http404
    return order


def find_ticket(request: HttpRequest, number: int) -> Ticket:
    """The same of a ticket."""
    rows = visible_tickets(signed_in(request)).select_related("code", "location")
    ticket = rows.filter(number=number).first() if number < LARGEST_NUMBER else None
    if ticket is None:
        raise Http404
    return ticket
