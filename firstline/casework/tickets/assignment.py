"""Who has a ticket: take, assign, hand back, and pass on to another support centre or tier (T5)."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from firstline.casework.tickets.editing import hold, said, save
from firstline.casework.tickets.models import State, Ticket
from firstline.casework.tickets.routing import remember_turn
from firstline.casework.tickets.status import must_move
from firstline.casework.tickets.teams import leave_for, ping_pong
from firstline.journal.recording import record
from firstline.journal.refusal import Refused
from firstline.reference.staff.models import SupportCentre, User
from firstline.reference.staff.roles import Right, may


@transaction.atomic
def take(ticket: Ticket, *, by: User, at: datetime | None = None) -> Ticket:
    """Make it one's own. Whoever is second is refused, and told who was first."""
    at = at or timezone.now()
    held = hold(ticket)
    # What a rule gave to somebody is new until they take it up themselves.
    if held.assignee_id and not (held.assignee_id == by.pk and held.state == State.NEW):
        raise _taken(held, by)
    save(held, in_hands(held, by), at=at)
    remember_turn(by, at)
    record("ticket.taken", held, by=by, at=at)
    return held


@transaction.atomic
def assign(ticket: Ticket, user: User, *, by: User | None, at: datetime | None = None) -> Ticket:
    """Give it to somebody, whoever had it before."""
    at = at or timezone.now()
    held = hold(ticket)
    if held.assignee_id == user.pk:
        raise Refused(_("%(name)s has this ticket already.") % {"name": user.name}, field="user")
    must_work(user)
    was = held.assignee.name if held.assignee else ""
    save(held, in_hands(held, user), at=at)
    remember_turn(user, at)
    record("ticket.assigned", held, by=by, at=at, facts={"to": user.name, "to_id": user.pk, "was": was})
    return held


@transaction.atomic
def hand_back(ticket: Ticket, reason: str, *, by: User | None, at: datetime | None = None) -> Ticket:
    """Put it back into its queue, and say why."""
    reason = said(reason, "reason", _("Say why it goes back."))
    held = hold(ticket)
    if held.assignee is None:
        raise Refused(_("Nobody has this ticket: it is in the queue already."))
    was = held.assignee.name
    save(held, out_of_hands(held), at=at or timezone.now())
    record("ticket.handed_back", held, by=by, at=at, facts={"text": reason, "was": was})
    return held


@transaction.atomic
def pass_on(
    ticket: Ticket, centre: SupportCentre, tier: int, reason: str, *, by: User | None, at: datetime | None = None
) -> Ticket:
    """Send it to another support centre or tier, up or down, with the reason that its next reader needs."""
    reason = said(reason, "reason", _("Say why it is passed on, and what the next one needs to know."))
    at = at or timezone.now()
    held = hold(ticket)
    must_be_elsewhere(held, centre, tier)
    was = {"was_centre": held.centre.labels, "was_centre_id": held.centre_id, "was_tier": held.tier}
    values = {**leave_for(held, centre, tier, at=at), **out_of_hands(held), "route_because": reason[:300]}
    save(held, values, at=at)
    held.centre = centre
    facts = {**was, "centre": centre.labels, "centre_id": centre.pk, "tier": tier, "text": reason, **ping_pong(held)}
    record("ticket.passed_on", held, by=by, at=at, facts=facts)
    return held


def must_work(user: User) -> None:
    """`Refused` where somebody cannot be given a ticket."""
    if not (user.is_active and may(user, Right.WORK_TICKETS)):
        raise Refused(_("%(name)s cannot work on tickets.") % {"name": user.name}, field="user")


def must_be_elsewhere(held: Ticket, centre: SupportCentre, tier: int) -> None:
    if centre.retired_at is not None:
        raise Refused(_("%(centre)s is no longer in service.") % {"centre": centre.label}, field="centre")
    if not 1 <= tier <= centre.tiers:
        raise Refused(_("%(centre)s has no tier %(tier)s.") % {"centre": centre.label, "tier": tier}, field="tier")
    if (held.centre_id, held.tier) == (centre.pk, tier):
        raise Refused(_("The ticket is at %(centre)s, tier %(tier)s already.") % {"centre": centre.label, "tier": tier})


def _taken(held: Ticket, by: User) -> Refused:
    if held.assignee_id == by.pk:
        return Refused(_("You have this ticket already."))
    name = held.assignee.name if held.assignee else ""
    return Refused(_("%(name)s has taken this ticket. Assign it to yourself if it should be yours.") % {"name": name})


def in_hands(held: Ticket, user: User) -> dict[str, Any]:
    state = must_move(held, State.IN_PROGRESS) if held.state == State.NEW else held.state
    return {"assignee_id": user.pk, "state": state}


def out_of_hands(held: Ticket) -> dict[str, Any]:
    state = must_move(held, State.NEW) if held.state == State.IN_PROGRESS else held.state
    return {"assignee_id": None, "state": state}
