"""Finding a contact, and what the customer's file says beside it."""

from dataclasses import dataclass
from functools import cached_property
from typing import cast

from django.db.models import Exists, OuterRef, Q, prefetch_related_objects
from django.http import Http404, HttpRequest

from firstline.casework.contacts.models import Contact, ContactQuerySet
from firstline.casework.tickets.models import Ticket
from firstline.interfaces.desk.access import department_limits, signed_in, within_departments
from firstline.journal.prepared import Prepared
from firstline.reference.customers.models import Agreement, Customer, Equipment, Location
from firstline.reference.staff.models import User

FEW = 8
# What most screens show of most contacts; the rest is read when it is there. (All of it at once takes longer to plan.)
SHOWN = (
    "customer__account",
    "customer__location",
    "code__handling",
    "code__category__provider__department",
    "taken_by",
)
LARGEST_NUMBER = 2**63
_BY_NUMBER: Prepared[Contact] = Prepared(lambda number: Contact.objects.filter(number=number), int)
_NAMED: Prepared[Contact] = Prepared(lambda number: Contact.objects.filter(number=number).only("number"), int)
_TO_SHOW: Prepared[Contact] = Prepared(lambda number: Contact.objects.filter(number=number).select_related(*SHOWN), int)


def visible_to(user: User) -> ContactQuerySet:
    """The contacts that a person may see: of the departments they are limited to, and those of none yet."""
    limits = department_limits(user)
    rows = cast(
        "ContactQuerySet", within_departments(Contact.objects.all(), user, "code__category__provider__department")
    )
    if not limits:
        return rows
    tickets = Ticket.objects.filter(contact=OuterRef("pk"))
    within = tickets.filter(Q(department__in=limits) | Q(department=None))
    return rows.filter(~Exists(tickets) | Exists(within))


def find(request: HttpRequest, number: int) -> Contact:
    """The contact of this number, if the reader may see it; else `Http404`."""
    return _seen(_BY_NUMBER, number, signed_in(request))


def named(request: HttpRequest, number: int) -> Contact:
    """The same for a verb that reads it anew under its lock: no more than which contact it is."""
    return _seen(_NAMED, number, signed_in(request))


def find_to_show(request: HttpRequest, number: int) -> Contact:
    """The same with what its screen shows of it."""
    found = _seen(_TO_SHOW, number, signed_in(request))
    if found.code:
        prefetch_related_objects([found.code], "questions")
    return found


def _seen(question: Prepared[Contact], number: int, user: User) -> Contact:
    contact = question.first(number) if number < LARGEST_NUMBER else None
    if contact is None or (department_limits(user) and not visible_to(user).filter(pk=contact.pk).exists()):
        raise Http404
    return contact


@dataclass(frozen=True)
class Known:
    """What stands in the customer's file, as much of it as fits beside a call, read as it is asked for."""

    customer: Customer
    contact: Contact
    user: User

    @cached_property
    def agreements(self) -> list[Agreement]:
        return list(Agreement.objects.filter(self._theirs).order_by("-ends_on", "pk")[:FEW])

    @cached_property
    def equipment(self) -> list[Equipment]:
        rows = Equipment.objects.filter(self._theirs, retired_at=None).select_related("location")
        return list(rows.order_by("name", "pk")[: 2 * FEW])

    @cached_property
    def tickets(self) -> list[Ticket]:
        """The open ones that were not made just now."""
        others = Ticket.objects.open().filter(customer=self.customer).exclude(contact=self.contact)
        rows = within_departments(others, self.user, "department").select_related("priority")
        return list(rows.order_by("priority_rank", "number")[:FEW])

    @cached_property
    def contacts(self) -> list[Contact]:
        """The last ones before this."""
        return visible_to(self.user).last_of(self.customer.pk, but=self.contact.pk, limit=4)

    @cached_property
    def locations(self) -> list[Location]:
        """Where the customer and their things are, each place once."""
        places = [self.customer.location, *(thing.location for thing in self.equipment)]
        return list({place.pk: place for place in places if place}.values())

    @property
    def _theirs(self) -> Q:
        account = self.customer.account_id
        return Q(customer=self.customer) | (Q(account=account) if account else Q(pk__in=[]))
