"""How an act is done with a ticket from its screen: asked with a form, or done by a button, and answered."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from firstline.casework.tickets.models import Ticket
from firstline.interfaces.desk.forms.ticket_promises import TeamForm
from firstline.interfaces.desk.forms.tickets import ActForm
from firstline.interfaces.desk.ticket_acts import ACTS
from firstline.interfaces.desk.ticket_screen import find
from firstline.journal.refusal import Refused


def asked_for(
    request: HttpRequest,
    number: int,
    name: str,
    verb: Callable[[Ticket, dict[str, Any]], object],
    initial: Callable[[Ticket], dict[str, Any]] = lambda _ticket: {},
) -> HttpResponse:
    """GET asks with a form, POST does it; what is refused stands beside its field, with what was typed."""
    ticket, act = find(request, number), ACTS[name]
    if act.form is None:
        raise LookupError(name)
    # Several of these forms may stand on one page.
    ids = f"id_{name}_%s"
    if request.method == "POST":
        form = act.form(request.POST, auto_id=ids)
    else:
        form = act.form(initial=initial(ticket), auto_id=ids)
    if isinstance(form, TeamForm):
        form.offer(ticket)
    if request.method == "POST" and form.is_valid():
        try:
            verb(ticket, form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
            form.still_open = getattr(refusal, "steps", ())
            _see_again(form, find(request, number))
        else:
            messages.success(request, str(act.told))
            return redirect("desk:ticket", number=number)
    part = part_of(request)
    if part != "#panel":
        form.focus()
    facts = {"ticket": ticket, "act": act, "form": form, "address": act.address(ticket)}
    return render(request, f"desk/tickets/act.html{part}", facts)


def _see_again(form: ActForm, ticket: Ticket) -> None:
    """Who was told that somebody else had moved the ticket has seen it as it is now."""
    if "seen" in form.fields:
        form.data = {**form.data.dict(), "seen": ticket.version}  # type: ignore[attr-defined]


def part_of(request: HttpRequest) -> str:
    """Which part of the act's page is wanted: the dialog, the panel of the composer, or all of it."""
    target = request.headers.get("HX-Target", "")
    if not request.headers.get("HX-Request"):
        return ""
    return "#panel" if target.startswith("write-") else "#dialog"


def done(request: HttpRequest, number: int, told: str, verb: Callable[[Ticket], object]) -> HttpResponse:
    """A button does it, and the screen says what was done, or why not."""
    ticket = find(request, number)
    try:
        verb(ticket)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, told)
    return redirect("desk:ticket", number=number)


def told(name: str) -> str:
    """What the screen says after an act was done."""
    return str(ACTS[name].told)
