"""Who is it? One question over every number, e-mail, name, address, account, agreement and serial number (C3)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from operator import itemgetter
from typing import TypeVar

import phonenumbers
from django.conf import settings
from django.db import connection
from django.db.models import Count, Min, QuerySet
from django.utils.translation import gettext as _

from firstline.journal.prepared import Prepared
from firstline.language.tokens import analyse
from firstline.reference.customers import numbers
from firstline.reference.customers.derived import name_key
from firstline.reference.customers.models import ContactPoint, Customer, Equipment
from firstline.search.querying import query

LONGEST_QUESTION = 300
SHORTEST_CODE = 3
SHORTEST_NAME = 2
# An ending this long is a number without its country or area code; a shorter one is no answer to "who is calling?".
SHORTEST_CALLING_SUFFIX = 7

# What a list shows of a customer. More is read by whoever asks for more of one of them.
_SHOWN = (
    *("name", "account__name"),
    *("location__alias", "location__address", "location__building", "location__floor", "location__unit"),
    *("location__postcode", "location__city", "location__landmark"),
)
Found = tuple[int, str]
T = TypeVar("T", ContactPoint, Equipment)
_WRITING_FROM: Prepared[ContactPoint] = Prepared(
    lambda normal: (
        ContactPoint.objects.select_related("customer__account").filter(kind="email", normal=normal).order_by("id")[:5]
    ),
    str,
)


@dataclass(frozen=True)
class Hit:
    """A customer who may be meant, and why; with the ways to reach them."""

    customer: Customer
    because: str
    points: Sequence[ContactPoint] = ()


def find(text: str, *, region: str | None = None, limit: int = 20) -> list[Hit]:
    """Customers who may be meant by what was typed, likeliest first; never an error, whatever it is.

    Who has exactly this number, e-mail or code comes alone; else endings and beginnings of them, then names that
    begin so, then words. `region` says how a number without a country code is meant (default: the desk's own).
    """
    text = text[:LONGEST_QUESTION].replace("\x00", " ").encode(errors="ignore").decode().strip()
    region = region or settings.PHONE_REGION
    exact = _hits(chain(_same_number(text, region), _same_email(text), _codes(text)), limit)
    if exact:
        return exact
    begun = chain(_ending(text, region), _codes(text, ending="%"), _names_beginning(text), _emails_beginning(text))
    return _hits(chain(begun, _words(text, limit)), limit, asked=text)


def by_number(number: str, *, region: str | None = None, limit: int = 20) -> list[Hit]:
    """Customers whom an incoming call or fax from `number` may come from, likeliest first."""
    region = region or settings.PHONE_REGION
    exact = _hits(_same_number(number, region), limit)
    if exact:
        return exact
    return _hits(chain(_local(number, region), _ending(number, region, SHORTEST_CALLING_SUFFIX)), limit)


def by_email(address: str) -> list[Customer]:
    """Customers who write from this address; several share one at times."""
    return [point.customer for point in _WRITING_FROM.all(numbers.normal_email(address))]


def only_by_email(addresses: Iterable[str]) -> dict[str, Customer]:
    """The customer who alone writes from each of these addresses, by the address; those without one are left out."""
    normal = {address: numbers.normal_email(address) for address in addresses}
    points = ContactPoint.objects.filter(kind="email", normal__in=set(normal.values())).order_by()
    found = points.values_list("normal").annotate(count=Count("pk"), whose=Min("customer"))
    whose = {one: customer for one, count, customer in found if count == 1}
    customers = Customer.objects.select_related("account").in_bulk(whose.values()) if whose else {}
    return {address: customers[whose[one]] for address, one in normal.items() if one in whose}


def _hits(found: Iterable[Found], limit: int, *, asked: str = "") -> list[Hit]:
    """The first `limit` customers found, each once, with all that a list of them shows."""
    because: dict[int, str] = {}
    for ident, reason in found:
        because.setdefault(ident, reason)
        if len(because) >= limit:
            break
    if not because:
        return []
    customers = Customer.objects.select_related("account", "location").only(*_SHOWN).in_bulk(list(because))
    points = _by_customer(ContactPoint.objects.filter(customer__in=customers))
    hits = [Hit(customers[ident], reason, points[ident]) for ident, reason in because.items() if ident in customers]
    return _explained(hits, asked) if asked else hits


def _by_customer(rows: Iterable[T]) -> defaultdict[int | None, list[T]]:
    found: defaultdict[int | None, list[T]] = defaultdict(list)
    for row in rows:
        found[row.customer_id].append(row)
    return found


def _same_number(text: str, region: str) -> Iterator[Found]:
    either = dict.fromkeys(chain(numbers.readings(text, region), _numbers_within(text, region)))
    possible = [each for each in either if len(each) >= SHORTEST_CODE]
    points = _numbers().filter(normal__in=possible) if possible else ()
    for point in sorted(points, key=lambda point: possible.index(point.normal)):
        yield point.customer_id, _point(point)


def _numbers_within(text: str, region: str) -> Iterator[str]:
    """Numbers that stand in a longer text, such as "Ana 010 123456"."""
    if numbers.looks_like_number(text) or not any(map(str.isdigit, text)):
        return
    for match in phonenumbers.PhoneNumberMatcher(text, region, leniency=phonenumbers.Leniency.POSSIBLE, max_tries=20):
        yield from numbers.readings(match.raw_string, region)


def _ending(text: str, region: str, shortest: int = numbers.SHORTEST_SUFFIX) -> Iterator[Found]:
    if not numbers.looks_like_number(text):
        return
    for ending in numbers.endings(text, region):
        if len(ending) >= shortest:
            points = _numbers().filter(backwards__startswith=ending[::-1])
            yield from ((point.customer_id, _point(point)) for point in points[:50])


def _local(number: str, region: str) -> Iterator[Found]:
    points = _numbers().filter(normal__in=numbers.local_parts(number, region))
    yield from ((point.customer_id, _point(point)) for point in sorted(points, key=lambda point: -len(point.normal)))


def _numbers() -> QuerySet[ContactPoint]:
    return ContactPoint.objects.exclude(kind=ContactPoint.Kind.EMAIL).order_by("customer__name_key", "customer_id")


def _point(point: ContactPoint) -> str:
    return f"{point.get_kind_display()} {point.value}"


def _same_email(text: str) -> Iterator[Found]:
    if "@" in text:
        yield from _emails(ContactPoint.objects.filter(normal=numbers.normal_email(text)))


def _emails_beginning(text: str) -> Iterator[Found]:
    begun = numbers.normal_email(text)
    if len(begun) >= SHORTEST_CODE and " " not in begun:
        yield from _emails(ContactPoint.objects.filter(normal__startswith=begun))


def _emails(points: QuerySet[ContactPoint]) -> Iterator[Found]:
    emails = points.filter(kind=ContactPoint.Kind.EMAIL).order_by("normal", "customer_id")
    yield from ((point.customer_id, _point(point)) for point in emails[:50])


# Whatever carries a number belongs to a customer, or to an account and so to all its customers.
_CODES = """
WITH known (account_id, customer_id, number, kind, normal) AS (
    SELECT account_id, NULL, number, 'account', normal FROM customers_accountnumber WHERE normal LIKE %(code)s
    UNION ALL SELECT account_id, customer_id, number, 'agreement', normal FROM customers_agreement
        WHERE normal LIKE %(code)s
    UNION ALL SELECT account_id, customer_id, serial_number, 'serial', normal_serial FROM customers_equipment
        WHERE normal_serial LIKE %(code)s
)
SELECT customer.id, known.kind, known.number
FROM known JOIN customers_customer customer
    ON customer.id = known.customer_id OR customer.account_id = known.account_id
ORDER BY known.normal, customer.name_key, customer.id LIMIT 50
"""


def _codes(text: str, ending: str = "") -> Iterator[Found]:
    """Customers by account, agreement or serial number; without a digit in it a text is none of these."""
    code = numbers.normal_code(text)
    if len(code) < SHORTEST_CODE or not any(map(str.isdigit, code)):
        return
    with connection.cursor() as cursor:
        cursor.execute(_CODES, {"code": code + ending})
        rows = cursor.fetchall()
    yield from ((ident, _code(kind, number)) for ident, kind, number in rows)


def _code(kind: str, number: str) -> str:
    if kind == "serial":
        return _("serial number %(number)s") % {"number": number}
    if kind == "agreement":
        return _("agreement number %(number)s") % {"number": number}
    return _("account number %(number)s") % {"number": number}


def _names_beginning(text: str) -> Iterator[Found]:
    key = name_key(text)
    if len(key) >= SHORTEST_NAME:
        rows = Customer.objects.filter(name_key__startswith=key).values_list("pk", flat=True)
        yield from ((ident, _("name")) for ident in rows[:50])


def _words(text: str, limit: int) -> Iterator[Found]:
    for hit in query(text, kinds=["customer"], limit=limit, as_typed=True):
        yield hit.object_id, ""


def _explained(hits: list[Hit], asked: str) -> list[Hit]:
    """Gives a reason where none is known yet: the text that holds most of the words asked for, the first of several."""
    roots = {token.root for token in analyse(asked)}
    fullest = {hit.customer.pk: _fullest(_texts(hit), roots) for hit in hits if not hit.because}
    # Equipment is only read of those whom nothing else explains.
    rest = [ident for ident, (held, _shown) in fullest.items() if held < len(roots)]
    things = _by_customer(Equipment.objects.filter(customer__in=rest) if rest else ())
    for ident in rest:
        of_things = _fullest(((str(thing), str(thing)) for thing in things[ident]), roots)
        fullest[ident] = max(fullest[ident], of_things, key=itemgetter(0))
    because = {ident: shown if held else _("words") for ident, (held, shown) in fullest.items()}
    return [replace(hit, because=because.get(hit.customer.pk, hit.because)) for hit in hits]


def _fullest(texts: Iterable[tuple[str, str]], roots: set[str]) -> tuple[int, str]:
    """How many of the words stand in the text that holds most of them, and how it is named."""
    most, found = 0, ""
    for shown, text in texts:
        held = len(roots & {token.root for token in analyse(text)})
        if held > most:
            most, found = held, shown
        if most == len(roots):
            break
    return most, found


def _texts(hit: Hit) -> Iterator[tuple[str, str]]:
    """What a reason can name, and the words behind it."""
    customer = hit.customer
    yield _("name"), customer.name
    if customer.account:
        yield customer.account.name, customer.account.name
    if customer.location:
        yield str(customer.location), f"{customer.location} {customer.location.landmark}"
    for point in hit.points:
        yield _point(point), point.value
