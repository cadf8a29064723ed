"""What is promised of a ticket: the tier that works it, its priority, and the calls its customer is owed."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from firstline.casework.tickets import call_backs, escalation
from firstline.casework.tickets.models import Ticket
from firstline.casework.tickets.priority import override_priority
from firstline.casework.tickets.teams import earlier_owner
from firstline.interfaces.desk.access import needs, signed_in
from firstline.interfaces.desk.ticket_acting import asked_for
from firstline.reference.service_levels.models import Priority
from firstline.reference.staff.models import SupportCentre, User
from firstline.reference.staff.roles import Right

ask_or_do = require_http_methods(["GET", "HEAD", "POST"])


@needs(Right.WORK_TICKETS)
@ask_or_do
def escalate(request: HttpRequest, number: int) -> HttpResponse:
    by = signed_in(request)

    def act(ticket: Ticket, facts: dict[str, Any]) -> Ticket:
        return escalation.escalate(ticket, by=by, **_where(facts))

    return asked_for(request, number, "escalation", act, lambda ticket: _beside(ticket, min(ticket.tier + 1, 3)))


@needs(Right.WORK_TICKETS)
@ask_or_do
def de_escalate(request: HttpRequest, number: int) -> HttpResponse:
    by = signed_in(request)

    def act(ticket: Ticket, facts: dict[str, Any]) -> Ticket:
        return escalation.de_escalate(ticket, by=by, **_where(facts))

    return asked_for(request, number, "de_escalation", act, lambda ticket: _beside(ticket, max(ticket.tier - 1, 1)))


def _where(facts: dict[str, Any]) -> dict[str, Any]:
    """The facts of the form as the verbs want them."""
    to = User.objects.get(pk=facts["to"]) if facts["to"] else None
    return {**facts, "centre": SupportCentre.objects.get(pk=facts["centre"]), "to": to}


def _beside(ticket: Ticket, tier: int) -> dict[str, Any]:
    """The next tier of its own support centre, and whoever had it there before."""
    owner = earlier_owner(ticket, ticket.centre, tier)
    return {"centre": ticket.centre_id, "tier": tier, "to": owner.pk if owner else None, "seen": ticket.version}


@needs(Right.WORK_TICKETS)
@ask_or_do
def priority(request: HttpRequest, number: int) -> HttpResponse:
    by = signed_in(request)

    def act(ticket: Ticket, facts: dict[str, Any]) -> Ticket:
        wanted = get_object_or_404(Priority, pk=facts["priority"])
        return override_priority(ticket, wanted, facts["reason"], by=by)

    return asked_for(request, number, "priority", act, lambda ticket: {"priority": ticket.priority_id})


@needs(Right.WORK_TICKETS)
@ask_or_do
def promise(request: HttpRequest, number: int) -> HttpResponse:
    by = signed_in(request)

    def act(ticket: Ticket, facts: dict[str, Any]) -> object:
        return call_backs.promise_about(ticket, facts["due_by"], facts["text"], number=facts["number"], by=by)

    return asked_for(request, number, "call_backs", act)
