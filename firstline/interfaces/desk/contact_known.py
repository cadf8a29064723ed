"""Finding a contact, and what the customer's file says beside it."""

from dataclasses import dataclass
from functools import cached_property
from typing import cast

from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpRequest

from firstline.casework.contacts.models import Contact, ContactQuerySet
from firstline.casework.tickets.models import Ticket
from firstline.interfaces.desk.access import department_limits, signed_in, within_departments
from firstline.reference.customers.models import Agreement, Customer, Equipment, Location
from firstline.reference.staff.models import User

FEW = 8
SHOWN = (
    "customer__account",
    "customer__location",
    "account",
    "agreement",
    "equipment__location",
    "location",
    "code__handling",
    "code__category__provider__department",
    "taken_by",
    "about_department",
    "about_provider__department",
    "about_person",
)


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
    """The contact of this number with what its screen shows of it, if the reader may see it; else `Http404`."""
    rows = visible_to(signed_in(request)).select_related(*SHOWN).prefetch_related("code__questions")
    contact = rows.filter(number=number).first() if number < 2**63 else None
    if contact is None:
        raise Http404
    return contact


@dataclass(frozen=True)
class Known:
    """What stands in the customer's file, as much of it as fits beside a call."""

    customer: Customer
    agreements: list[Agreement]
    equipment: list[Equipment]
    tickets: list[Ticket]
    contacts: list[Contact]

    @cached_property
    def locations(self) -> list[Location]:
        """Where the customer and their things are, each place once."""
        places = [self.customer.location, *(thing.location for thing in self.equipment)]
        return list({place.pk: place for place in places if place}.values())


def known_of(customer: Customer, contact: Contact, user: User) -> Known:
    """The customer's file as somebody may see it who talks with them in this contact."""
    theirs = Q(customer=customer) | (Q(account=customer.account_id) if customer.account_id else Q(pk__in=[]))
    equipment = Equipment.objects.filter(theirs, retired_at=None).select_related("location", "agreement")
    others = Ticket.objects.open().filter(customer=customer).exclude(contact=contact)
    tickets = within_departments(others, user, "department")
    return Known(
        customer,
        list(Agreement.objects.filter(theirs).order_by("-ends_on", "pk")[:FEW]),
        list(equipment.order_by("name", "pk")[: 2 * FEW]),
        list(tickets.select_related("priority").order_by("priority_rank", "number")[:FEW]),
        visible_to(user).last_of(customer.pk, but=contact.pk, limit=4),
    )
