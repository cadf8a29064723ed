"""Tickets that belong together: what looks like this one, and tying them."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firstline.casework.tickets import alike
from firstline.casework.tickets.models import Ticket
from firstline.interfaces.desk.access import needs, signed_in
from firstline.interfaces.desk.forms.contacts import key_of
from firstline.interfaces.desk.queue import visible_to
from firstline.interfaces.desk.ticket_acting import asked_for, done, told
from firstline.interfaces.desk.ticket_alike import alike_of
from firstline.interfaces.desk.ticket_screen import find
from firstline.journal.refusal import Refused
from firstline.reference.staff.models import User
from firstline.reference.staff.roles import Right, may

ask_or_do = require_http_methods(["GET", "HEAD", "POST"])
Tie = Callable[[Ticket, Ticket], object]


@needs(Right.READ)
@require_safe
def likenesses(request: HttpRequest, number: int) -> HttpResponse:
    """The part of the screen about other tickets; a page of its own without script."""
    found = find(request, number)
    user, part = signed_in(request), "#part" if request.headers.get("HX-Request") else ""
    facts = {"ticket": found, "alike": alike_of(found, user), "may_write": may(user, Right.WORK_TICKETS)}
    return render(request, f"desk/tickets/alike.html{part}", facts)


@needs(Right.WORK_TICKETS)
@ask_or_do
def duplicate(request: HttpRequest, number: int) -> HttpResponse:
    by = signed_in(request)
    return _tie(request, number, "duplicate", lambda ticket, other: alike.mark_duplicate(ticket, other, by=by))


@needs(Right.WORK_TICKETS)
@ask_or_do
def repeat(request: HttpRequest, number: int) -> HttpResponse:
    by = signed_in(request)
    return _tie(request, number, "repeat", lambda ticket, other: alike.mark_repeat(ticket, other, by=by))


@needs(Right.WORK_TICKETS)
@ask_or_do
def relation(request: HttpRequest, number: int) -> HttpResponse:
    by = signed_in(request)
    return _tie(request, number, "relation", lambda ticket, other: alike.mark_related(ticket, other, by=by))


@needs(Right.WORK_TICKETS)
@require_POST
def separation(request: HttpRequest, number: int) -> HttpResponse:
    by = signed_in(request)
    return done(request, number, told("separation"), lambda ticket: alike.separate(ticket, by=by))


@needs(Right.WORK_TICKETS)
@require_POST
def untying(request: HttpRequest, number: int, other: int) -> HttpResponse:
    """Related tickets have nothing to do with each other after all."""
    by = signed_in(request)
    return done(
        request, number, _("The tickets are untied."), lambda ticket: alike.untie(ticket, find(request, other), by=by)
    )


def _tie(request: HttpRequest, number: int, name: str, tie: Tie) -> HttpResponse:
    def act(ticket: Ticket, facts: dict[str, Any]) -> object:
        return tie(ticket, _other(facts["of"], signed_in(request)))

    return asked_for(request, number, name, act, lambda _ticket: {"of": request.GET.get("of", "")[:20]})


def _other(text: str, user: User) -> Ticket:
    """The ticket of this number ("42", "T42", "#42"), if the reader may see it."""
    number = key_of(text.strip().lstrip("Tt#"))
    other = visible_to(user).filter(number=number).first() if number is not None else None
    if other is None:
        raise Refused(_("There is no ticket of this number."), field="of")
    return other
