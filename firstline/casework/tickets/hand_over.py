"""What the next person must know before anything else: state, what was tried, what is next, what is promised (T3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from firstline.casework.tickets.models import Proposal, Reproduction, State, Ticket
from firstline.journal.models import Entry
from firstline.journal.recording import history_of

# What somebody last left behind for the next: a question to the customer, or why it was handed on.
LEFT_BEHIND = (
    "ticket.customer_asked",
    "ticket.handed_back",
    "ticket.passed_on",
    "ticket.escalated",
    "ticket.de_escalated",
    "ticket.reopened",
)
# Only after one of these is there anything that was tried or proposed.
TRIED = ("ticket.reproduced", "ticket.solution_proposed", "ticket.reopened")


@dataclass(frozen=True)
class Tried:
    """Something that was tried and what came of it, in the reader's language."""

    at: datetime
    text: str
    outcome: str
    worked: bool


@dataclass(frozen=True)
class Said:
    """What somebody left behind for the next person: why, and on the way up what was tried and what is expected."""

    name: str
    at: datetime
    text: str
    tried: str = ""
    expected: str = ""


@dataclass(frozen=True)
class HandOver:
    """The card: `state` in words, `tried` oldest first, `next` as a sentence; `said` and `promised` may be None.

    `proposed` is what was proposed and not tried yet.
    """

    state: str
    tried: list[Tried]
    proposed: list[Proposal]
    next: str
    said: Said | None
    promised: datetime | None


def of(ticket: Ticket, *, history: Sequence[Entry] | None = None) -> HandOver:
    """The hand-over of a ticket as it stands, in three queries.

    With the ticket's whole `history` at hand, in none where nothing was tried, and else in two.
    """
    was_tried = history is None or any(entry.verb in TRIED for entry in history)
    said = _said(_left_behind(ticket) if history is None else _left_in(history, ticket))
    proposals = list(ticket.proposals.all()) if was_tried else []
    reproductions = list(ticket.reproductions.all()) if was_tried else []
    return HandOver(
        state=str(State(ticket.state).label),
        tried=_tried(reproductions, proposals, said),
        proposed=[row for row in proposals if row.outcome == Proposal.Outcome.OPEN],
        next=_next(ticket, proposals, said),
        said=said,
        promised=ticket.next_by,
    )


def _tried(reproductions: list[Reproduction], proposals: list[Proposal], said: Said | None) -> list[Tried]:
    seen = [
        Tried(
            row.at, row.steps, _("the fault was seen") if row.reproduced else _("the fault was not seen"), worked=False
        )
        for row in reproductions
    ]
    worked = Proposal.Outcome.WORKED
    tested = [
        Tried(row.at, row.text, str(Proposal.Outcome(row.outcome).label), worked=row.outcome == worked)
        for row in proposals
        if row.outcome != Proposal.Outcome.OPEN
    ]
    written = [Tried(said.at, said.tried, "", worked=False)] if said and said.tried else []
    return sorted([*seen, *tested, *written], key=lambda tried: tried.at)


def _next(ticket: Ticket, proposals: list[Proposal], said: Said | None) -> str:
    # What was expected holds until the one of whom it was expected proposes something.
    is_answered = said is None or any(row.at > said.at for row in proposals)
    expected = said.expected if said and not is_answered else ""
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
        return f"{_('Somebody takes it.')} {expected}".rstrip()
    return expected or _("Find a solution and propose it, or pass the ticket on.")


def _left_behind(ticket: Ticket) -> Entry | None:
    return (
        history_of(ticket)
        .filter(verb__in=LEFT_BEHIND, subject_id=ticket.pk, facts__has_key="text")
        .order_by("-id")
        .first()
    )


def _left_in(history: Sequence[Entry], ticket: Ticket) -> Entry | None:
    said = (entry for entry in history if entry.verb in LEFT_BEHIND and "text" in entry.facts)
    own = (entry for entry in said if entry.subject_id == ticket.pk)
    return max(own, key=lambda entry: entry.pk, default=None)


def _said(entry: Entry | None) -> Said | None:
    if entry is None:
        return None
    tried, expected = ("tried", "expected") if entry.verb == "ticket.escalated" else ("", "")
    facts = entry.facts
    return Said(entry.actor_name, entry.at, str(facts["text"]), facts.get(tried, ""), facts.get(expected, ""))
