"""The outbox: what was sent to whom, how far it came, what did not arrive; of all, of a ticket, of a contact."""

from collections.abc import Callable
from io import BytesIO

from django.contrib import messages as said
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from firstline.casework.contacts.enclosing import content_of, enclosed_in
from firstline.interfaces.channels import outbox as verbs
from firstline.interfaces.channels.models import Outgoing
from firstline.interfaces.desk.access import needs, signed_in, within_departments
from firstline.interfaces.desk.contact_known import find_to_show, visible_to
from firstline.interfaces.desk.outgoing_list import Outbox
from firstline.interfaces.desk.ticket_screen import find
from firstline.journal.refusal import Refused
from firstline.reference.staff.roles import Right

FEW = 10
SHOWN = ("ticket", "contact", "customer", "user", "order", "by", "gathered_in")


@needs(Right.MOVE_WORK)
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """All messages, those in trouble first; or those in one state, or to one address."""
    page = Outbox(signed_in(request), request.GET, timezone.now())
    return render(request, "desk/outgoing/list.html", {"page": page})


@needs(Right.READ)
@require_safe
def message(request: HttpRequest, pk: int) -> HttpResponse:
    found = _find(request, pk)
    return render(request, "desk/outgoing/page.html", {"message": found, "files": enclosed_in(found)})


@needs(Right.READ)
@require_safe
def file(request: HttpRequest, pk: int, file: int) -> FileResponse:
    """A file that went along, to be kept: nothing of it is shown in the desk's own pages."""
    found = next((one for one in enclosed_in(_find(request, pk)) if one.pk == file), None)
    if found is None:
        raise Http404
    whole = BytesIO(content_of(found))
    return FileResponse(whole, as_attachment=True, filename=found.name, content_type="application/octet-stream")


@needs(Right.WORK_TICKETS)
@require_POST
def sending(request: HttpRequest, pk: int) -> HttpResponse:
    """Once more."""
    return _done(request, pk, _("It waits to be sent again."), lambda one: verbs.send_again(one, by=signed_in(request)))


@needs(Right.WORK_TICKETS)
@require_POST
def care(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody has looked after it by another way."""
    return _done(request, pk, _("It is seen to."), lambda one: verbs.see_to(one, by=signed_in(request)))


@needs(Right.READ)
@require_safe
def of_ticket(request: HttpRequest, number: int) -> HttpResponse:
    found = find(request, number)
    rows = Outgoing.objects.of_ticket(found)[:FEW]
    return _card(request, list(rows), f"ticket:{found.pk}")


@needs(Right.READ)
@require_safe
def of_contact(request: HttpRequest, number: int) -> HttpResponse:
    found = find_to_show(request, number)
    rows = within_departments(Outgoing.objects.of_contact(found), signed_in(request), "ticket__department")
    return _card(request, list(rows[:FEW]), f"contact:{found.pk}")


def _card(request: HttpRequest, rows: list[Outgoing], live: str) -> HttpResponse:
    """A part of another page, or a page of its own without script."""
    part = "#card" if request.headers.get("HX-Request") else ""
    return render(request, f"desk/outgoing/card.html{part}", {"rows": rows, "live": live, "url": request.path})


def _done(request: HttpRequest, pk: int, told: str, verb: Callable[[Outgoing], object]) -> HttpResponse:
    found = _find(request, pk)
    try:
        verb(found)
        said.success(request, told)
    except Refused as refusal:
        said.error(request, str(refusal))
    return redirect("desk:outgoing_message", pk)


def _find(request: HttpRequest, pk: int) -> Outgoing:
    """The message, if it is about something that the reader may see."""
    rows, user = Outgoing.objects.filter(pk=pk).select_related(*SHOWN), signed_in(request)
    found: Outgoing = get_object_or_404(within_departments(rows, user, "ticket__department"))
    if found.contact_id and not found.ticket_id:
        get_object_or_404(visible_to(user), pk=found.contact_id)
    return found
