"""Call-backs: the worklist, the attempts, and promises made by hand."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from firstline.casework.tickets import call_backs, resolution
from firstline.casework.tickets.models import Attempt, CallBack, State, Ticket
from firstline.interfaces.desk.access import needs, signed_in
from firstline.interfaces.desk.call import call_of
from firstline.interfaces.desk.call_back_list import find, worklist_of
from firstline.interfaces.desk.contact_known import find as find_contact
from firstline.interfaces.desk.contact_known import find_to_show
from firstline.interfaces.desk.forms.call_backs import (
    CONFIRMED,
    NOT_SOLVED,
    AttemptForm,
    CancellationForm,
    MoveForm,
    PromiseForm,
)
from firstline.interfaces.desk.forms.tickets import ActForm
from firstline.interfaces.desk.queue import visible_to
from firstline.journal.refusal import Refused
from firstline.reference.staff.models import User
from firstline.reference.staff.roles import Right

ask_or_do = require_http_methods(["GET", "HEAD", "POST"])


@needs(Right.READ)
@require_safe
def worklist(request: HttpRequest) -> HttpResponse:
    """All that are owed, the latest first."""
    now, is_live = timezone.now(), request.headers.get("HX-Target") == "call-backs"
    # A list that is drawn anew by itself must not take the keyboard from anybody.
    facts = {"page": worklist_of(request, now), "now": now, "takes_focus": not is_live}
    return render(request, f"desk/call_backs/list.html{'#live' if is_live else ''}", facts)


@needs(Right.WORK_TICKETS)
@ask_or_do
def attempts(request: HttpRequest, key: int) -> HttpResponse:
    """How a try ended; whoever was reached may say whether it is solved."""
    found, by = find(request, key), signed_in(request)
    resolved = _resolved(found, by)
    initial = {"outcome": request.GET.get("outcome", Attempt.Outcome.REACHED)}
    form = AttemptForm(request.POST or None, initial=initial, asks_solved=bool(resolved))

    def act(facts: dict[str, Any]) -> str:
        with transaction.atomic():
            after = call_backs.attempt(found, facts["outcome"], facts["text"], by=by)
            if after.state == CallBack.State.KEPT:
                _settle(resolved, facts.get("solved", ""), facts["text"], by=by)
        return _told(after, facts["outcome"])

    return _asked(request, found, form, _("Write down the call"), act)


def _resolved(found: CallBack, user: User) -> list[Ticket]:
    return list(visible_to(user).filter(call_backs=found, state=State.RESOLVED).order_by("pk"))


def _settle(resolved: list[Ticket], solved: str, text: str, *, by: User) -> None:
    """What the customer said of the tickets that are thought to be solved."""
    for ticket in resolved:
        if solved == CONFIRMED:
            resolution.confirm(ticket, by=by)
        elif solved == NOT_SOLVED:
            resolution.not_solved(ticket, text, by=by)


def _told(after: CallBack, outcome: str) -> str:
    if after.state == CallBack.State.KEPT:
        return _("The call is kept.")
    if after.to_supervisor:
        return _("%(outcome)s: after %(misses)s tries the supervisor has it.") % {
            "outcome": str(Attempt.Outcome(outcome).label).capitalize(),
            "misses": after.misses,
        }
    return _("%(outcome)s: it comes up again.") % {"outcome": str(Attempt.Outcome(outcome).label).capitalize()}


@needs(Right.WORK_TICKETS)
@ask_or_do
def time(request: HttpRequest, key: int) -> HttpResponse:
    """Owe it by another time."""
    found, by = find(request, key), signed_in(request)
    form = MoveForm(request.POST or None, initial={"due_by": found.due_by})

    def act(facts: dict[str, Any]) -> str:
        call_backs.move(found, facts["due_by"], facts["reason"], by=by)
        return _("The call-back is moved.")

    return _asked(request, found, form, _("Another time"), act)


@needs(Right.WORK_TICKETS)
@ask_or_do
def cancellation(request: HttpRequest, key: int) -> HttpResponse:
    """Owe it no longer."""
    found, by = find(request, key), signed_in(request)
    form = CancellationForm(request.POST or None)

    def act(facts: dict[str, Any]) -> str:
        call_backs.cancel(found, facts["reason"], by=by)
        return _("Nobody needs to call any more.")

    return _asked(request, found, form, _("No longer owed"), act)


@needs(Right.TAKE_CONTACTS)
@ask_or_do
def of_contact(request: HttpRequest, number: int) -> HttpResponse:
    """Promise whoever is on the line a call; the part of the call screen about it, a page of its own without script."""
    contact, by = find_contact(request, number), signed_in(request)
    form = PromiseForm(request.POST or None, auto_id="id_promise_%s")
    if form.is_valid():
        facts = form.cleaned_data
        try:
            call_backs.promise(contact, facts["due_by"], facts["text"], by=by, number=facts["number"])
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            form = PromiseForm(auto_id="id_promise_%s")
            if "HX-Request" not in request.headers:
                messages.success(request, _("The call-back is promised."))
                return redirect("desk:contact", number=number)
    call = call_of(request, find_to_show(request, number))
    part = "#part" if "HX-Request" in request.headers else ""
    facts = {"call": call, "contact": call.contact, "form": form}
    return render(request, f"desk/call_backs/of_contact.html{part}", facts)


def _asked(
    request: HttpRequest, found: CallBack, form: ActForm, title: str, act: Callable[[dict[str, Any]], str]
) -> HttpResponse:
    """GET asks with a form, POST does it and goes back to the list; what is refused stands beside its field."""
    if form.is_valid():
        try:
            messages.success(request, act(form.cleaned_data))
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            return redirect(_back(request))
    part = "#dialog" if request.headers.get("HX-Request") else ""
    form.focus()
    facts = {"call_back": found, "form": form, "title": title, "back": _back(request)}
    return render(request, f"desk/call_backs/act.html{part}", facts)


def _back(request: HttpRequest) -> str:
    """The list as it was limited."""
    shown = "?show=supervisor" if "supervisor" in (request.GET.get("show"), request.POST.get("show")) else ""
    return reverse("desk:call_backs") + shown
