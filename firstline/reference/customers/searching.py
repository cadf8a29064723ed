"""What of a customer can be found by words."""

from collections.abc import Iterable, Iterator

from django.db.models import QuerySet

from firstline.reference.customers.models import Account, ContactPoint, Customer, Equipment, Location
from firstline.search.documents import Document, index_many


def index_customers(customers: QuerySet[Customer]) -> None:
    """Put these customers into the index as they are now; to be called in the transaction that changed them."""
    index_many(documents(customers))


def documents(customers: QuerySet[Customer]) -> Iterator[Document]:
    """One document per customer, in a fixed number of queries per thousand of them."""
    rows = customers.select_related("account", "location").prefetch_related(
        "contact_points",
        "account__numbers",
        "account__agreements",
        "account__equipment__location",
        "agreements",
        "equipment__location",
    )
    for customer in rows.iterator(chunk_size=1000):
        yield Document("customer", customer.pk, title=customer.name, body="\n".join(_texts(customer)))


def _texts(customer: Customer) -> Iterator[str]:
    # Not the telephone numbers: pieces of them would find everybody of the same country or town.
    yield from (point.value for point in customer.contact_points.all() if point.kind == ContactPoint.Kind.EMAIL)
    yield from _place(customer.location)
    yield customer.note
    yield from _things(customer.equipment.all())
    yield from (agreement.number for agreement in customer.agreements.all())
    if customer.account:
        yield from _account(customer.account)


def _account(account: Account) -> Iterator[str]:
    yield account.name
    yield from (number.number for number in account.numbers.all())
    yield from (agreement.number for agreement in account.agreements.all())
    yield from _things(account.equipment.all())


def _things(equipment: Iterable[Equipment]) -> Iterator[str]:
    for thing in equipment:
        yield str(thing)
        yield from _place(thing.location)


def _place(location: Location | None) -> Iterator[str]:
    if location:
        yield str(location)
        yield f"{location.landmark} {location.area}"
