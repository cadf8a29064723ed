"""What a batch of entries is about, read in a few queries however many they are, and who would be told."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.conf import settings

from firstline.casework.contacts.models import Channel, Contact
from firstline.casework.tickets.models import CallBack, Rating, Ticket
from firstline.casework.work_orders.models import Link, WorkOrder
from firstline.interfaces.channels.models import Arrival, Outgoing
from firstline.journal.models import Entry
from firstline.reference.correspondence.laid_down import LaidDown
from firstline.reference.correspondence.models import PersonalChoice
from firstline.reference.correspondence.occasions import WRITTEN, Occasion
from firstline.reference.customers.models import ContactPoint, Customer
from firstline.reference.staff.models import User

# Whoever wrote is answered where they wrote from.
IN_WRITING = (Channel.EMAIL, Channel.PORTAL)
# Who prefers one of these is not written to by the program; what a person writes goes anyway.
NOT_WRITTEN_TO = (Channel.TELEPHONE, Channel.LETTER, Channel.COUNTER)


@dataclass(frozen=True)
class Reader:
    """Where a customer reads, in which language, and under which name."""

    to: str
    name: str
    language: str
    customer: Customer | None


def _with_contacts(tickets: dict[int, Ticket], known: Mapping[int, Contact]) -> dict[int, Ticket]:
    """Tickets with their contacts, of which most are known already."""
    others = {one.contact_id for one in tickets.values() if one.contact_id and one.contact_id not in known}
    contacts = {**known, **(Contact.objects.select_related("customer").in_bulk(others) if others else {})}
    for one in tickets.values():
        one.contact = contacts[one.contact_id] if one.contact_id else None
    return tickets


class Known:
    """The tickets, contacts, orders and people of a batch of entries."""

    def __init__(self, entries: Sequence[Entry], laid: LaidDown, at: datetime, also: Iterable[Ticket] = ()) -> None:
        self.entries, self.laid, self.at, self._also = entries, laid, at, also

    def _keys(self, kind: str) -> set[int]:
        subjects = {entry.subject_id for entry in self.entries if entry.subject_kind == kind}
        return subjects | {
            entry.context_id for entry in self.entries if entry.context_kind == kind and entry.context_id
        }

    @cached_property
    def told_whole(self) -> set[int]:
        """The orders of which all customers are told."""
        verbs = ("work_order.appointed", "work_order.released")
        return {entry.subject_id for entry in self.entries if entry.verb in verbs}

    @cached_property
    def _links(self) -> Mapping[int, list[Link]]:
        """The tickets of these, by order."""
        links: dict[int, list[Link]] = defaultdict(list)
        for link in Link.objects.filter(order__in=self.told_whole).order_by("pk"):
            links[link.order_id].append(link)
        return links

    @cached_property
    def tickets(self) -> Mapping[int, Ticket]:
        keys = (
            {one.pk for one in self._also}
            | self._keys("ticket")
            | {link.ticket_id for links in self._links.values() for link in links}
        )
        return _with_contacts(Ticket.objects.select_related("customer", "assignee").in_bulk(keys), self.contacts)

    @cached_property
    def orders(self) -> Mapping[int, WorkOrder]:
        return WorkOrder.objects.in_bulk(self._keys("work_order"))

    @cached_property
    def contacts(self) -> Mapping[int, Contact]:
        return Contact.objects.select_related("customer").in_bulk(self._keys("contact"))

    @cached_property
    def ticketed(self) -> set[int]:
        """The contacts of these that tickets were made of."""
        return set(Ticket.objects.filter(contact__in=list(self.contacts)).values_list("contact_id", flat=True))

    @cached_property
    def call_backs(self) -> Mapping[int, CallBack]:
        return CallBack.objects.in_bulk(self._keys("call_back"))

    @cached_property
    def staff(self) -> Mapping[int, User]:
        """Everybody who may be told, which is a small table."""
        return {user.pk: user for user in User.objects.filter(is_active=True).prefetch_related("departments")}

    @cached_property
    def addresses(self) -> Mapping[int, str]:
        """The first e-mail address in the file of each customer."""
        customers = {ticket.customer_id for ticket in self.tickets.values()}
        customers |= {contact.customer_id for contact in self.contacts.values()}
        points = ContactPoint.objects.filter(customer__in=customers, kind=ContactPoint.Kind.EMAIL).order_by("-id")
        return dict(points.values_list("customer", "value"))

    @cached_property
    def answered(self) -> Mapping[tuple[str, int], str]:
        """The Message-ID of the last message that came about each ticket and contact."""
        found: dict[tuple[str, int], str] = {}
        for kind, keys in (("ticket", self.tickets), ("contact", self._of_tickets() | set(self.contacts))):
            rows = Arrival.objects.filter(**{f"{kind}__in": list(keys)}).exclude(message_id="").order_by("id")
            found |= {(kind, key): message_id for key, message_id in rows.values_list(kind, "message_id")}
        return found

    def answers(self, ticket: Ticket | None, contact: Contact | None) -> str:
        """The Message-ID that a letter answers: of the last message about the ticket, else about its contact."""
        of_ticket = self.answered.get(("ticket", ticket.pk), "") if ticket else ""
        return of_ticket or (self.answered.get(("contact", contact.pk), "") if contact else "")

    def _of_tickets(self) -> set[int]:
        return {ticket.contact_id for ticket in self.tickets.values() if ticket.contact_id}

    @cached_property
    def written_already(self) -> set[int]:
        """The entries that somebody has put a message into the outbox for by hand."""
        rows = Outgoing.objects.filter(cause__in=[entry.pk for entry in self.entries])
        return {cause for cause in rows.values_list("cause", flat=True) if cause}

    @cached_property
    def asked_to_rate(self) -> set[int]:
        """The tickets whose customers have rated or were asked to: that is done once."""
        keys = list(self.tickets)
        asked = Outgoing.objects.filter(ticket__in=keys, occasion=Occasion.DONE).values_list("ticket", flat=True)
        return set(asked) | set(Rating.objects.filter(ticket__in=keys).values_list("ticket", flat=True))

    def of_order(self, order: int) -> Iterator[Ticket]:
        """The open tickets of an order of which all customers are told."""
        for link in self._links.get(order, ()):
            ticket = self.tickets.get(link.ticket_id)
            if ticket is not None and ticket.is_open:
                yield ticket

    def reader_of(self, thing: Ticket | Contact, occasion: str) -> Reader | None:
        """Where the customer of a ticket or contact reads what is told on this occasion; None where they do not."""
        contact = thing.contact if isinstance(thing, Ticket) else thing
        customer = thing.customer
        wrote = contact is not None and contact.channel in IN_WRITING and bool(contact.caller_email)
        on_file = self.addresses.get(customer.pk, "") if customer else ""
        to = contact.caller_email if contact and (wrote or not on_file) else on_file
        prefers = customer.preferred_channel if customer else ""
        if not to or (prefers in NOT_WRITTEN_TO and not wrote and occasion not in WRITTEN):
            return None
        spoken = (customer.language if customer else "", thing.language, contact.language if contact else "")
        language = next((one for one in spoken if one), settings.LANGUAGE_CODE)
        name = customer.name if customer else contact.caller_name if contact else ""
        return Reader(to, name, language, customer)

    def due(self, occasion: str, department: int | None) -> datetime | None:
        """When a notice to a customer is due; None where no such notice is sent."""
        rule = self.laid.rule(occasion, department)
        return self.at + timedelta(minutes=rule.gather_minutes) if rule.is_on else None

    def due_to(self, user: User, occasion: str, department: int | None) -> tuple[datetime, bool] | None:
        """The same of one to staff, as they wish it, and whether it goes together with others."""
        way, due = self.laid.way(user.pk, occasion), self.due(occasion, department)
        if due is None or way == PersonalChoice.Way.NEVER:
            return None
        if way == PersonalChoice.Way.HOURLY:
            return self.at.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1), True
        return due, due > self.at

    def having(self, role: Iterable[str], department: int | None) -> Iterator[User]:
        """Members of staff of these roles whom a department's tickets concern."""
        for user in self.staff.values():
            limits = {row.pk for row in user.departments.all()}
            if user.role in role and (not limits or department is None or department in limits):
                yield user
