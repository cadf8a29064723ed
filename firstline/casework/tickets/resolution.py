"""From the problem to its solution, and back when it was none (T4): reproduce, propose, resolve, confirm, reopen."""

from datetime import datetime, timedelta

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from firstline.casework.guidance import gates
from firstline.casework.tickets import clocks, owing
from firstline.casework.tickets.editing import NotOpen, hold, lock, said, save, written
from firstline.casework.tickets.facts import facts_of
from firstline.casework.tickets.models import Proposal, Reproduction, State, Ticket
from firstline.casework.tickets.status import must_move, working_state
from firstline.journal.recording import record
from firstline.journal.refusal import Refused
from firstline.reference.service_levels import laid_down
from firstline.reference.staff.models import User

# A customer who says nothing for so many working days has nothing to say.
DAYS_TO_CONFIRM = 5
SATURDAY = 5


@transaction.atomic
def reproduce(
    ticket: Ticket,
    environment: str,
    steps: str,
    result: str,
    *,
    reproduced: bool,
    by: User | None,
    at: datetime | None = None,
) -> Reproduction:
    """Write down an attempt to see the fault oneself."""
    steps = said(steps, "steps", _("Write down what you did, step by step."))
    result = said(result, "result", _("Write down what happened."))
    facts = {"environment": written(environment, "environment"), "steps": steps, "result": result}
    held = hold(ticket)
    made = Reproduction.objects.create(ticket=held, at=at or timezone.now(), by=by, reproduced=reproduced, **facts)
    record("ticket.reproduced", held, by=by, at=at, facts={**facts, "reproduced": reproduced})
    return made


@transaction.atomic
def propose(ticket: Ticket, text: str, *, by: User | None, at: datetime | None = None) -> Proposal:
    """Propose a solution; what came of it is told by `settle`."""
    text = said(text, "text", _("Write down what you propose."))
    held = hold(ticket)
    made = Proposal.objects.create(ticket=held, at=at or timezone.now(), by=by, text=text)
    record("ticket.solution_proposed", held, by=by, at=at, facts={"proposal": made.pk, "text": text})
    return made


@transaction.atomic
def settle(proposal: Proposal, outcome: str, *, by: User | None, at: datetime | None = None) -> Proposal:
    """Say what came of a proposed solution: it worked, it did not, or the customer refused it."""
    if outcome not in Proposal.Outcome.values or outcome == Proposal.Outcome.OPEN:
        raise Refused(_("Say what came of it."), field="outcome")
    held = hold(proposal.ticket)
    settled = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if settled.outcome != Proposal.Outcome.OPEN:
        raise Refused(_("Somebody has said already what came of this proposal."))
    settled.outcome, settled.outcome_at = outcome, at or timezone.now()
    settled.save(update_fields=["outcome", "outcome_at"])
    facts = {"proposal": settled.pk, "text": settled.text, "outcome": str(outcome)}
    record("ticket.proposal_settled", held, by=by, at=at, facts=facts)
    return settled


@transaction.atomic
def ask_customer(ticket: Ticket, question: str, *, by: User | None, at: datetime | None = None) -> Ticket:
    """Ask the customer something; until they answer, the ticket waits for them."""
    question = said(question, "text", _("Write the question first."))
    at = at or timezone.now()
    held = hold(ticket)
    state = State.WAITING if held.state == State.WAITING else must_move(held, State.WAITING)
    save(held, {"state": state, **clocks.told(held, at, laid_down.current())}, at=at)
    record("ticket.customer_asked", held, by=by, at=at, facts={"text": question})
    return held


@transaction.atomic
def customer_answered(ticket: Ticket, text: str, *, by: User | None, at: datetime | None = None) -> Ticket:
    """Write down what the customer said; a ticket that waited for it goes on."""
    text = said(text, "text", _("Write down what the customer said."))
    at = at or timezone.now()
    held = lock(ticket)
    state = must_move(held, working_state(held)) if held.state == State.WAITING else held.state
    known = laid_down.current()
    save(held, {"state": state, **clocks.told(held, at, known)}, at=at)
    facts = {"text": text, **owing.reached(held, known, at)}
    record("ticket.customer_answered", held, by=by, at=at, facts=facts)
    return held


@transaction.atomic
def resolve(
    ticket: Ticket, resolution: str, *, by: User | None, at: datetime | None = None, context: models.Model | None = None
) -> Ticket:
    """It is solved, and how; its open duplicates are solved with it. `context`: the work order that did it, if any."""
    resolution = said(resolution, "resolution", _("Write down how it was solved."))
    at = at or timezone.now()
    family = Ticket.objects.select_for_update().filter(Q(pk=ticket.pk) | Q(duplicate_of=ticket.pk)).order_by("pk")
    held, *duplicates = sorted(family, key=lambda row: row.pk != ticket.pk)
    if not held.is_open:
        raise NotOpen(held)
    # A job that is done has solved its tickets, whatever has not been asked yet.
    if context is None:
        gates.demand(held, gates.RESOLVING, lambda: facts_of(held))
    _resolve(held, resolution, by=by, at=at, context=context)
    for duplicate in duplicates:
        if duplicate.is_open:
            _resolve(duplicate, resolution, by=by, at=at, context=held)
    return held


def _resolve(
    held: Ticket, resolution: str, *, by: User | None, at: datetime, context: models.Model | None = None
) -> None:
    values = {"state": must_move(held, State.RESOLVED), "resolution": resolution, "resolved_at": at}
    save(held, values, at=at)
    facts = {"number": held.number, "text": resolution}
    record("ticket.resolved", held, by=by, at=at, context=context, facts=facts)


@transaction.atomic
def confirm(ticket: Ticket, *, by: User | None, at: datetime | None = None) -> Ticket:
    """The customer says that it is solved: the ticket is closed."""
    at = at or timezone.now()
    held = lock(ticket)
    save(held, {"state": must_move(held, State.CLOSED), "confirmed_at": at, "closed_at": at}, at=at)
    owing.release(held, at)
    record("ticket.confirmed", held, by=by, at=at)
    return held


@transaction.atomic
def close(ticket: Ticket, *, by: User | None, at: datetime | None = None) -> Ticket:
    """Close a resolved ticket without the customer's word."""
    at = at or timezone.now()
    held = lock(ticket)
    save(held, {"state": must_move(held, State.CLOSED), "closed_at": at}, at=at)
    owing.release(held, at)
    record("ticket.closed", held, by=by, at=at)
    return held


@transaction.atomic
def not_solved(
    ticket: Ticket,
    text: str,
    *,
    by: User | None,
    at: datetime | None = None,
    context: models.Model | None = None,
) -> Ticket:
    """It was not solved after all: the ticket is open again, and what was thought to solve it counts as tried."""
    text = said(text, "text", _("Write down what is still wrong."))
    at = at or timezone.now()
    held = lock(ticket)
    if held.is_open:
        raise Refused(_("Ticket %(number)s is open already.") % {"number": held.number})
    tried, state = held.resolution, must_move(held, working_state(held))
    _keep_as_tried(held, tried, at=at)
    values = dict.fromkeys(("resolved_at", "closed_at", "confirmed_at"))
    save(held, {**values, "state": state, "resolution": "", "reopened": held.reopened + 1}, at=at)
    owing.go_on([held], laid_down.current(), at)
    facts = {"number": held.number, "text": text, "tried": tried}
    record("ticket.reopened", held, by=by, context=context, at=at, facts=facts)
    return held


def _keep_as_tried(held: Ticket, resolution: str, *, at: datetime) -> None:
    if resolution:
        tried_at = held.resolved_at or at
        Proposal.objects.create(
            ticket=held, at=tried_at, text=resolution, outcome=Proposal.Outcome.FAILED, outcome_at=at
        )


def close_unconfirmed(at: datetime, *, by: User | None = None) -> int:
    """Close what was resolved over `DAYS_TO_CONFIRM` working days before `at` and never confirmed; returns how many."""
    waiting = Ticket.objects.filter(state=State.RESOLVED, resolved_at__lt=working_days_before(at, DAYS_TO_CONFIRM))
    closed = 0
    for ticket in waiting.only("pk").order_by("pk").iterator():
        closed += _close_if_unconfirmed(ticket, at=at, by=by)
    return closed


@transaction.atomic
def _close_if_unconfirmed(ticket: Ticket, *, at: datetime, by: User | None) -> bool:
    held = lock(ticket)
    if held.state != State.RESOLVED:
        return False
    save(held, {"state": must_move(held, State.CLOSED), "closed_at": at}, at=at)
    owing.release(held, at)
    record("ticket.closed", held, by=by, at=at, facts={"unconfirmed_days": DAYS_TO_CONFIRM})
    return True


def working_days_before(at: datetime, days: int) -> datetime:
    """The same time of day so many working days (Monday to Friday, where the desk is) earlier."""
    then = timezone.localtime(at)
    while days:
        then -= timedelta(days=1)
        days -= then.weekday() < SATURDAY
    return then
