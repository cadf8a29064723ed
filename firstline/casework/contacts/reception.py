"""The door through which every contact comes, who it is, and the writing down of what is said."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from firstline.casework.contacts.editing import difference, hold, save
from firstline.casework.contacts.models import Channel, Contact, Kind
from firstline.casework.contacts.searching import index_contact
from firstline.casework.contacts.severity import SEVERITY
from firstline.journal.changes import plain
from firstline.journal.recording import record
from firstline.journal.versions import change
from firstline.journal.writing import insert_numbered, together
from firstline.reference.customers.models import ContactPoint, Customer, Location
from firstline.reference.staff.models import User

# What a chosen thing says about others: filled in with it where nothing stands yet.
FOLLOWS = {
    "equipment": {"location": "location", "agreement": "agreement"},
    "about_provider": {"about_department": "department"},
}
LONGEST_NUMBER = 60
LONGEST_PLACE = 300
BELONGINGS = ("equipment", "agreement")
# The problem being entered, as it is when there is none.
PROBLEM: dict[str, Any] = {
    "words": "",
    "code": None,
    "place": "",
    "location": None,
    "equipment": None,
    "answers": {},
    "wanted": "",
    "before": "",
    **dict.fromkeys(SEVERITY),
}


def open_contact(
    *,
    channel: str = Channel.TELEPHONE,
    by: User | None,
    at: datetime | None = None,
    outbound: bool = False,
    caller_number: str = "",
    language: str = "",
) -> Contact:
    """Store a numbered contact before anything is known of it (C1)."""
    at = at or timezone.now()
    contact = Contact(
        channel=channel,
        outbound=outbound,
        caller_number=caller_number,
        language=language,
        started_at=at,
        taken_by=by,
    )
    with together():
        insert_numbered(contact, "contact")
        record("contact.opened", contact, by=by, at=at, facts={"channel": str(channel), "outbound": outbound})
    return contact


@transaction.atomic
def note_down(contact: Contact, field: str, value: Any, *, seen: int, by: User | None) -> Contact:
    """Write one field, and what follows from it where nothing stands yet; `Conflict` if it changed after `seen`."""
    held = hold(contact)
    was = getattr(held, field)
    columns = change(held, {field: value}, seen=seen)
    if columns:
        more = change(held, _following(held, field, value))
        facts = {"field": field, **difference(was, value)}
        with together():
            save(held, [*columns, *more])
            record("contact.noted", held, by=by, facts=facts | ({"also": _named(held, more)} if more else {}))
    return held


def _following(held: Contact, field: str, value: Any) -> dict[str, Any]:
    found = {name: getattr(value, source, None) for name, source in FOLLOWS.get(field, {}).items()}
    following = {name: thing for name, thing in found.items() if thing and not getattr(held, name)}
    if "location" in following:
        following["place"] = _place(following["location"])
    return following


def _named(held: Contact, columns: list[str]) -> dict[str, Any]:
    return {name: plain(getattr(held, name)) for name in columns if name not in ("version", "changed_in")}


@transaction.atomic
def locate(contact: Contact, place: str, location: Location | None = None, *, seen: int, by: User | None) -> Contact:
    """Say where the problem is: a known location, whose words become the place, or words alone."""
    held = hold(contact)
    was, now = held.place, _place(location) if location else place.strip()
    # The same words again are no reason to forget which location they stand for.
    columns = change(held, {"place": now}, seen=seen)
    if columns or location:
        columns += change(held, {"location": location})
    if columns:
        save(held, sorted(set(columns)))
        facts = {"field": "place", **difference(was, held.place), "location": location.pk if location else None}
        record("contact.noted", held, by=by, facts=facts)
    return held


def _place(location: Location) -> str:
    return str(location)[:LONGEST_PLACE]


@transaction.atomic
def classify(contact: Contact, kind: str, *, seen: int, by: User | None) -> Contact:
    """Say what kind of contact it is, or that it is another; everything entered stays (C5)."""
    held = hold(contact)
    was = held.kind
    columns = change(held, {"kind": Kind(kind)}, seen=seen)
    if columns:
        save(held, columns)
        record("contact.classified", held, by=by, facts={"was": str(was), "now": str(kind)})
    return held


@transaction.atomic
def drop_problem(contact: Contact, *, by: User | None) -> Contact:
    """Clear the problem being entered, which no ticket is wanted for; the journal keeps what it was."""
    held = hold(contact)
    was = {name: plain(getattr(held, name)) for name, nothing in PROBLEM.items() if getattr(held, name) != nothing}
    if was:
        save(held, change(held, PROBLEM))
        record("contact.problem_dropped", held, by=by, facts=was)
    return held


@transaction.atomic
def end_call(contact: Contact, *, by: User | None, at: datetime | None = None) -> Contact:
    """The caller has hung up, the line is free; the writing may go on. A second end changes nothing."""
    held = hold(contact)
    if held.ended_at is None:
        held.ended_at = at or timezone.now()
        save(held, ["ended_at"])
        seconds = round((held.ended_at - held.started_at).total_seconds())
        record("contact.ended", held, by=by, at=held.ended_at, facts={"seconds": seconds})
        index_contact(held)
    return held


@transaction.atomic
def take_up(contact: Contact, *, by: User, at: datetime | None = None) -> Contact:
    """Somebody answers a contact that began by itself. Who took it first keeps it."""
    held = hold(contact)
    if held.taken_by_id is None:
        held.taken_by = by
        save(held, ["taken_by"])
        record("contact.taken_up", held, by=by, at=at)
    return held


@transaction.atomic
def identify(contact: Contact, customer: Customer, *, by: User | None) -> Contact:
    """Tie the contact to a customer and fill in what the file says, where nothing stands yet (C3)."""
    held = hold(contact)
    if held.customer_id != customer.pk:
        columns = change(held, _came_with_customer(held))
        known = {name: value for name, value in on_file(customer).items() if value and not getattr(held, name)}
        columns += change(held, {"customer": customer, **known})
        save(held, sorted(set(columns)))
        record("contact.identified", held, by=by, facts={"customer": customer.pk, "name": customer.name})
        index_contact(held)
    return held


@transaction.atomic
def forget_customer(contact: Contact, *, by: User | None) -> Contact:
    """It was not that customer: untie the contact, and empty what only the file had said."""
    held = hold(contact)
    customer = held.customer
    if customer:
        save(held, change(held, _came_with_customer(held)))
        facts = {"customer": customer.pk, "name": customer.name}
        record("contact.customer_forgotten", held, by=by, facts=facts)
        index_contact(held)
    return held


def on_file(customer: Customer) -> dict[str, Any]:
    """What the customer's file says, by the field of a contact."""
    points = list(customer.contact_points.all())
    emails = [point.value for point in points if point.kind == ContactPoint.Kind.EMAIL]
    numbers = [point.value for point in points if point.kind != ContactPoint.Kind.EMAIL]
    return {
        "caller_name": customer.name,
        "caller_number": next((number for number in numbers if len(number) <= LONGEST_NUMBER), ""),
        "caller_email": next(iter(emails), ""),
        "language": customer.language,
        "account": customer.account,
    }


def _came_with_customer(held: Contact) -> dict[str, Any]:
    """The fields to empty when it was somebody else.

    What was filled in from the file bears the count of change at which the customer was set; what the caller said,
    even if it is the same, bears another, and stays.
    """
    customer = held.customer
    if customer is None:
        return {}
    empty = {"caller_name": "", "caller_number": "", "caller_email": "", "language": "", "account": None}
    at = held.changed_in.get("customer")
    filled: dict[str, Any] = {name: nothing for name, nothing in empty.items() if held.changed_in.get(name) == at}
    belongings = {name: getattr(held, name) for name in BELONGINGS}
    filled |= {name: None for name, thing in belongings.items() if thing and thing.customer_id == customer.pk}
    return {**filled, "customer": None}
