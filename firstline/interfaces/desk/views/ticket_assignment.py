"""Who has a ticket: take, assign, hand back, pass on."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from firstline.casework.tickets import assignment
from firstline.casework.tickets.models import Ticket
from firstline.interfaces.desk.access import needs, signed_in
from firstline.interfaces.desk.ticket_acting import asked_for, done, told
from firstline.reference.staff.models import SupportCentre, User
from firstline.reference.staff.roles import Right

ask_or_do = require_http_methods(["GET", "HEAD", "POST"])


@needs(Right.WORK_TICKETS)
@require_POST
def taking(request: HttpRequest, number: int) -> HttpResponse:
    by = signed_in(request)
    return done(request, number, told("taking"), lambda ticket: assignment.take(ticket, by=by))


@needs(Right.WORK_TICKETS)
@ask_or_do
def assigning(request: HttpRequest, number: int) -> HttpResponse:
    by = signed_in(request)
    return asked_for(
        request,
        number,
        "assignment",
        lambda ticket, facts: assignment.assign(ticket, User.objects.get(pk=facts["user"]), by=by),
    )


@needs(Right.WORK_TICKETS)
@ask_or_do
def returning(request: HttpRequest, number: int) -> HttpResponse:
    by = signed_in(request)
    return asked_for(
        request, number, "return", lambda ticket, facts: assignment.hand_back(ticket, facts["reason"], by=by)
    )


@needs(Right.WORK_TICKETS)
@ask_or_do
def transfer(request: HttpRequest, number: int) -> HttpResponse:
    by = signed_in(request)

    def act(ticket: Ticket, facts: dict[str, Any]) -> Ticket:
        centre = SupportCentre.objects.get(pk=facts["centre"])
        return assignment.pass_on(ticket, centre, facts["tier"], facts["reason"], by=by)

    return asked_for(
        request, number, "transfer", act, lambda ticket: {"centre": ticket.centre_id, "tier": min(ticket.tier + 1, 3)}
    )
