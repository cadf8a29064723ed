"""A ticket's history played through the verbs, moment by moment, as the desk would have worked it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from firstline.casework.contacts import reception
from firstline.casework.contacts.models import Channel, Contact, Kind
from firstline.casework.tickets import assignment, escalation, opening, resolution
from firstline.casework.tickets.models import State, Ticket
from firstline.reference.catalogue.models import ProblemCode
from firstline.reference.staff.models import SupportCentre

SAID = "as the log says"


@dataclass(frozen=True)
class Moment:
    """How a ticket stood after one event of a log. `team` is its support centre and tier, where the log names it."""

    at: datetime
    is_over: bool
    is_waiting: bool
    team: tuple[SupportCentre, int] | None = None


def replay(name: str, place: str, code: ProblemCode, moments: Iterable[Moment]) -> int:
    """Open a ticket at the first moment and bring it through the others; gives its key. `place` routes it."""
    ticket: Ticket | None = None
    for moment in moments:
        if ticket is None:
            ticket = opening.open_ticket(_contact(name, place, code, moment.at), by=None, at=moment.at)
        ticket = _follow(ticket, moment)
    if ticket is None:
        raise ValueError(name)
    return ticket.pk


def _contact(name: str, place: str, code: ProblemCode, at: datetime) -> Contact:
    contact = reception.open_contact(channel=Channel.OTHER, by=None, at=at)
    contact.kind, contact.words, contact.place, contact.code = Kind.ACTION, name, place, code
    contact.save(update_fields=["kind", "words", "place", "code"])
    return contact


def _follow(ticket: Ticket, moment: Moment) -> Ticket:
    moves = moment.team is not None and moment.team != (ticket.centre, ticket.tier)
    if not ticket.is_open and (moves or not moment.is_over):
        ticket = resolution.not_solved(ticket, SAID, by=None, at=moment.at)
    if ticket.state == State.WAITING and not moment.is_waiting:
        ticket = resolution.customer_answered(ticket, SAID, by=None, at=moment.at)
    if moment.team is not None and moves:
        ticket = _move(ticket, *moment.team, moment.at)
    if moment.is_waiting and ticket.state != State.WAITING:
        ticket = resolution.ask_customer(ticket, SAID, by=None, at=moment.at)
    if moment.is_over and ticket.is_open:
        ticket = resolution.resolve(ticket, SAID, by=None, at=moment.at)
    return ticket


def _move(ticket: Ticket, centre: SupportCentre, tier: int, at: datetime) -> Ticket:
    if tier > ticket.tier:
        return escalation.escalate(ticket, tier, SAID, tried=SAID, expected=SAID, centre=centre, by=None, at=at)
    if tier < ticket.tier:
        return escalation.de_escalate(ticket, tier, SAID, centre=centre, by=None, at=at)
    return assignment.pass_on(ticket, centre, tier, SAID, by=None, at=at)
