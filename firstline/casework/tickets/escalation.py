"""Escalation (E1): to a higher tier by hand with a hand-over, or by time; and down again."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from firstline.casework.tickets.assignment import in_hands, must_be_elsewhere, must_work, out_of_hands
from firstline.casework.tickets.editing import hold, said, save
from firstline.casework.tickets.models import Ticket
from firstline.casework.tickets.routing import remember_turn
from firstline.casework.tickets.teams import leave_for, ping_pong
from firstline.journal.recording import record
from firstline.journal.refusal import Refused
from firstline.reference.staff.models import SupportCentre, User

LONGEST_REASON = 300
# What tells where a ticket is: whoever acts on an old state of these is told so.
WHERE = ("centre_id", "tier")


@transaction.atomic
def escalate(
    ticket: Ticket,
    tier: int,
    reason: str,
    *,
    tried: str,
    expected: str,
    by: User | None,
    at: datetime | None = None,
    centre: SupportCentre | None = None,
    to: User | None = None,
    seen: int | None = None,
) -> Ticket:
    """Move it up to a tier, also past one, of its own support centre or another; `to` may name who gets it there.

    `seen` is the version that whoever decides had read: when the ticket was moved after it, they are told.
    """
    text = {
        "text": said(reason, "reason", _("Say why it has to go up.")),
        "tried": said(tried, "tried", _("Write down what was tried, if only that nothing was.")),
        "expected": said(expected, "expected", _("Write down what is expected of the next tier.")),
    }
    held = hold(ticket)
    _must_be_as_seen(held, seen)
    must_be_elsewhere(held, centre or held.centre, tier)
    if tier <= held.tier:
        raise Refused(_("The ticket is at tier %(tier)s: escalating goes up.") % {"tier": held.tier}, field="tier")
    facts = _move(held, centre or held.centre, tier, text["text"], to, at or timezone.now())
    record("ticket.escalated", held, by=by, at=at, facts=facts | text)
    return held


@transaction.atomic
def de_escalate(
    ticket: Ticket,
    tier: int,
    reason: str,
    *,
    by: User | None,
    at: datetime | None = None,
    centre: SupportCentre | None = None,
    to: User | None = None,
    seen: int | None = None,
) -> Ticket:
    """Move it down again; whoever had it there before is offered by `teams.earlier_owner`, and gets it as `to`."""
    reason = said(reason, "reason", _("Say why it goes down again, and what the next one needs to know."))
    held = hold(ticket)
    _must_be_as_seen(held, seen)
    must_be_elsewhere(held, centre or held.centre, tier)
    if tier >= held.tier:
        raise Refused(_("The ticket is at tier %(tier)s: this goes down.") % {"tier": held.tier}, field="tier")
    facts = _move(held, centre or held.centre, tier, reason, to, at or timezone.now())
    record("ticket.de_escalated", held, by=by, at=at, facts={**facts, "text": reason})
    return held


def raise_by_time(
    held: Ticket, tier: int, facts: dict[str, Any], because: str, *, by: User | None, at: datetime
) -> None:
    """Part of the sweep: time has run out for a held ticket at its tier, and its centre has a higher one."""
    moved = _move(held, held.centre, tier, because, None, at)
    record("ticket.escalated", held, by=by, at=at, facts=moved | facts)


def _move(
    held: Ticket, centre: SupportCentre, tier: int, because: str, to: User | None, at: datetime
) -> dict[str, Any]:
    """Bring a held ticket to a team, and tell what the entry says of it."""
    facts: dict[str, Any] = {
        "was_centre": held.centre.labels,
        "was_centre_id": held.centre_id,
        "was_tier": held.tier,
        "was": held.assignee.name if held.assignee else "",
        "centre": centre.labels,
        "centre_id": centre.pk,
        "tier": tier,
    }
    values = {**leave_for(held, centre, tier, at=at), **out_of_hands(held), "route_because": because[:LONGEST_REASON]}
    if to:
        must_work(to)
        values |= in_hands(held, to)
        remember_turn(to, at)
        facts |= {"to": to.name, "to_id": to.pk}
    save(held, values, at=at)
    held.centre = centre
    return facts | ping_pong(held)


def _must_be_as_seen(held: Ticket, seen: int | None) -> None:
    if seen is not None and any(held.changed_in.get(name, 0) > seen for name in WHERE):
        text = _("Somebody has moved this ticket in the meantime: it is at %(centre)s, tier %(tier)s now.")
        raise Refused(text % {"centre": held.centre.label, "tier": held.tier}, field="tier")
