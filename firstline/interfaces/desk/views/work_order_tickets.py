"""The tickets of a work order, from both sides: raised from a ticket, linked, taken off, and their customers told."""

import json
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from firstline.casework.tickets.models import Ticket
from firstline.casework.work_orders import linking, raising, telling
from firstline.casework.work_orders.models import Link, WorkOrder
from firstline.interfaces.desk.access import by_method, needs, signed_in
from firstline.interfaces.desk.forms.work_orders import ReasonForm, TitleForm, ToldForm
from firstline.interfaces.desk.order_acting import asked_for
from firstline.interfaces.desk.order_page import UNTOLD, answered
from firstline.interfaces.desk.order_reach import LARGEST_NUMBER, find_order, find_ticket, visible_tickets
from firstline.interfaces.desk.orders_of_ticket import OrdersOfTicket, why
from firstline.journal.refusal import Refused
from firstline.reference.staff.models import User
from firstline.reference.staff.roles import Right


@needs(Right.READ)
def orders_of(request: HttpRequest, number: int) -> HttpResponse:
    return _part(request, find_ticket(request, number))


@needs(Right.WORK_ORDERS)
def raise_order(request: HttpRequest, number: int) -> HttpResponse:
    """From the code's standard in one step; with a title where one is sent."""
    ticket, by = find_ticket(request, number), signed_in(request)
    form = TitleForm(request.POST)
    if "title" in request.POST and not form.is_valid():
        return _part(request, ticket, form=form)
    try:
        if "title" in request.POST:
            order = raising.raise_plain(ticket, form.cleaned_data["title"], by=by)
        else:
            order = raising.raise_for(ticket, by=by)
    except Refused as refusal:
        return _part(request, ticket, refusal=refusal)
    return _part(request, ticket, told=_("Work order %(number)s is raised.") % {"number": order.number})


# GET is the part of the ticket's page about work orders, POST raises one.
ticket_orders = by_method(read=orders_of, write=raise_order)


@needs(Right.WORK_ORDERS)
@require_POST
def link_ticket(request: HttpRequest, number: int, order: int) -> HttpResponse:
    """From the ticket's page, with one click: the reason is why the order was shown there."""
    ticket, found = find_ticket(request, number), find_order(request, order)
    try:
        linking.link(found, ticket, why(ticket, found, signed_in(request)), by=signed_in(request))
    except Refused as refusal:
        return _part(request, ticket, refusal=refusal)
    return _part(request, ticket, told=_("Linked to work order %(number)s.") % {"number": found.number})


@needs(Right.WORK_ORDERS)
@require_http_methods(["GET", "HEAD", "POST"])
def links(request: HttpRequest, number: int) -> HttpResponse:
    """From the order's page: link the ticket of this number."""
    by = signed_in(request)

    def verb(order: WorkOrder, sent: dict[str, Any]) -> None:
        ticket = _ticket(by, sent["ticket"])
        linking.link(order, ticket, sent["reason"] or linking.BY_HAND, by=by)

    return asked_for(request, number, "tickets", verb)


@needs(Right.WORK_ORDERS)
@require_POST
def unlinking(request: HttpRequest, number: int, ticket: int) -> HttpResponse:
    order, found = find_order(request, number), find_ticket(request, ticket)
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        linking.unlink(order, found, reason, by=signed_in(request))
    except Refused as refusal:
        return answered(request, order, refusal=refusal)
    return answered(request, order, told=_("Ticket %(number)s is taken off.") % {"number": found.number})


@needs(Right.WORK_ORDERS)
@require_POST
def told(request: HttpRequest, number: int, ticket: int) -> HttpResponse:
    """The customer was told by telephone, or was not after all."""
    order, form = find_order(request, number), ToldForm(request.POST)
    link = _link(order, ticket)
    if not form.is_valid():
        return answered(request, order, refusal=Refused(_("Say how the customer was told.")))
    try:
        telling.mark_told(link, form.cleaned_data["told"], by=signed_in(request))
    except Refused as refusal:
        return answered(request, order, refusal=refusal)
    following = (
        order.links.filter(pk__gt=link.pk, told__in=UNTOLD, ticket__customer__isnull=False).order_by("pk").first()
    )
    return answered(request, order, focus=f"told-{following.pk}" if following else "")


def _ticket(user: User, number: int) -> Ticket:
    ticket = visible_tickets(user).filter(number=number).first()
    if ticket is None:
        raise Refused(_("There is no ticket of this number."), field="ticket")
    return ticket


def _link(order: WorkOrder, number: int) -> Link:
    found = order.links.filter(ticket__number=number).first() if number < LARGEST_NUMBER else None
    if found is None:
        raise Http404
    return found


def _part(
    request: HttpRequest,
    ticket: Ticket,
    *,
    form: TitleForm | None = None,
    refusal: Refused | None = None,
    told: str = "",
) -> HttpResponse:
    """The part of the ticket's page about work orders, anew; without script, the page itself."""
    part = OrdersOfTicket(ticket, signed_in(request), form, refusal)
    if "HX-Request" not in request.headers and request.method == "POST" and not form:
        (messages.error if refusal else messages.success)(request, str(refusal or told))
        return redirect("desk:ticket", number=ticket.number)
    template = "part" if "HX-Request" in request.headers else "page"
    response = render(request, f"desk/work_orders/of_ticket_{template}.html", {"part": part, "ticket": ticket})
    if refusal or told:
        toast = {"text": str(refusal or told), "tone": "bad" if refusal else "good"}
        response["HX-Trigger"] = json.dumps({"toast": toast})
    return response
