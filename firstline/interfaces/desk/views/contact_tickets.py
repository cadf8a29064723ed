"""Tickets made from a contact: each problem its own, linked at once to what already covers it."""

from collections.abc import Callable
from typing import Protocol

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST

from firstline.casework.tickets import alike, opening
from firstline.casework.tickets.models import Ticket
from firstline.casework.work_orders.linking import link
from firstline.casework.work_orders.models import WorkOrder
from firstline.interfaces.desk.access import needs, signed_in, within_departments
from firstline.interfaces.desk.call import answered
from firstline.interfaces.desk.contact_known import find_to_open
from firstline.interfaces.desk.forms.contacts import key_of
from firstline.interfaces.desk.procedure_deeds import open_ticket
from firstline.journal.refusal import Refused
from firstline.reference.staff.models import User
from firstline.reference.staff.roles import Right

# Kept with the link in English and shown in the reader's language.
SEEN = gettext_noop("seen during the contact")


@needs(Right.TAKE_CONTACTS)
@require_POST
def tickets(request: HttpRequest, number: int) -> HttpResponse:
    """Open a ticket for the problem that stands in the contact."""
    return _opened_from(request, number)


@needs(Right.TAKE_CONTACTS)
@require_POST
def covered(request: HttpRequest, number: int) -> HttpResponse:
    """Open a ticket and link it to the work order that already covers the problem."""
    by = signed_in(request)

    def tie(ticket: Ticket) -> None:
        orders = within_departments(WorkOrder.objects.all(), by, "code__category__provider__department")
        order = orders.filter(number=key_of(request.POST.get("order", ""))).first()
        if order is None:
            raise Refused(_("This work order does not exist."))
        link(order, ticket, SEEN, by=by)

    return _opened_from(request, number, tie)


@needs(Right.TAKE_CONTACTS)
@require_POST
def duplicate(request: HttpRequest, number: int) -> HttpResponse:
    """Open a ticket for the same event that another ticket is about."""
    return _marked(request, number, alike.mark_duplicate)


@needs(Right.TAKE_CONTACTS)
@require_POST
def repeat(request: HttpRequest, number: int) -> HttpResponse:
    """Open a ticket for a fault that is back."""
    return _marked(request, number, alike.mark_repeat)


class Mark(Protocol):
    """A verb that ties a ticket to an earlier one."""

    def __call__(self, ticket: Ticket, of: Ticket, /, *, by: User) -> Ticket: ...


def _marked(request: HttpRequest, number: int, mark: Mark) -> HttpResponse:
    return _opened_from(request, number, lambda ticket: mark(ticket, _other(request), by=signed_in(request)))


def _opened_from(request: HttpRequest, number: int, tie: Callable[[Ticket], object] | None = None) -> HttpResponse:
    """Open a ticket from the contact and `tie` it to what was there before, or do neither; then the screen anew, where
    something was missing at the first thing that the ticket lacks."""
    try:
        with transaction.atomic():
            contact = find_to_open(request, number)
            ticket = open_ticket(contact, by=signed_in(request))
            if tie:
                tie(ticket)
    except Refused as refusal:
        missing = refusal.missing if isinstance(refusal, opening.Incomplete) else []
        return answered(request, contact, refusal=refusal, focus=missing[0].field if missing else "")
    return answered(request, contact, focus="words", told=_told(ticket))


def _other(request: HttpRequest) -> Ticket:
    """The ticket that was named, if the reader may see it."""
    rows = within_departments(Ticket.objects.all(), signed_in(request), "department")
    ticket: Ticket | None = rows.filter(number=key_of(request.POST.get("of", ""))).first()
    if ticket is None:
        raise Refused(_("This ticket does not exist."))
    return ticket


def _told(ticket: Ticket) -> str:
    facts = {"number": ticket.number, "centre": ticket.centre.label}
    return _("Ticket %(number)s opened: %(centre)s.") % facts
