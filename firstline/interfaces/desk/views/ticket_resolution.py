"""The end of a ticket, and its beginning anew: resolved, confirmed, closed, not solved."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from firstline.casework.tickets import resolution
from firstline.casework.tickets.models import Proposal, Ticket
from firstline.interfaces.desk.access import needs, signed_in
from firstline.interfaces.desk.ticket_acting import asked_for, done, told
from firstline.reference.staff.roles import Right

ask_or_do = require_http_methods(["GET", "HEAD", "POST"])


@needs(Right.WORK_TICKETS)
@ask_or_do
def resolve(request: HttpRequest, number: int) -> HttpResponse:
    by = signed_in(request)
    return asked_for(
        request,
        number,
        "resolution",
        lambda ticket, facts: resolution.resolve(ticket, facts["resolution"], by=by),
        _what_worked,
    )


def _what_worked(ticket: Ticket) -> dict[str, str]:
    """The proposal that worked is how it was solved, unless somebody says otherwise."""
    worked = ticket.proposals.filter(outcome=Proposal.Outcome.WORKED).last()
    return {"resolution": worked.text} if worked else {}


@needs(Right.WORK_TICKETS)
@require_POST
def confirm(request: HttpRequest, number: int) -> HttpResponse:
    by = signed_in(request)
    return done(request, number, told("confirmation"), lambda ticket: resolution.confirm(ticket, by=by))


@needs(Right.WORK_TICKETS)
@require_POST
def close(request: HttpRequest, number: int) -> HttpResponse:
    by = signed_in(request)
    return done(request, number, told("closing"), lambda ticket: resolution.close(ticket, by=by))


@needs(Right.WORK_TICKETS)
@ask_or_do
def reopen(request: HttpRequest, number: int) -> HttpResponse:
    by = signed_in(request)
    return asked_for(
        request, number, "reopening", lambda ticket, facts: resolution.not_solved(ticket, facts["text"], by=by)
    )
