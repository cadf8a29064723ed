"""A work order comes to be: from the standard work order of a ticket's problem code, or plain, with a title."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from firstline.casework.contacts.search_first import NotSearched, Search, facts_of, search_before
from firstline.casework.tickets import editing, problems
from firstline.casework.tickets.models import Ticket
from firstline.casework.work_orders.linking import put_in_plan
from firstline.casework.work_orders.models import Link, Task, WorkOrder
from firstline.casework.work_orders.promising import promises
from firstline.casework.work_orders.searching import index_order
from firstline.journal.numbers import next_number
from firstline.journal.recording import record
from firstline.journal.refusal import Refused
from firstline.reference.catalogue.models import ProblemCode
from firstline.reference.handling.models import Before, Handling, StandardWorkOrder
from firstline.reference.labels import in_readers_language
from firstline.reference.staff.models import User

# Kept in English and shown in the reader's language.
FROM_TICKET = gettext_noop("raised from this ticket")
LONGEST_TITLE = 200
LONGEST_TASK = 300
SHORTEST, LONGEST = timedelta(minutes=15), timedelta(days=31)


class NoCode(Refused):
    """A work order needs a problem code (K4), and the ticket has none."""

    def __init__(self, ticket: Ticket) -> None:
        super().__init__(
            _("A work order needs a problem code, and ticket %(number)s has none.") % {"number": ticket.number}
        )


class NoStandard(Refused):
    """The problem code carries no standard work order, so the order needs a title."""

    def __init__(self) -> None:
        super().__init__(_("This problem code has no standard work order. Give the work order a title."))


def raise_for(ticket: Ticket, *, by: User | None, at: datetime | None = None) -> WorkOrder:
    """Raise the standard work order of the ticket's problem code: its tasks, crew, duration and instructions (W1)."""
    at = at or timezone.now()
    with transaction.atomic():
        held, handling = _hold(ticket)
        standard = handling.standard_work_order if handling else None
        if standard is None or standard.retired_at is not None:
            raise NoStandard
        return _raise(held, handling, {"title": standard.label, **from_standard(standard)}, by=by, at=at)


def raise_plain(ticket: Ticket, title: str, *, by: User | None, at: datetime | None = None) -> WorkOrder:
    """Raise a work order that no standard describes; its tasks are written down on its page."""
    at = at or timezone.now()
    title = editing.said(title, "title", _("Give the work order a title."))
    with transaction.atomic():
        held, handling = _hold(ticket)
        return _raise(held, handling, {"title": title}, by=by, at=at)


def from_standard(standard: StandardWorkOrder) -> dict[str, Any]:
    """What a work order takes over from its standard, its texts in the reader's language."""
    return {
        "standard": standard,
        "crew": standard.crew if standard.crew is None or standard.crew.retired_at is None else None,
        "duration": min(max(standard.duration, SHORTEST), LONGEST),
        "instructions": in_readers_language(standard.instructions),
    }


def write_order(facts: dict[str, Any], *, at: datetime) -> WorkOrder:
    """The numbered row with the tasks of its standard, found by searching. For verbs, which record it."""
    facts["title"] = facts["title"][:LONGEST_TITLE]
    order = WorkOrder.objects.create(number=next_number("work_order"), raised_at=at, **facts)
    if order.standard is not None:
        Task.objects.bulk_create(
            Task(order=order, position=position, text=task.label[:LONGEST_TASK])
            for position, task in enumerate(order.standard.tasks.all(), start=1)
        )
    index_order(order)
    return order


def _hold(ticket: Ticket) -> tuple[Ticket, Handling | None]:
    held = editing.hold(ticket)
    if held.code is None:
        raise NoCode(held)
    related = "standard_work_order__crew", "code__category__provider"
    return held, Handling.objects.filter(code=held.code).select_related(*related).first()


def _raise(
    ticket: Ticket, handling: Handling | None, facts: dict[str, Any], *, by: User | None, at: datetime
) -> WorkOrder:
    location = ticket.location
    own_point = ticket.latitude is not None and ticket.longitude is not None
    point = ticket if own_point or location is None else location
    where = {
        "equipment": ticket.equipment,
        "location": location,
        "place": ticket.place or (str(location)[:300] if location else ""),
        "latitude": point.latitude,
        "longitude": point.longitude,
    }
    code = handling.code if handling else ticket.code
    search = _searched(ticket, code, by)
    order = write_order({"code": code, **where, **promises(handling, ticket), **facts}, at=at)
    Link.objects.create(order=order, ticket=ticket, linked_at=at, because=FROM_TICKET)
    raised = {"number": order.number, "text": order.title, **facts_of(search)}
    record("work_order.raised", order, by=by, context=ticket, at=at, facts=raised)
    put_in_plan(ticket, at=at)
    return order


def _searched(ticket: Ticket, code: ProblemCode | None, by: User | None) -> Search | None:
    """The search that has to come first, where a person raises the order and the ticket came from a contact."""
    if by is None or ticket.contact is None:
        return None
    search = search_before(Before.WORK_ORDER, ticket.contact, code=code, problem=problems.problem_of(ticket))
    if search and search.is_owed:
        raise NotSearched
    return search
