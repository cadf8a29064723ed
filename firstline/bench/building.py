"""A desk of many tickets, built in bulk: the demo's city grown to the size asked for."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import count
from random import Random
from typing import Any, NamedTuple

from django.db import connection
from django.utils import timezone

from firstline.bench.people import settle
from firstline.casework.contacts.models import Channel, Contact, Kind, Outcome
from firstline.casework.tickets.models import OPEN_STATES, State, Ticket
from firstline.casework.tickets.searching import document
from firstline.journal.copying import copy_in, reserve_ids
from firstline.journal.models import Entry
from firstline.journal.numbers import reserve
from firstline.journal.quiet import quietly
from firstline.reference.customers.models import Customer
from firstline.reference.staff.models import User
from firstline.search.documents import Document, index_many
from firstline.search.terms import rebuild_terms

BATCH = 2000
YEARS = 5
# Every tenth of them is about as young as those that are still open.
YOUNG = 0.1
MARK = "built by firstline bench; the password is "


class Caller(NamedTuple):
    """What a ticket takes from its customer."""

    pk: int
    name: str
    address: str
    latitude: float | None
    longitude: float | None


class Model(NamedTuple):
    """A ticket of the demo, after which others are made: what it says, and where it goes."""

    title: str
    words: str
    code_id: int
    department_id: int
    priority_id: int
    priority_rank: int
    centre_id: int


def build(tickets: int, open_share: float, say: Callable[[str], None]) -> None:
    """Add customers, contacts, tickets and their entries to the demo's until there are `tickets`."""
    chance = Random(7)  # noqa: S311 the same city every time
    settle(max(300, tickets // 10), chance, say)
    city = City(tickets, open_share, chance)
    for batch in count(1):
        if city.made >= tickets:
            break
        city.grow(min(BATCH, tickets - city.made))
        if batch % 5 == 0:
            say(f"{city.made} tickets")
    say("counting words and rows")
    rebuild_terms()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("CHECKPOINT")


def mark_as_built(password: str) -> None:
    """Write into the database that it holds nothing but what a bench has built, and how to sign in to it."""
    with connection.cursor() as cursor:
        words = f"{MARK}{password}"
        cursor.execute("SELECT format('COMMENT ON DATABASE %%I IS %%L', current_database(), %s::text)", [words])
        cursor.execute(cursor.fetchone()[0])


def password_of_built() -> str | None:
    """How to sign in to the desk that a bench has built in this database; None where none has, so hands off."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
        )
        words = cursor.fetchone()[0] or ""
    return words.removeprefix(MARK) if words.startswith(MARK) else None


class City:
    """The tickets made so far, and what others are made of."""

    def __init__(self, tickets: int, open_share: float, chance: Random) -> None:
        self.tickets, self.open_share, self.chance = tickets, open_share, chance
        self.made = Ticket.objects.count()
        self.now = timezone.now()
        columns = [column for column in Model._fields if column != "code_id"]
        rows = Ticket.objects.filter(code__isnull=False).values_list(*columns, "code_id").order_by("pk")
        self.models = [Model(**dict(zip([*columns, "code_id"], row, strict=True))) for row in rows]
        self.staff = list(User.objects.order_by("pk"))
        places = ("pk", "name", "location__address", "location__latitude", "location__longitude")
        self.callers = [Caller(*row) for row in Customer.objects.order_by("pk").values_list(*places)]

    def grow(self, size: int) -> None:
        """One batch: contacts, tickets of them, their entries and what can be found of them."""
        with quietly():
            contacts = list(self._contacts(size))
            tickets = list(self._tickets(contacts))
            entries = [entry for ticket in tickets for entry in self._entries(ticket)]
            for entry, pk in zip(entries, reserve_ids(Entry, len(entries)), strict=True):
                entry.pk = pk
            for rows in (contacts, tickets, entries):
                copy_in(rows)
            index_many(map(document, tickets))
            index_many(map(_contact_document, contacts))
        self.made += size

    def _contacts(self, size: int) -> Iterator[Contact]:
        span = timedelta(days=365 * YEARS)
        first = reserve("contact", size)
        for n, pk in enumerate(reserve_ids(Contact, size)):
            caller, model = self.chance.choice(self.callers), self.chance.choice(self.models)
            started = self.now - span * (1 - (self.made + n) / max(self.tickets, 1)) - timedelta(minutes=5)
            yield Contact(
                pk=pk,
                number=first + n,
                channel=Channel.TELEPHONE,
                kind=Kind.ACTION,
                started_at=started,
                ended_at=started + timedelta(minutes=4),
                closed_at=started + timedelta(minutes=5),
                outcome=Outcome.TICKETED,
                taken_by=self.chance.choice(self.staff),
                customer_id=caller.pk,
                caller_name=caller.name,
                words=model.words,
                place=caller.address or "",
                first_code_id=model.code_id,
            )

    def _tickets(self, contacts: Sequence[Contact]) -> Iterator[Ticket]:
        by_words = {model.words: model for model in self.models}
        by_pk = {caller.pk: caller for caller in self.callers}
        first = reserve("ticket", len(contacts))
        for n, (pk, contact) in enumerate(zip(reserve_ids(Ticket, len(contacts)), contacts, strict=True)):
            caller = by_pk[contact.customer_id or 0]
            opened = contact.started_at + timedelta(minutes=3)
            yield Ticket(
                pk=pk,
                number=first + n,
                **by_words[contact.words]._asdict(),
                contact_id=contact.pk,
                customer_id=caller.pk,
                place=caller.address or "",
                latitude=caller.latitude,
                longitude=caller.longitude,
                channel=contact.channel,
                opened_at=opened,
                priority_because="The problem code carries it.",
                route_because="The problem code carries it.",
                **self._state(opened, (self.made + n) / self.tickets),
            )

    def _state(self, opened: datetime, age: float) -> dict[str, Any]:
        """Two thirds of the open ones are young; the others are spread over the years."""
        share = self.open_share * (2 / 3 / YOUNG if age > 1 - YOUNG else 1 / 3 / (1 - YOUNG))
        if self.chance.random() < share:
            state = self.chance.choice(OPEN_STATES)
            nobody = state == State.NEW
            return {
                "state": state,
                "changed_at": opened,
                "assignee": None if nobody else self.chance.choice(self.staff),
            }
        solved = opened + timedelta(hours=self.chance.expovariate(1 / 40))
        return {
            "state": State.CLOSED,
            "assignee": self.chance.choice(self.staff),
            "resolved_at": solved,
            "closed_at": solved + timedelta(days=1),
            "changed_at": solved + timedelta(days=1),
            "resolution": "Done, and the customer was told.",
        }

    def _entries(self, ticket: Ticket) -> Iterator[Entry]:
        by = self.chance.choice(self.staff)
        facts = {"number": ticket.number, "title": ticket.title}
        yield _entry(
            "contact.opened", "contact", ticket.contact_id or 0, ticket.opened_at, by, {"channel": "telephone"}
        )
        opened = _entry("ticket.opened", "ticket", ticket.pk, ticket.opened_at, by, facts)
        opened.context_kind, opened.context_id = "contact", ticket.contact_id
        yield opened
        for hours in range(1, 6 if ticket.is_open else 2):
            at = ticket.opened_at + timedelta(hours=hours)
            yield _entry("ticket.noted", "ticket", ticket.pk, at, by, {"text": f"Looked at it: {ticket.words[:200]}"})
        if ticket.resolved_at and ticket.closed_at:
            yield _entry("ticket.resolved", "ticket", ticket.pk, ticket.resolved_at, by, {"text": ticket.resolution})
            yield _entry("ticket.closed", "ticket", ticket.pk, ticket.closed_at, None, {})


def _entry(verb: str, kind: str, ident: int, at: datetime, by: User | None, facts: dict[str, Any]) -> Entry:
    return Entry(
        at=at,
        verb=verb,
        subject_kind=kind,
        subject_id=ident,
        actor_id=by.pk if by else None,
        actor_name=by.name if by else "",
        facts=facts,
    )


def _contact_document(contact: Contact) -> Document:
    return Document(
        "contact",
        contact.pk,
        title=f"{contact.number} {contact.caller_name}",
        body=f"{contact.words}\n{contact.place}",
        is_open=contact.is_open,
    )
