"""From the contact into the customer's file: what is new goes there only when the analyst says so (C4)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from firstline.casework.contacts import reception
from firstline.casework.contacts.editing import hold
from firstline.casework.contacts.models import Channel, Contact
from firstline.journal.refusal import Refused
from firstline.reference.customers import keeping
from firstline.reference.customers.derived import normal_contact_point
from firstline.reference.customers.models import ContactPoint, Customer
from firstline.reference.staff.models import User


@dataclass(frozen=True)
class New:
    """Something that the contact says and the customer's file does not: the contact's field and the value."""

    field: str
    value: Any


def news(contact: Contact) -> list[New]:
    """What the contact says otherwise than the customer's file; nothing while it has no customer."""
    customer = contact.customer
    if customer is None:
        return []
    points = {point.normal for point in customer.contact_points.all()}
    reached = (("caller_number", _kind_of_number(contact)), ("caller_email", ContactPoint.Kind.EMAIL))
    numbers = {field: normal_contact_point(kind, getattr(contact, field)) for field, kind in reached}
    return [
        *_other("caller_name", contact.caller_name.strip(), customer.name),
        *(New(field, getattr(contact, field)) for field, normal in numbers.items() if normal and normal not in points),
        *_other("language", contact.language, customer.language),
        *_other("account", contact.account, customer.account),
        *_other("location", contact.location, customer.location),
    ]


def write_down(contact: Contact, field: str, *, by: User | None) -> Customer:
    """Put one field of the contact into the customer's file: a number or address is added, anything else replaced."""
    customer = contact.customer
    if customer is None or field not in WRITERS:
        raise Refused(_("First say which customer it is."))
    value = getattr(contact, field)
    if not value:
        raise Refused(_("There is nothing to write into the customer's file."), field=field)
    WRITERS[field](contact, customer, value, by)
    return customer


@transaction.atomic
def new_customer(contact: Contact, *, by: User | None) -> Contact:
    """Open a file for somebody whom the directory does not know, from what the contact says, and tie them together."""
    held = hold(contact)
    customer = keeping.create_customer(
        held.caller_name,
        by=by,
        points=[(_kind_of_number(held), held.caller_number), (ContactPoint.Kind.EMAIL, held.caller_email)],
        language=held.language,
        account=held.account,
        location=held.location,
    )
    return reception.identify(held, customer, by=by)


def _other(field: str, here: Any, on_file: Any) -> list[New]:
    return [New(field, here)] if here and here != on_file else []


def _kind_of_number(contact: Contact) -> str:
    return ContactPoint.Kind.FAX if contact.channel == Channel.FAX else ContactPoint.Kind.PHONE


def _number(contact: Contact, customer: Customer, value: str, by: User | None) -> None:
    keeping.add_contact_point(customer, _kind_of_number(contact), value, by=by)


def _email(_contact: Contact, customer: Customer, value: str, by: User | None) -> None:
    keeping.add_contact_point(customer, ContactPoint.Kind.EMAIL, value, by=by)


def _field(name: str) -> Callable[[Contact, Customer, Any, User | None], None]:
    def write(_contact: Contact, customer: Customer, value: Any, by: User | None) -> None:
        keeping.change_customer(customer, name, value, seen=None, by=by)

    return write


WRITERS = {
    "caller_name": _field("name"),
    "caller_number": _number,
    "caller_email": _email,
    "language": _field("language"),
    "account": _field("account"),
    "location": _field("location"),
}
