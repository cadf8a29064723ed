"""What the screens of a customer know: one page of the directory, and everything about one of them."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from firstline.casework.contacts.models import Contact
from firstline.casework.tickets import worklist
from firstline.casework.tickets.models import OPEN_STATES, CallBack, Ticket
from firstline.interfaces.desk import contact_known
from firstline.interfaces.desk.access import department_limits, within_departments
from firstline.interfaces.desk.file_history import Told, file_history
from firstline.interfaces.desk.forms.customers import ContactPointForm, CustomerForm
from firstline.interfaces.ui.places import address
from firstline.reference.customers.directory import Hit, find
from firstline.reference.customers.models import Account, AccountNumber, Agreement, ContactPoint, Customer, Equipment
from firstline.reference.staff.models import User
from firstline.reference.staff.roles import Right, may

PAGE = 50
FEW = 10
# Whoever is meant stands among the first, as on the call screen, or more letters are typed.
MOST_FOUND = contact_known.FEW


@dataclass(frozen=True)
class Directory:
    """One page of all customers by name, or those who may be meant by what was typed (`is_cut`: the best of them)."""

    asked: str
    hits: list[Hit]
    next_after: int | None = None
    is_cut: bool = False


def directory_page(asked: str, after: str) -> Directory:
    """The page behind the customer with the key `after`, however many there are before it."""
    if asked:
        hits = find(asked, limit=MOST_FOUND + 1)
        return Directory(asked, hits[:MOST_FOUND], is_cut=len(hits) > MOST_FOUND)
    rows = Customer.objects.select_related("account", "location").prefetch_related("contact_points")
    last = Customer.objects.filter(pk=int(after)).first() if after.isdecimal() and len(after) < 19 else None
    if last:
        rows = rows.filter(Q(name_key__gt=last.name_key) | Q(name_key=last.name_key, pk__gt=last.pk))
    page = list(rows.order_by("name_key", "pk")[: PAGE + 1])
    more = page[PAGE - 1].pk if len(page) > PAGE else None
    return Directory("", [Hit(customer, "", list(customer.contact_points.all())) for customer in page[:PAGE]], more)


@dataclass(frozen=True)
class CustomerPage:
    """Everything about one customer, each part read when the page shows it."""

    customer: Customer
    user: User
    form: CustomerForm
    point_form: ContactPointForm = field(default_factory=lambda: ContactPointForm(auto_id="point_%s"))
    today: date = field(default_factory=timezone.localdate)

    @property
    def may_edit(self) -> bool:
        return may(self.user, Right.EDIT_CUSTOMERS)

    @property
    def language(self) -> str:
        return str(dict(settings.LANGUAGES).get(self.customer.language, ""))

    @cached_property
    def points(self) -> list[ContactPoint]:
        return list(self.customer.contact_points.all())

    @cached_property
    def account_numbers(self) -> list[AccountNumber]:
        return list(self.customer.account.numbers.all()) if self.customer.account else []

    @cached_property
    def agreements(self) -> list[tuple[Agreement, str]]:
        """Their own and their account's, with how they stand today: in force, lapsed or coming."""
        own = Q(customer=self.customer)
        rows = agreements_of(own | Q(account=self.customer.account_id) if self.customer.account_id else own)
        return [(agreement, standing(agreement, self.today)) for agreement in rows]

    @cached_property
    def own_equipment(self) -> list[Equipment]:
        return equipment_of(Q(customer=self.customer))

    @cached_property
    def shared_equipment(self) -> list[Equipment]:
        """What their account has besides."""
        if not self.customer.account_id:
            return []
        own = [thing.pk for thing in self.own_equipment]
        return equipment_of(Q(account=self.customer.account_id) & ~Q(pk__in=own))

    @property
    def equipment(self) -> list[Equipment]:
        """Their own (a page of them at most), then some of their account's."""
        return [*self.own_equipment, *self.shared_equipment[: max(FEW - len(self.own_equipment), 0)]]

    @property
    def has_more_equipment(self) -> bool:
        return len(self.own_equipment) + len(self.shared_equipment) > len(self.equipment)

    @cached_property
    def tickets(self) -> list[Ticket]:
        """Their last tickets of the departments that the reader may see, the open ones first."""
        rows = within_departments(self.customer.tickets.all(), self.user, "department")
        shown = list(rows.select_related("priority", "centre").order_by("-number")[: 3 * FEW])
        return sorted(shown, key=lambda ticket: ticket.state not in OPEN_STATES)

    @cached_property
    def open_tickets(self) -> list[Ticket]:
        return [ticket for ticket in self.tickets if ticket.state in OPEN_STATES]

    @cached_property
    def owed(self) -> list[CallBack]:
        """The calls that are owed to them."""
        return worklist.owed_to(self.customer.pk, None, within=department_limits(self.user))

    @property
    def may_call(self) -> bool:
        return may(self.user, Right.WORK_TICKETS)

    @cached_property
    def contacts(self) -> list[Contact]:
        return list(contact_known.visible_to(self.user).filter(customer=self.customer).order_by("-number")[: 2 * FEW])

    @cached_property
    def history(self) -> list[Told]:
        """What happened to the file, with the contacts and tickets in between, the newest first."""
        happened = [*file_history(self.customer), *map(_contact, self.contacts)]
        for ticket in self.tickets:
            happened += _ticket(ticket)
        return sorted(happened, key=lambda told: told.at, reverse=True)


def _contact(contact: Contact) -> Told:
    kind = contact.get_kind_display() if contact.kind else _("contact")
    url = address("desk:contact", contact.number)
    what = _("%(channel)s: %(kind)s") % {"channel": capfirst(contact.get_channel_display()), "kind": kind}
    return Told(at=contact.started_at, who="", icon="headset", what=what, named=str(contact), url=url)


def _ticket(ticket: Ticket) -> list[Told]:
    url, named = address("desk:ticket", ticket.number), f"{ticket} {ticket.title}"
    told = [Told(at=ticket.opened_at, who="", icon="ticket", what=_("Ticket opened"), named=named, url=url)]
    if ticket.resolved_at:
        told.append(
            Told(at=ticket.resolved_at, who="", icon="circle-check", what=_("Ticket resolved"), named=named, url=url)
        )
    return told


@dataclass(frozen=True)
class AccountPage:
    """An account with all that belongs to it."""

    account: Account
    user: User
    today: date = field(default_factory=timezone.localdate)

    @property
    def may_edit(self) -> bool:
        return may(self.user, Right.EDIT_CUSTOMERS)

    @cached_property
    def numbers(self) -> list[AccountNumber]:
        return list(self.account.numbers.all())

    @cached_property
    def customers(self) -> list[Customer]:
        return list(self.account.customers.prefetch_related("contact_points")[:PAGE])

    @cached_property
    def agreements(self) -> list[tuple[Agreement, str]]:
        rows = agreements_of(Q(account=self.account))
        return [(agreement, standing(agreement, self.today)) for agreement in rows]

    @cached_property
    def equipment(self) -> list[Equipment]:
        return equipment_of(Q(account=self.account))

    @cached_property
    def history(self) -> list[Told]:
        return file_history(self.account)


def agreements_of(owner: Q) -> QuerySet[Agreement]:
    return Agreement.objects.filter(owner).order_by("number", "pk")[:PAGE]


def equipment_of(owner: Q) -> list[Equipment]:
    rows = Equipment.objects.filter(owner).select_related("agreement", "location")
    return list(rows.order_by("retired_at", "name", "pk")[:PAGE])


def standing(agreement: Agreement, today: date) -> str:
    """How an agreement stands on a day: "in_force", "lapsed" or "coming"."""
    if agreement.is_in_force(today):
        return "in_force"
    return "lapsed" if agreement.ends_on and agreement.ends_on < today else "coming"
