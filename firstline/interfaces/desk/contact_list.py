"""The list of contacts: what it is limited to, and one page of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import Q
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from firstline.casework.contacts.models import Channel, Contact, ContactQuerySet, Kind
from firstline.interfaces.desk.contact_known import visible_to
from firstline.interfaces.desk.drawn import drawn, joined
from firstline.interfaces.desk.forms.contacts import key_of
from firstline.reference.customers.models import Customer
from firstline.reference.staff.models import User
from firstline.search.querying import query

PAGE = 50
LONGEST_TEXT = 200
STATES = ("all", "open", "closed")
MOST_FOUND = 500
TYPED = ("words", "caller_name", "caller_number", "caller_email", "place", "note")


@dataclass(frozen=True)
class Filters:
    """What the list is limited to, as it stands in the address. `after` is the last row of the page before."""

    state: str = "all"
    kind: str = ""
    channel: str = ""
    mine: str = ""
    customer: int | None = None
    q: str = ""
    after: str = ""

    @classmethod
    def read(cls, sent: Mapping[str, str]) -> "Filters":
        """From an address; whatever makes no sense there is left out."""
        after = sent.get("after", "")
        return cls(
            state=_one_of(STATES, sent.get("state", "")) or "all",
            kind=_one_of(Kind.values, sent.get("kind", "")),
            channel=_one_of(Channel.values, sent.get("channel", "")),
            mine=_one_of(("taken", "comments"), sent.get("mine", "")),
            customer=key_of(sent.get("customer", "")),
            q=sent.get("q", "").replace("\x00", "").strip()[:LONGEST_TEXT],
            after=after if after[:1] in ("o", "c") and key_of(after[1:]) else "",
        )

    def address(self, **other: object) -> str:
        """The address of this list with some filters otherwise, from its beginning."""
        facts = {**self.__dict__, "after": "", **other}
        return "?" + urlencode({name: value for name, value in facts.items() if value and value != "all"})

    @cached_property
    def is_any(self) -> bool:
        return bool(self.kind or self.channel or self.mine or self.customer or self.q or self.state != "all")


def _one_of(possible: Sequence[str], value: str) -> str:
    return value if value in possible else ""


@dataclass(frozen=True)
class Group:
    """Rows that stand together, under a heading where there are others; `pieces` are they as drawn."""

    title: str
    rows: list[Contact]
    pieces: SafeString


@dataclass(frozen=True)
class Page:
    """Rows of the list, the open ones first, and the address of the next page if there is one."""

    filters: Filters
    groups: list[Group]
    next_page: str
    kinds = Kind.choices
    channels = Channel.choices

    @property
    def rows(self) -> list[Contact]:
        return [contact for group in self.groups for contact in group.rows]

    @property
    def chips(self) -> list[tuple[str, str]]:
        """The filters in force that have no box of their own, each with the address without it."""
        if not self.filters.customer:
            return []
        customer = Customer.objects.filter(pk=self.filters.customer).first()
        return [(customer.name if customer else str(self.filters.customer), self.filters.address(customer=""))]


def found_by(filters: Filters, user: User) -> ContactQuerySet:
    """All that the list is limited to, newest first."""
    rows = _limited(visible_to(user), filters, user).newest_before(None)
    return {"open": rows.open, "closed": rows.closed}.get(filters.state, rows.all)()


def page_of(filters: Filters, user: User) -> Page:
    """One page, newest first within the open and within the closed ones, however many there are before it."""
    rows = _limited(visible_to(user), filters, user).only("number", "version", "closed_at")
    where, before = filters.after[:1], int(filters.after[1:]) if filters.after else None
    found: list[Contact] = []
    if filters.state != "closed" and where != "c":
        found = list(rows.open().newest_before(before)[: PAGE + 1])
    if filters.state != "open" and len(found) <= PAGE:
        start = before if where == "c" else None
        found += rows.closed().newest_before(start)[: PAGE + 1 - len(found)]
    last = found[PAGE - 1] if len(found) > PAGE else None
    after = filters.address(after=f"{'o' if last.is_open else 'c'}{last.number}") if last else ""
    return Page(filters, _grouped(found[:PAGE]), after)


def _grouped(rows: list[Contact]) -> list[Group]:
    pieces = _drawn(rows)
    count = sum(contact.is_open for contact in rows)
    both = ((_("Open"), slice(count)), (_("Closed"), slice(count, None)))
    return [Group(title, rows[part], joined(pieces[part])) for title, part in both if rows[part]]


def _drawn(rows: list[Contact]) -> list[str]:
    """Each row as its template draws it; read whole only where it is not in memory."""

    def facts(places: list[int]) -> dict[int, Contact]:
        whole = Contact.objects.filter(pk__in=[rows[place].pk for place in places]).for_rows().in_bulk()
        return {place: whole[rows[place].pk] for place in places if rows[place].pk in whole}

    keys = [f"{contact.pk}:{contact.version}:{contact.closed_at or ''}".replace(" ", "T") for contact in rows]
    return drawn("desk/contacts/_rows.html", keys, facts, now=timezone.now())


def _limited(rows: ContactQuerySet, filters: Filters, user: User) -> ContactQuerySet:
    for condition in _conditions(filters, user):
        rows = rows.filter(condition)
    return rows


def _conditions(filters: Filters, user: User) -> Iterator[Q]:
    if filters.kind:
        yield Q(kind=filters.kind)
    if filters.channel:
        yield Q(channel=filters.channel)
    if filters.mine == "taken":
        yield Q(taken_by=user)
    if filters.mine == "comments":
        yield Q(responsible=user)
    if filters.customer:
        yield Q(customer=filters.customer)
    if filters.q:
        yield _holds(filters.q)


def _holds(text: str) -> Q:
    """Closed contacts stand in the index with all their words; what is still being written is looked at itself."""
    found = [hit.object_id for hit in query(text, kinds=["contact"], limit=MOST_FOUND, as_typed=True)]
    typed = Q(pk__in=[])
    for field in TYPED:
        typed |= Q(**{f"{field}__icontains": text})
    return Q(pk__in=found) | Q(number=key_of(text.lstrip("Cc"))) | (Q(closed_at__isnull=True) & typed)
