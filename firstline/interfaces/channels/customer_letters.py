"""What customers are told of what happened with their contacts and tickets."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from firstline.casework.contacts.models import Channel, Contact
from firstline.casework.tickets.models import Ticket
from firstline.casework.work_orders.models import WorkOrder
from firstline.interfaces.channels.letters import Letter, moment
from firstline.interfaces.channels.links import rating_address
from firstline.interfaces.channels.told_about import Known
from firstline.journal.models import Entry
from firstline.reference.correspondence.occasions import WRITTEN, Occasion
from firstline.reference.service_levels.models import EscalationStep

# Who came by one of these does not know yet that we have it.
UNHEARD = (Channel.EMAIL, Channel.PORTAL, Channel.FAX)


def contact_received(entry: Entry, known: Known) -> Iterator[Letter]:
    """A contact of which no ticket was made at once: its own number is told."""
    contact = known.contacts.get(entry.subject_id)
    if contact and contact.channel in UNHEARD and not contact.outbound and contact.pk not in known.ticketed:
        yield from _letter(entry, known, Occasion.RECEIVED, contact)


def ticket_received(entry: Entry, known: Known) -> Iterator[Letter]:
    yield from _of_ticket(entry, known, Occasion.RECEIVED)


def message(entry: Entry, known: Known) -> Iterator[Letter]:
    """What a person wrote. The customer's own words, which no member of staff wrote down, are not sent back."""
    if entry.actor_id and entry.pk not in known.written_already:
        yield from _of_ticket(entry, known, Occasion.MESSAGE, facts=_written(entry))


def question(entry: Entry, known: Known) -> Iterator[Letter]:
    if entry.pk not in known.written_already:
        yield from _of_ticket(entry, known, Occasion.QUESTION, facts=_written(entry))


def done(entry: Entry, known: Known) -> Iterator[Letter]:
    """It is solved; how satisfied they are is asked once, however often it comes back."""
    ticket = known.tickets.get(entry.subject_id)
    if ticket is None or ticket.is_open:
        return
    facts = {"text": str(entry.facts.get("text", ""))}
    if ticket.pk not in known.asked_to_rate:
        known.asked_to_rate.add(ticket.pk)
        facts["rating"] = rating_address(ticket)
    order = known.orders.get(entry.context_id or 0) if entry.context_kind == "work_order" else None
    yield from _letter(entry, known, Occasion.DONE, ticket, facts=facts, order=order)


def reopened(entry: Entry, known: Known) -> Iterator[Letter]:
    order = known.orders.get(entry.context_id or 0) if entry.context_kind == "work_order" else None
    yield from _still_working(entry, known, order)


def still_working(entry: Entry, known: Known) -> Iterator[Letter]:
    """The time in which the customer was to hear from us runs out, or the ticket is late: they are told so much."""
    if entry.facts.get("clock") == EscalationStep.Clock.UPDATE:
        yield from _still_working(entry, known, None)


def _still_working(entry: Entry, known: Known, order: WorkOrder | None) -> Iterator[Letter]:
    ticket = known.tickets.get(entry.subject_id)
    if ticket is None or not ticket.is_open:
        return
    reader = known.reader_of(ticket, Occasion.STILL_WORKING)
    by = ticket.resolve_by if ticket.resolve_by and ticket.resolve_by > known.at else None
    facts = {"when": moment(by, reader.language)} if by and reader else {}
    yield from _letter(entry, known, Occasion.STILL_WORKING, ticket, facts=facts, order=order)


def call_back(entry: Entry, known: Known) -> Iterator[Letter]:
    """A call that a person promised; those that the program owes are no news to a customer."""
    owed = known.call_backs.get(entry.subject_id)
    thing = known.tickets.get(entry.context_id or 0) if entry.context_kind == "ticket" else None
    about = thing or (known.contacts.get(entry.context_id or 0) if entry.context_kind == "contact" else None)
    if owed is None or about is None or not owed.is_owed or not entry.actor_id:
        return
    reader = known.reader_of(about, Occasion.CALL_BACK)
    if reader:
        facts = {"text": owed.because, "when": moment(owed.due_by, reader.language)}
        yield from _letter(entry, known, Occasion.CALL_BACK, about, facts=facts)


def appointed(entry: Entry, known: Known) -> Iterator[Letter]:
    """The window that was agreed on, told to every customer of the work order."""
    order = known.orders.get(entry.subject_id)
    if order and order.is_open and order.appointment_start:
        for ticket in known.of_order(order.pk):
            yield from _planned(entry, known, order, ticket)


def released(entry: Entry, known: Known) -> Iterator[Letter]:
    """The crew has the order: who has no appointment hears when it comes."""
    order = known.orders.get(entry.subject_id)
    if order and order.is_open and not order.appointment_start and order.planned_start:
        for ticket in known.of_order(order.pk):
            yield from _planned(entry, known, order, ticket)


def linked(entry: Entry, known: Known) -> Iterator[Letter]:
    """A ticket that comes to an order whose appointment stands already, and was told to the others."""
    order, ticket = known.orders.get(entry.subject_id), known.tickets.get(entry.context_id or 0)
    if (
        order
        and order.pk not in known.told_whole
        and ticket
        and order.is_open
        and ticket.is_open
        and order.appointment_start
    ):
        yield from _planned(entry, known, order, ticket)


def _planned(entry: Entry, known: Known, order: WorkOrder, ticket: Ticket) -> Iterator[Letter]:
    reader = known.reader_of(ticket, Occasion.PLANNED)
    start = order.appointment_start or order.planned_start
    if reader is None or start is None:
        return
    end = order.appointment_end if order.appointment_start else None
    facts = {"when": _window(start, end, reader.language)}
    yield from _letter(entry, known, Occasion.PLANNED, ticket, facts=facts, order=order)


def _window(start: datetime, end: datetime | None, language: str) -> str:
    return " – ".join(moment(one, language) for one in (start, end) if one)


def _written(entry: Entry) -> dict[str, str]:
    return {"text": str(entry.facts.get("text", "")), "who": entry.actor_name}


def _of_ticket(
    entry: Entry, known: Known, occasion: Occasion, facts: Mapping[str, str] | None = None
) -> Iterator[Letter]:
    ticket = known.tickets.get(entry.subject_id)
    if ticket:
        yield from _letter(entry, known, occasion, ticket, facts=facts)


def _letter(
    entry: Entry,
    known: Known,
    occasion: Occasion,
    about: Ticket | Contact,
    facts: Mapping[str, str] | None = None,
    order: WorkOrder | None = None,
) -> Iterator[Letter]:
    ticket = about if isinstance(about, Ticket) else None
    contact = about.contact if isinstance(about, Ticket) else about
    reader = known.reader_of(about, occasion)
    due = known.due(occasion, ticket.department_id if ticket else None)
    if reader is None or due is None:
        return
    yield Letter(
        occasion,
        reader.to,
        language=reader.language,
        name=reader.name,
        ticket=ticket,
        contact=contact,
        customer=reader.customer,
        order=order,
        by=known.staff.get(entry.actor_id) if entry.actor_id and occasion in WRITTEN else None,
        facts=facts or {},
        cause=entry.pk,
        due_at=due,
        gathers=occasion not in WRITTEN,
        answers=known.answers(ticket, contact),
    )
