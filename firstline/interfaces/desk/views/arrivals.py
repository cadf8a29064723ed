"""What arrived: the ledger, each message as it came, quarantine, and the files that came along."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from firstline.casework.contacts.enclosing import content_of
from firstline.casework.contacts.models import Enclosure
from firstline.interfaces.channels import ledger, rereading
from firstline.interfaces.channels.models import Arrival, End
from firstline.interfaces.desk.access import department_limits, needs, signed_in
from firstline.interfaces.desk.arrival_pages import ArrivalPage, Came, LedgerPage
from firstline.interfaces.desk.contact_known import visible_to
from firstline.interfaces.desk.forms.contacts import key_of
from firstline.interfaces.desk.order_reach import visible_tickets
from firstline.journal.refusal import Refused
from firstline.reference.staff.models import User
from firstline.reference.staff.roles import Right, may

# What a browser shows without running anything in it.
PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")


@needs(Right.MOVE_WORK)
@require_safe
def arrivals(request: HttpRequest) -> HttpResponse:
    """Fetched against ended, by day, and the messages themselves."""
    wanted = request.GET.get("end", "")
    page = LedgerPage(timezone.now(), wanted if wanted in (*End.values, "waiting") else "", key_of(
        request.GET.get("before", "")))  # fmt: skip
    return render(request, "desk/arrivals/ledger.html", {"page": page})


@needs(Right.READ)
@require_safe
def arrival(request: HttpRequest, pk: int) -> HttpResponse:
    page = ArrivalPage(_found(pk, signed_in(request)))
    return render(request, "desk/arrivals/page.html", {"page": page, "arrival": page.arrival})


@needs(Right.READ)
@require_safe
def raw(request: HttpRequest, pk: int) -> HttpResponse:
    """The message byte for byte, to be kept or looked at by other programs."""
    found = _found(pk, signed_in(request))
    return _file(ledger.raw_of(found), f"message-{pk}.eml", "application/octet-stream")


@needs(Right.MOVE_WORK)
@require_POST
def reading(request: HttpRequest, pk: int) -> HttpResponse:
    """Read a quarantined message once more."""
    return _act(request, pk, lambda found, by: rereading.read_again(found, by=by))


@needs(Right.MOVE_WORK)
@require_POST
def letting_through(request: HttpRequest, pk: int) -> HttpResponse:
    """Read it and hold it up no longer."""
    return _act(request, pk, lambda found, by: rereading.let_through(found, by=by))


@needs(Right.MOVE_WORK)
@require_POST
def setting_aside(request: HttpRequest, pk: int) -> HttpResponse:
    """It needs nothing more."""
    return _act(request, pk, lambda found, by: rereading.set_aside(found, by=by))


@needs(Right.READ)
@require_safe
def enclosure(request: HttpRequest, pk: int) -> HttpResponse:
    found, by = get_object_or_404(Enclosure, pk=pk), signed_in(request)
    get_object_or_404(visible_tickets(by) if found.of_kind == "ticket" else visible_to(by), pk=found.of_id)
    return _file(content_of(found), found.name, found.media_type)


@needs(Right.READ)
@require_safe
def of_contact(request: HttpRequest, number: int) -> HttpResponse:
    """The card of messages and files, of a contact."""
    came = Came(get_object_or_404(visible_to(signed_in(request)), number=number))
    return render(request, "desk/arrivals/came.html", {"came": came})


@needs(Right.READ)
@require_safe
def of_ticket(request: HttpRequest, number: int) -> HttpResponse:
    """The same of a ticket."""
    ticket = get_object_or_404(visible_tickets(signed_in(request)).select_related("contact"), number=number)
    return render(request, "desk/arrivals/came.html", {"came": Came(ticket.contact, ticket)})


def _found(pk: int, user: User) -> Arrival:
    found = get_object_or_404(Arrival.objects.select_related("contact", "ticket"), pk=pk)
    if found.ticket_id:
        get_object_or_404(visible_tickets(user), pk=found.ticket_id)
    elif found.contact_id:
        get_object_or_404(visible_to(user), pk=found.contact_id)
    elif department_limits(user) and not may(user, Right.MOVE_WORK):
        # What belongs to nothing yet belongs to no department, either.
        raise Http404
    return found


def _act(request: HttpRequest, pk: int, verb: Callable[[Arrival, User], Arrival]) -> HttpResponse:
    try:
        now = verb(get_object_or_404(Arrival, pk=pk), signed_in(request))
        messages.info(request, _("It is now: %(end)s.") % {"end": now.get_end_display()})
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("desk:arrival", pk)


def _file(content: bytes, name: str, media_type: str) -> HttpResponse:
    """A file of somebody else's: shown only where that runs nothing, else kept."""
    shown = media_type in PICTURES
    answer = HttpResponse(content, content_type=media_type if shown else "application/octet-stream")
    disposition = content_disposition_header(as_attachment=not shown, filename=name or "file")
    answer["Content-Disposition"] = disposition or "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, max-age=3600"
    return answer
