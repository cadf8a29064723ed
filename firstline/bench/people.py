"""Customers by the ten thousand, invented."""

from collections.abc import Callable
from random import Random

from firstline.journal.copying import copy_in, reserve_ids
from firstline.reference.customers.models import ContactPoint, Customer, Location
from firstline.reference.customers.searching import index_customers

BATCH = 2000
FIRST = ("Olivia", "Noah", "Camille", "Julien", "Lucía", "Javier", "Zofia", "Łukasz", "มาลี", "วิชัย", "Grace", "Mathis")
LAST = ("Carter", "Lefèvre", "Núñez", "Kowalska", "ใจดี", "Hughes", "Garnier", "Ibáñez", "Wiśniewski", "Doyle")
PARTS = (
    "ber",
    "lin",
    "mar",
    "ton",
    "ros",
    "field",
    "wal",
    "den",
    "hol",
    "ker",
    "san",
    "vic",
    "tor",
    "mey",
    "gra",
    "nat",
)
STREETS = ("Mill Lane", "Harbour Street", "Station Road", "Orchard Way", "Ropewalk", "Long Acre", "Canal Side")
MIDDLE = (51.2105, -1.4820)


def settle(count: int, chance: Random, say: Callable[[str], None]) -> None:
    """Add customers until there are `count`, each with a place and a telephone of their own."""
    there = Customer.objects.count()
    while there < count:
        size = min(BATCH, count - there)
        newest = _batch(there, size, chance)
        index_customers(Customer.objects.filter(pk__gte=newest))
        there += size
        say(f"{there} customers")


def _batch(begin: int, size: int, chance: Random) -> int:
    """Add some; gives the lowest of their keys."""
    places = [
        Location(
            pk=pk,
            address=f"{chance.randrange(1, 900)} {chance.choice(STREETS)}",
            postcode=f"{chance.randrange(10000, 99999)}",
            city="Exampleville",
            latitude=MIDDLE[0] + chance.gauss(0, 0.03),
            longitude=MIDDLE[1] + chance.gauss(0, 0.05),
        )
        for pk in reserve_ids(Location, size)
    ]
    customers = [
        Customer(pk=pk, name=_name(chance), location_id=place.pk, language="en")
        for pk, place in zip(reserve_ids(Customer, size), places, strict=True)
    ]
    points = [
        ContactPoint(pk=pk, customer_id=customer.pk, kind=ContactPoint.Kind.PHONE, value=f"+1617{5000000 + begin + n}")
        for n, (pk, customer) in enumerate(zip(reserve_ids(ContactPoint, size), customers, strict=True))
    ]
    for rows in (places, customers, points):
        copy_in(rows)
    return customers[0].pk


def _name(chance: Random) -> str:
    """A first name and a last one, most of them made of syllables, so that names are as many as in a real city."""
    last = chance.choice(LAST) if chance.random() < 0.2 else "".join(chance.choices(PARTS, k=3)).capitalize()
    return f"{chance.choice(FIRST)} {last}"
