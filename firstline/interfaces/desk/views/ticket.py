"""The screen of a ticket: what is known, what was done, what is next; who else looks at it; its fields."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firstline.casework.contacts.severity import SEVERITY
from firstline.casework.tickets import correction, presence, priority
from firstline.casework.tickets.models import Ticket
from firstline.interfaces.desk import one_field
from firstline.interfaces.desk.access import needs, signed_in
from firstline.interfaces.desk.forms.tickets import FieldsForm
from firstline.interfaces.desk.ticket_screen import find, screen_of
from firstline.reference.catalogue.finding import find_codes
from firstline.reference.catalogue.models import ProblemCode
from firstline.reference.staff.roles import Right


@needs(Right.READ)
@require_safe
def ticket(request: HttpRequest, number: int) -> HttpResponse:
    screen = screen_of(request, number, now=timezone.now())
    return render(request, "desk/tickets/ticket.html", {"ticket": screen.ticket, "screen": screen})


@needs(Right.READ)
@require_safe
def codes(request: HttpRequest) -> HttpResponse:
    """The problem codes that fit what was typed so far."""
    found = find_codes(request.GET.get("q", ""), get_language() or "en", limit=10)
    return render(request, "desk/tickets/_codes.html", {"found": found})


@needs(Right.READ)
@require_POST
def looks(request: HttpRequest, number: int) -> HttpResponse:
    """Says that one is looking, and answers who else is."""
    found, user, now = find(request, number), signed_in(request), timezone.now()
    presence.look(found, by=user, at=now, is_writing=request.POST.get("writing") == "1")
    return render(request, "desk/tickets/_others.html", {"others": presence.others(found, user, now)})


@needs(Right.WORK_TICKETS)
@require_http_methods(["GET", "HEAD", "POST"])
def fields(request: HttpRequest, number: int) -> HttpResponse:
    """GET asks for all fields; each saves itself, or all together without script."""
    found = find(request, number)
    form = FieldsForm(found, request.POST or None)

    def again() -> HttpResponse:
        part = "#form" if request.headers.get("HX-Request") else ""
        return render(request, f"desk/tickets/fields.html{part}", {"ticket": found, "form": form})

    if request.method != "POST":
        return again()
    back = reverse("desk:ticket", args=[number])
    return one_field.answer(request, form, _writer(request, found), back=back, again=again, refresh=("ticket-head",))


def _writer(request: HttpRequest, found: Ticket) -> one_field.Write:
    """How one field of the ticket is written; a code and how bad it is are other verbs than a text."""

    def write(field: str, value: object, seen: int | None) -> int:
        by = signed_in(request)
        if isinstance(value, ProblemCode):
            return correction.recode(found, value, seen=seen, by=by).version
        if field in SEVERITY:
            return priority.weigh(found, field, value, seen=found.version if seen is None else seen, by=by).version
        return correction.correct(found, field, str(value), seen=seen, by=by).version

    return write
