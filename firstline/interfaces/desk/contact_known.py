"""Finding a contact, and what the customer's file says beside it."""

from dataclasses import dataclass
from functools import cached_property
from typing import cast

from django.db.models import Exists, OuterRef, Q, prefetch_related_objects
from django.http import Http404, HttpRequest

from firstline.casework.contacts.models import Contact, ContactQuerySet
from firstline.casework.guidance.models import Run
from firstline.casework.tickets.models import Ticket, TicketQuerySet
from firstline.casework.tickets.opening import to_open
from firstline.interfaces.desk.access import department_limits, signed_in, within_departments
from firstline.journal.prepared import Prepared, PreparedRows, keep
from firstline.reference.customers.models import Agreement, ContactPoint, Customer, Equipment, Location
from firstline.reference.handling.models import Question
from firstline.reference.staff.models import User

FEW = 8
MOST_CONTACTS = 4
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
_TO_OPEN: Prepared[Contact] = Prepared(
    lambda number: (
        to_open()
        .filter(number=number)
        .annotate(is_followed=Exists(Run.objects.open().filter(contact_id=OuterRef("pk")).order_by()))
    ),
    int,
)
_TO_SHOW: Prepared[Contact] = Prepared(lambda number: Contact.objects.filter(number=number).select_related(*SHOWN), int)

_QUESTIONS: Prepared[Question] = Prepared(lambda code: Question.objects.filter(code=code), int)
_TICKETS = PreparedRows(lambda contact: Ticket.objects.filter(contact=contact).values_list("pk").order_by(), int)
# What a line of the list of tickets shows.
_OF_TICKETS = (
    *("respond_by", "responded_at", "update_by", "told_at", "resolve_by", "opened_at", "warned_at"),
    *("number", "title", "state", "priority_because", "contact_id", "duplicate_of__number", "repeat_of__number"),
    *("priority__labels", "priority__look", "priority__rank", "centre__labels"),
)
# The tickets made from a contact, in the order of their making, and how a customer is reached.
MADE: Prepared[Ticket] = Prepared(
    lambda contact: (
        Ticket.objects.filter(contact=contact)
        .select_related("priority", "centre", "duplicate_of", "repeat_of")
        .only(*_OF_TICKETS)
        .order_by("number")
    ),
    int,
)
POINTS: Prepared[ContactPoint] = Prepared(lambda customer: ContactPoint.objects.filter(customer=customer), int)
# A key that no row has.
_NONE = 0
_AGREEMENTS: Prepared[Agreement] = Prepared(
    lambda customer, account: Agreement.objects.filter(Q(customer=customer) | Q(account=account)).order_by(
        "-ends_on", "pk"
    )[:FEW],
    int,
    int,
)
_EQUIPMENT: Prepared[Equipment] = Prepared(
    lambda customer, account: (
        Equipment.objects.filter(Q(customer=customer) | Q(account=account), retired_at=None)
        .select_related("location")
        .order_by("name", "pk")[: 2 * FEW]
    ),
    int,
    int,
)
_LAST_CONTACTS: Prepared[Contact] = Prepared(
    lambda customer, but: (
        Contact.objects.filter(customer=customer)
        .exclude(pk=but)
        .newest_before(None)
        .select_related("code")[:MOST_CONTACTS]
    ),
    int,
    int,
)


def _open_tickets(customer: int, contact: int) -> TicketQuerySet:
    rows = Ticket.objects.open().filter(customer=customer).exclude(contact=contact)
    return rows.select_related("priority").order_by("priority_rank", "number")


_OPEN_TICKETS: Prepared[Ticket] = Prepared(lambda customer, contact: _open_tickets(customer, contact)[:FEW], int, int)


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


def find_to_open(request: HttpRequest, number: int) -> Contact:
    """The same, locked for a ticket to be opened in this transaction; with whether somebody follows a procedure for it
    (`is_followed`)."""
    return _seen(_TO_OPEN, number, signed_in(request))


def find_to_show(request: HttpRequest, number: int) -> Contact:
    """The same with what its screen shows of it."""
    found = _seen(_TO_SHOW, number, signed_in(request))
    if found.code:
        keep(found.code, "questions", _QUESTIONS.all(found.code.pk))
    return found


def tickets_of(contact: Contact) -> list[int]:
    """The keys of the tickets made from a contact."""
    return [key for (key,) in _TICKETS.all(contact.pk)]


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
        return _AGREEMENTS.all(self.customer.pk, self.customer.account_id or _NONE)

    @cached_property
    def equipment(self) -> list[Equipment]:
        return _EQUIPMENT.all(self.customer.pk, self.customer.account_id or _NONE)

    @cached_property
    def tickets(self) -> list[Ticket]:
        """The open ones that were not made just now."""
        if department_limits(self.user):
            rows = _open_tickets(self.customer.pk, self.contact.pk)
            return list(within_departments(rows, self.user, "department")[:FEW])
        return _OPEN_TICKETS.all(self.customer.pk, self.contact.pk)

    @cached_property
    def contacts(self) -> list[Contact]:
        """The last ones before this."""
        if department_limits(self.user):
            return visible_to(self.user).last_of(self.customer.pk, but=self.contact.pk, limit=MOST_CONTACTS)
        found = _LAST_CONTACTS.all(self.customer.pk, self.contact.pk)
        # Only of these a ticket tells what they were about.
        prefetch_related_objects([one for one in found if not one.words], "tickets")
        return found

    @cached_property
    def locations(self) -> list[Location]:
        """Where the customer and their things are, each place once."""
        places = [self.customer.location, *(thing.location for thing in self.equipment)]
        return list({place.pk: place for place in places if place}.values())
