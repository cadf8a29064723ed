"""Keeping the customers' file: who they are and how they are reached."""

from collections.abc import Sequence
from typing import Any, TypedDict, Unpack

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from firstline.journal.changes import plain
from firstline.journal.recording import Actor, record
from firstline.journal.refusal import Refused
from firstline.journal.versions import change
from firstline.reference.customers import numbers
from firstline.reference.customers.derived import normal_contact_point
from firstline.reference.customers.models import Account, ContactPoint, Customer, Location
from firstline.reference.customers.searching import index_customers

CHANGEABLE = ("name", "language", "account", "location", "preferred_channel", "preferred_hours", "note")
LONGEST = {"name": 200, "preferred_channel": 16, "preferred_hours": 100, "note": 10_000}
SHORTEST_NUMBER = 3


class CustomerFacts(TypedDict, total=False):
    language: str
    account: Account | None
    location: Location | None
    preferred_channel: str
    preferred_hours: str
    note: str
    source: str | None


@transaction.atomic
def create_customer(
    name: str, *, by: Actor | None, points: Sequence[tuple[str, str]] = (), **facts: Unpack[CustomerFacts]
) -> Customer:
    """Enter a customer. `points` are (kind, value), as `("phone", "+374 10 123456")`; empty ones are left out."""
    customer = Customer(name=name.strip(), **facts)
    _check(customer)
    reached = [(kind, value.strip()) for kind, value in points if value.strip()]
    for kind, value in reached:
        _check_point(kind, value)
    customer.save()
    unique: dict[tuple[str, str], str] = {}
    for kind, value in reached:
        unique.setdefault((kind, normal_contact_point(kind, value)), value)
    ContactPoint.objects.bulk_create(
        [ContactPoint(customer=customer, kind=kind, value=value) for (kind, _normal), value in unique.items()]
    )
    record("customer.created", customer, by=by, facts={"name": customer.name, "points": [list(p) for p in reached]})
    index_customers(Customer.objects.filter(pk=customer.pk))
    return customer


@transaction.atomic
def change_customer(customer: Customer, field: str, value: Any, *, seen: int | None, by: Actor | None) -> Customer:
    """Change one field. Raises `Conflict` when somebody changed it after the version `seen`; None does not ask."""
    if field not in CHANGEABLE:
        raise Refused(_("This cannot be changed here."), field=field)
    row = Customer.objects.select_for_update(of=("self",)).select_related("account", "location").get(pk=customer.pk)
    was = getattr(row, field)
    columns = change(row, {field: value.strip() if isinstance(value, str) else value}, seen=seen)
    if not columns:
        return row
    _check(row)
    row.save(update_fields=[*columns, "name_key"])
    record("customer.changed", row, by=by, facts={"field": field, "was": plain(was), "now": plain(getattr(row, field))})
    index_customers(Customer.objects.filter(pk=row.pk))
    return row


@transaction.atomic
def add_contact_point(customer: Customer, kind: str, value: str, *, by: Actor | None) -> ContactPoint:
    """Write down a telephone, fax or e-mail; one that the customer has already is given back as it is."""
    value = value.strip()
    _check_point(kind, value)
    Customer.objects.select_for_update().get(pk=customer.pk)
    point, added = ContactPoint.objects.get_or_create(
        customer=customer, kind=kind, normal=normal_contact_point(kind, value), defaults={"value": value}
    )
    if added:
        record("contact_point.added", point, context=customer, by=by, facts={"kind": kind, "value": value})
        index_customers(Customer.objects.filter(pk=customer.pk))
    return point


@transaction.atomic
def remove_contact_point(point: ContactPoint, *, by: Actor | None) -> None:
    """Strike out a number or address; the journal keeps it."""
    row = ContactPoint.objects.select_for_update(of=("self",)).select_related("customer").filter(pk=point.pk).first()
    if row is None:
        return
    record("contact_point.removed", row, context=row.customer, by=by, facts={"kind": row.kind, "value": row.value})
    row.delete()
    index_customers(Customer.objects.filter(pk=row.customer_id))


def _check(customer: Customer) -> None:
    if not customer.name:
        raise Refused(_("A customer needs a name."), field="name")
    for field, longest in LONGEST.items():
        if len(getattr(customer, field)) > longest:
            raise Refused(_("At most %(count)s characters.") % {"count": longest}, field=field)
    if customer.language and customer.language not in dict(settings.LANGUAGES):
        raise Refused(_("The desk does not speak this language."), field="language")


def _check_point(kind: str, value: str) -> None:
    if kind not in ContactPoint.Kind.values:
        raise Refused(_("This is not a kind of number or address."), field="kind")
    if len(value) > (254 if kind == ContactPoint.Kind.EMAIL else numbers.LONGEST):
        raise Refused(_("This is too long for a number or an address."), field="value")
    if kind != ContactPoint.Kind.EMAIL:
        if len(numbers.digits(value)) < SHORTEST_NUMBER:
            raise Refused(_("A telephone or fax number needs at least three digits."), field="value")
        return
    try:
        validate_email(value)
    except ValidationError as error:
        raise Refused(_("This is not an e-mail address."), field="value") from error
