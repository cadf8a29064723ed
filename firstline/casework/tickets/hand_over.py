"""What the next person must know before anything else: state, what was tried, what is next, what is promised (T3)."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from firstline.casework.tickets.models import Proposal, State, Ticket
from firstline.journal.models import Entry
from firstline.journal.recording import history_of

# What somebody last left behind for the next: a question to the customer, or why it was handed on.
LEFT_BEHIND = ("ticket.customer_asked", "ticket.handed_back", "ticket.passed_on", "ticket.reopened")


@dataclass(frozen=True)
class Tried:
    """Something that was tried and what came of it, in the reader's language."""

    at: datetime
    text: str
    outcome: str
    worked: bool


@dataclass(frozen=True)
class Said:
    """What somebody left behind for the next person."""

    name: str
    at: datetime
    text: str


@dataclass(frozen=True)
class HandOver:
    """The card: `state` in words, `tried` oldest first, `next` as a sentence; `said` and `promised` may be None."""

    state: str
    tried: list[Tried]
    next: str
    said: Said | None
    promised: datetime | None


def of(ticket: Ticket) -> HandOver:
    """The hand-over of a ticket as it stands, in three queries."""
    proposals = list(ticket.proposals.all())
    return HandOver(
        state=str(State(ticket.state).label),
        tried=_tried(ticket, proposals),
        next=_next(ticket, proposals),
        said=_said(ticket),
        promised=ticket.next_by,
    )


def _tried(ticket: Ticket, proposals: list[Proposal]) -> list[Tried]:
    seen = [
        Tried(
            row.at, row.steps, _("the fault was seen") if row.reproduced else _("the fault was not seen"), worked=False
        )
        for row in ticket.reproductions.all()
    ]
    worked = Proposal.Outcome.WORKED
    tested = [
        Tried(row.at, row.text, str(Proposal.Outcome(row.outcome).label), worked=row.outcome == worked)
        for row in proposals
        if row.outcome != Proposal.Outcome.OPEN
    ]
    return sorted([*seen, *tested], key=lambda tried: tried.at)


def _next(ticket: Ticket, proposals: list[Proposal]) -> str:
    waits = [row for row in proposals if row.outcome == Proposal.Outcome.OPEN]
    if ticket.state == State.WAITING:
        return _("The customer answers the question that was asked.")
    if ticket.state == State.PLANNED:
        return _("The planned work is done.")
    if ticket.state == State.RESOLVED:
        return _("The customer says whether it is solved.")
    if ticket.state == State.CLOSED:
        return _("Nothing: it is closed.")
    if waits:
        return _("Find out what came of the proposal: %(text)s") % {"text": waits[-1].text}
    if any(row.outcome == Proposal.Outcome.WORKED for row in proposals):
        return _("Resolve it: a proposed solution worked.")
    if ticket.assignee_id is None:
        return _("Somebody takes it.")
    return _("Find a solution and propose it, or pass the ticket on.")


def _said(ticket: Ticket) -> Said | None:
    entry: Entry | None = history_of(ticket).filter(verb__in=LEFT_BEHIND, subject_id=ticket.pk).order_by("-id").first()
    return Said(entry.actor_name, entry.at, str(entry.facts.get("text", ""))) if entry else None
