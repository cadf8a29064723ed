"""One act on several tickets chosen in the queue: take, assign, pass on, note."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from firstline.casework.tickets import assignment, notes
from firstline.casework.tickets.models import Ticket
from firstline.interfaces.desk.access import needs, signed_in
from firstline.interfaces.desk.forms.contacts import key_of
from firstline.interfaces.desk.forms.tickets import ActForm, AssigneeForm, NoteForm, TransferForm
from firstline.interfaces.desk.queue import PAGE, Filters, visible_to
from firstline.journal.refusal import Refused
from firstline.reference.staff.models import SupportCentre, User
from firstline.reference.staff.roles import Right


@needs(Right.WORK_TICKETS)
@require_POST
def taking(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    return _each(request, _chosen(request), lambda ticket: assignment.take(ticket, by=user))


@needs(Right.WORK_TICKETS)
@require_POST
def notes_on(request: HttpRequest) -> HttpResponse:
    user, form = signed_in(request), _form(request, NoteForm)
    if not form.is_valid():
        return _ask(request, form, _("Note on all of them"))
    text = form.cleaned_data["text"]
    return _each(request, _chosen(request), lambda ticket: notes.note_internally(ticket, text, by=user))


@needs(Right.MOVE_WORK)
@require_POST
def assigning(request: HttpRequest) -> HttpResponse:
    user, form = signed_in(request), _form(request, AssigneeForm)
    if not form.is_valid():
        return _ask(request, form, _("Assign all of them"))
    assignee = User.objects.get(pk=form.cleaned_data["user"])
    return _each(request, _chosen(request), lambda ticket: assignment.assign(ticket, assignee, by=user))


@needs(Right.MOVE_WORK)
@require_POST
def transfer(request: HttpRequest) -> HttpResponse:
    user, form = signed_in(request), _form(request, TransferForm)
    if not form.is_valid():
        return _ask(request, form, _("Pass all of them on"))
    facts = form.cleaned_data
    centre = SupportCentre.objects.get(pk=facts["centre"])
    return _each(
        request,
        _chosen(request),
        lambda ticket: assignment.pass_on(ticket, centre, facts["tier"], facts["reason"], by=user),
    )


def _form(request: HttpRequest, form: type[ActForm]) -> ActForm:
    """The form as it was sent, or empty while nothing but the choice of tickets has been sent."""
    return form(request.POST) if "sent" in request.POST else form()


def _chosen(request: HttpRequest) -> list[Ticket]:
    numbers = [key for value in request.POST.getlist("chosen")[:PAGE] if (key := key_of(value)) is not None]
    return list(visible_to(signed_in(request)).filter(number__in=numbers).order_by("number"))


def _ask(request: HttpRequest, form: ActForm, title: str) -> HttpResponse:
    form.focus()
    facts = {"form": form, "title": title, "tickets": _chosen(request), "back": _back(request)}
    template = "desk/tickets/together.html"
    return render(request, f"{template}#form" if request.headers.get("HX-Request") else template, facts)


def _each(request: HttpRequest, tickets: list[Ticket], act: Callable[[Ticket], object]) -> HttpResponse:
    """Do it to each ticket by itself, say what was refused and why, and go back to the list."""
    done = 0
    for ticket in tickets:
        try:
            act(ticket)
            done += 1
        except Refused as refusal:
            facts = {"number": ticket.number, "reason": refusal}
            messages.error(request, _("Ticket %(number)s was left as it is: %(reason)s") % facts)
    if done:
        told = ngettext("Done for %(count)s ticket.", "Done for %(count)s tickets.", done)
        messages.success(request, told % {"count": done})
    address = f"{reverse('desk:queue')}?{_back(request)}"
    return HttpResponse(headers={"HX-Redirect": address}) if request.headers.get("HX-Request") else redirect(address)


def _back(request: HttpRequest) -> str:
    """The list that one came from; only what makes sense in its address comes through."""
    return Filters.read_text(request.POST.get("back", "")).here
