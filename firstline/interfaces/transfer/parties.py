"""Whom a row belongs to: the customer and the account it names, and the place."""

from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext as _

from firstline.interfaces.transfer.cells import Cells
from firstline.interfaces.transfer.made import Made
from firstline.interfaces.transfer.reading import RowRefused
from firstline.journal.recording import Actor
from firstline.reference.customers.accounts import create_account
from firstline.reference.customers.belongings import LocationFacts, create_location
from firstline.reference.customers.models import Account, AccountNumber, ContactPoint, Customer, Location
from firstline.reference.customers.numbers import normal_code, normal_email


class OfAccount(Protocol):
    """A row that names an account by its number, its name or both."""

    @property
    def account(self) -> str: ...

    @property
    def account_number(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Party:
    """The customer, by source key or e-mail, and the account that a row names; "" where it names none."""

    customer: str
    customer_email: str
    account: str
    account_number: str


def read_party(cells: Cells) -> Party:
    key = cells.text("customer")
    return Party(
        customer=cells.mapping.source(key, "customers") if key else "",
        customer_email=cells.text("customer_email"),
        account=cells.text("account"),
        account_number=cells.text("account_number"),
    )


def read_place(cells: Cells, *more: str) -> LocationFacts:
    """What a row says of a place."""
    latitude, longitude = cells.point()
    texts = {name: cells.text(name) for name in ("address", "area", "postcode", "city", *more)}
    facts: LocationFacts = {"latitude": latitude, "longitude": longitude}
    facts.update({name: text for name, text in texts.items() if text})  # type: ignore[typeddict-item]
    return facts


def customer_of(party: Party) -> Customer | None:
    """The customer a row names; RowRefused when there is no such one, or several."""
    if party.customer:
        found = Customer.objects.filter(source=party.customer).first()
        if found is None:
            raise RowRefused(_("no customer came in with the key %(key)s.") % {"key": party.customer})
        return found
    if party.customer_email:
        points = ContactPoint.objects.filter(kind="email", normal=normal_email(party.customer_email))
        owners = list(Customer.objects.filter(contact_points__in=points).distinct()[:2])
        if len(owners) != 1:
            said = (
                _("several customers have the e-mail address %(email)s.")
                if owners
                else _("no customer has the e-mail address %(email)s.")
            )
            raise RowRefused(said % {"email": party.customer_email})
        return owners[0]
    return None


def account_of(row: OfAccount, made: Made, *, by: Actor) -> Account | None:
    """The account with this number in any spelling, else of this name; made where there is none."""
    if row.account_number:
        numbers = AccountNumber.objects.select_related("account")
        known = numbers.filter(normal=normal_code(row.account_number)).first()
        if known:
            return known.account
        account = create_account(row.account or row.account_number, by=by, numbers=[row.account_number])
    elif row.account:
        there = Account.objects.filter(name=row.account).first()
        if there:
            return there
        account = create_account(row.account, by=by)
    else:
        return None
    made.add(account)
    return account


def place_of(facts: LocationFacts, made: Made, *, by: Actor) -> Location | None:
    """A new place, where the row names an address or at least a building."""
    if not (facts.get("address") or facts.get("building")):
        return None
    location = create_location(by=by, **facts)
    made.add(location)
    return location
