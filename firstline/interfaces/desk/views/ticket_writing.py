"""What is written into a ticket: notes, calls, reproductions, proposals, questions and answers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from firstline.casework.tickets import notes, resolution
from firstline.interfaces.desk.access import needs, signed_in
from firstline.interfaces.desk.ticket_acting import asked_for, done
from firstline.reference.staff.roles import Right

ask_or_do = require_http_methods(["GET", "HEAD", "POST"])


@needs(Right.WORK_TICKETS)
@ask_or_do
def note(request: HttpRequest, number: int) -> HttpResponse:
    by = signed_in(request)
    return asked_for(
        request, number, "notes", lambda ticket, facts: notes.note_internally(ticket, facts["text"], by=by)
    )


@needs(Right.WORK_TICKETS)
@ask_or_do
def call(request: HttpRequest, number: int) -> HttpResponse:
    by = signed_in(request)
    return asked_for(request, number, "calls", lambda ticket, facts: notes.call(ticket, **facts, by=by))


@needs(Right.WORK_TICKETS)
@ask_or_do
def reproduction(request: HttpRequest, number: int) -> HttpResponse:
    by = signed_in(request)
    return asked_for(
        request, number, "reproductions", lambda ticket, facts: resolution.reproduce(ticket, **facts, by=by)
    )


@needs(Right.WORK_TICKETS)
@ask_or_do
def proposal(request: HttpRequest, number: int) -> HttpResponse:
    by = signed_in(request)
    return asked_for(request, number, "proposals", lambda ticket, facts: resolution.propose(ticket, **facts, by=by))


@needs(Right.WORK_TICKETS)
@require_POST
def outcome(request: HttpRequest, number: int, key: int) -> HttpResponse:
    """What came of a proposal."""
    by, came = signed_in(request), request.POST.get("outcome", "")
    return done(
        request,
        number,
        _("What came of it is kept."),
        lambda ticket: resolution.settle(get_object_or_404(ticket.proposals, pk=key), came, by=by),
    )


@needs(Right.WORK_TICKETS)
@ask_or_do
def question(request: HttpRequest, number: int) -> HttpResponse:
    by = signed_in(request)
    return asked_for(
        request, number, "question", lambda ticket, facts: resolution.ask_customer(ticket, facts["text"], by=by)
    )


@needs(Right.WORK_TICKETS)
@ask_or_do
def answer(request: HttpRequest, number: int) -> HttpResponse:
    by = signed_in(request)
    return asked_for(
        request, number, "answer", lambda ticket, facts: resolution.customer_answered(ticket, facts["text"], by=by)
    )
