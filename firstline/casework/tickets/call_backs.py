"""Promises to contact a customer by a time, and the attempts to keep them (B1 to B3)."""

from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from firstline.casework.contacts.models import Contact
from firstline.casework.tickets import clocks, owing
from firstline.casework.tickets.editing import lock, said, save, written
from firstline.casework.tickets.models import Attempt, CallBack, State, Ticket
from firstline.journal.recording import record
from firstline.journal.refusal import Refused
from firstline.reference.customers.models import Customer
from firstline.reference.service_levels import laid_down
from firstline.reference.service_levels.laid_down import LaidDown
from firstline.reference.staff.models import User

MOST_MISSES = 3
TRY_AGAIN_AFTER = timedelta(hours=1)
LONGEST_NUMBER = 60
FURTHEST = timedelta(days=5 * 366)


class Settled(Refused):
    """The call-back is not owed any more."""

    def __init__(self, call_back: CallBack) -> None:
        super().__init__(_("This call-back is settled already: %(state)s.") % {"state": call_back.get_state_display()})


@transaction.atomic
def promise(
    contact: Contact, due_by: datetime, text: str, *, by: User | None, at: datetime | None = None, number: str = ""
) -> CallBack:
    """Promise whoever was spoken to in a contact to call them back, whether there is a ticket or not."""
    at = at or timezone.now()
    number = number or contact.caller_number
    made = _promise(contact.customer, contact, due_by, text, number, at)
    record("call_back.promised", made, by=by, context=contact, at=at, facts=_told(made))
    return made


@transaction.atomic
def promise_about(
    ticket: Ticket, due_by: datetime, text: str, *, by: User | None, at: datetime | None = None, number: str = ""
) -> CallBack:
    """Promise the customer of a ticket a call about it."""
    at = at or timezone.now()
    held = lock(ticket)
    if held.state == State.CLOSED:
        raise Refused(_("Ticket %(number)s is closed.") % {"number": held.number})
    number = number or (held.contact.caller_number if held.contact else "")
    made = _promise(held.customer, held.contact, due_by, text, number, at)
    made.tickets.add(held)
    record("call_back.promised", made, by=by, context=held, at=at, facts=_told(made))
    return made


@transaction.atomic
def attempt(
    call_back: CallBack, outcome: str, text: str = "", *, by: User | None, at: datetime | None = None
) -> CallBack:
    """Write down one try. Whoever is reached is owed the next call; the third in vain goes to the supervisor."""
    at = at or timezone.now()
    if outcome not in Attempt.Outcome.values:
        raise Refused(_("Say how the call ended."), field="outcome")
    was_reached = outcome == Attempt.Outcome.REACHED
    text = said(text, "text", _("Write down what was said.")) if was_reached else written(text, "text")
    # Tickets before the call-back, as all verbs lock them.
    tickets = list(Ticket.objects.select_for_update().filter(call_backs=call_back).order_by("pk"))
    held = _hold(call_back)
    Attempt.objects.create(call_back=held, at=at, by=by, outcome=outcome, text=text)
    outcome_of = _kept if was_reached else _missed
    facts = outcome_of(held, tickets, laid_down.current(), at)
    context = tickets[0] if tickets else held.contact
    facts |= {"outcome": str(outcome), "text": text, "tickets": [ticket.number for ticket in tickets]}
    record("call_back.attempted", held, by=by, context=context, at=at, facts=facts)
    held.refresh_from_db()
    return held


@transaction.atomic
def move(
    call_back: CallBack, due_by: datetime, reason: str, *, by: User | None, at: datetime | None = None
) -> CallBack:
    """Owe it by another time, because the customer wished so or nobody can before."""
    reason = said(reason, "reason", _("Say why it is moved."))
    _must_be_to_come(due_by, at or timezone.now())
    held = _hold(call_back)
    was, held.due_by = held.due_by, due_by
    held.save(update_fields=["due_by"])
    facts = {"text": reason, "was": was.isoformat(), "now": due_by.isoformat()}
    record("call_back.moved", held, by=by, context=_context(held), at=at, facts=facts)
    return held


@transaction.atomic
def cancel(call_back: CallBack, reason: str, *, by: User | None, at: datetime | None = None) -> CallBack:
    """Owe it no longer, and say why."""
    reason = said(reason, "reason", _("Say why nobody needs to call any more."))
    held = _hold(call_back)
    held.state, held.settled_at = CallBack.State.CANCELLED, at or timezone.now()
    held.save(update_fields=["state", "settled_at"])
    record("call_back.cancelled", held, by=by, context=_context(held), at=at, facts={"text": reason})
    return held


def _promise(
    customer: Customer | None, contact: Contact | None, due_by: datetime, text: str, number: str, at: datetime
) -> CallBack:
    text = said(text, "text", _("Write down what the call is about."))
    if len(text) > owing.LONGEST_REASON:
        raise Refused(_("At most %(count)s characters.") % {"count": owing.LONGEST_REASON}, field="text")
    number = written(number, "number")[:LONGEST_NUMBER]
    if customer is None and not number:
        raise Refused(_("Give a number: nobody can be called without one."), field="number")
    _must_be_to_come(due_by, at)
    return CallBack.objects.create(
        customer=customer, contact=contact, number=number, because=text, due_by=due_by, made_at=at
    )


def _must_be_to_come(due_by: datetime, at: datetime) -> None:
    if not at < due_by < at + FURTHEST:
        raise Refused(_("Promise a time that is yet to come, within five years."), field="due_by")


def _hold(call_back: CallBack) -> CallBack:
    held = CallBack.objects.select_for_update().get(pk=call_back.pk)
    if not held.is_owed:
        raise Settled(held)
    return held


def _kept(held: CallBack, tickets: list[Ticket], known: LaidDown, at: datetime) -> dict[str, Any]:
    for ticket in tickets:
        save(ticket, clocks.told(ticket, at, known), at=at)
    others = CallBack.objects.select_for_update().filter(
        state=CallBack.State.OWED, pk__in=CallBack.objects.filter(tickets__in=tickets).values("pk")
    )
    owed = [held, *others.exclude(pk=held.pk).order_by("due_by", "pk")]
    return owing.keep(owed, tickets, known, at)


def _missed(held: CallBack, tickets: list[Ticket], known: LaidDown, at: datetime) -> dict[str, Any]:
    held.misses += 1
    held.due_by = _again_by(tickets, known, at)
    went = held.misses >= MOST_MISSES and not held.to_supervisor
    held.to_supervisor = held.misses >= MOST_MISSES
    held.save(update_fields=["misses", "due_by", "to_supervisor"])
    facts = {"misses": held.misses, "next_by": held.due_by.isoformat()}
    return facts | ({"to_supervisor": True} if went else {})


def _again_by(tickets: list[Ticket], known: LaidDown, at: datetime) -> datetime:
    """An hour of working time later, or sooner where a protocol demands contact more often."""
    desk = known.working_time()
    again = desk.deadline(at, TRY_AGAIN_AFTER.total_seconds()) if desk else at + TRY_AGAIN_AFTER
    return min([again, *(by for ticket in tickets if (by := owing.protocol_by(ticket, known, at)))])


def _context(held: CallBack) -> models.Model | None:
    return held.tickets.order_by("pk").first() or held.contact


def _told(made: CallBack) -> dict[str, Any]:
    return {"text": made.because, "due_by": made.due_by.isoformat(), "number": made.number}
