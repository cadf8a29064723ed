"""Contacts: their list, the call screen, its beginning and its end."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from firstline.casework.contacts import closing, reception
from firstline.casework.contacts.models import Channel, Kind
from firstline.interfaces.desk.access import by_method, needs, signed_in
from firstline.interfaces.desk.call import answered, call_of, template_of
from firstline.interfaces.desk.contact_known import find, find_to_show
from firstline.interfaces.desk.contact_list import Filters, page_of
from firstline.interfaces.desk.forms.contacts import key_of
from firstline.journal.refusal import Refused
from firstline.journal.versions import Conflict
from firstline.reference.staff.roles import Right

# Where the keyboard goes on once the kind is known and the words stand there already.
AFTER_WORDS = {Kind.INFORMATION: "answer", Kind.ACTION: "code", Kind.COMMENT: "tone"}


@needs(Right.TAKE_CONTACTS)
def start(request: HttpRequest) -> HttpResponse:
    """A numbered contact first, everything else afterwards (C1)."""
    channel = request.POST.get("channel", Channel.TELEPHONE)
    contact = reception.open_contact(
        channel=channel if channel in Channel.values else Channel.TELEPHONE,
        outbound="outbound" in request.POST,
        by=signed_in(request),
    )
    return redirect("desk:contact", number=contact.number)


@needs(Right.READ)
def contact_list(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    page = page_of(Filters.read(request.GET), user)
    template = "desk/contacts/list.html"
    return render(request, f"{template}#rows" if "HX-Request" in request.headers else template, {"page": page})


# GET lists them, POST starts one.
contacts = by_method(read=contact_list, write=start)


@needs(Right.READ)
@require_safe
def contact(request: HttpRequest, number: int) -> HttpResponse:
    found = find_to_show(request, number)
    call = call_of(request, found, focus="" if found.customer_id or found.words else "who")
    return render(request, template_of(call), {"call": call, "contact": found})


@needs(Right.TAKE_CONTACTS)
@require_POST
def kind(request: HttpRequest, number: int) -> HttpResponse:
    found = find(request, number)
    wanted = request.POST.get("kind", "")
    if wanted not in Kind.values:
        return answered(request, found, refusal=Refused(_("Choose one of the three kinds.")))
    try:
        reception.classify(found, wanted, seen=key_of(request.POST.get("seen", "")) or 0, by=signed_in(request))
    except (Conflict, Refused) as refusal:
        return answered(request, found, refusal=refusal)
    return answered(request, found, focus=AFTER_WORDS[Kind(wanted)] if found.words else "words")


@needs(Right.TAKE_CONTACTS)
@require_POST
def end(request: HttpRequest, number: int) -> HttpResponse:
    """The caller has hung up."""
    found = find(request, number)
    try:
        reception.end_call(found, by=signed_in(request))
    except Refused as refusal:
        return answered(request, found, refusal=refusal)
    return answered(request, found)


@needs(Right.TAKE_CONTACTS)
@require_POST
def dropping(request: HttpRequest, number: int) -> HttpResponse:
    """No ticket is wanted for the problem that was begun."""
    found = find(request, number)
    try:
        reception.drop_problem(found, by=signed_in(request))
    except Refused as refusal:
        return answered(request, found, refusal=refusal)
    return answered(request, found, told=_("The problem was cleared; the history keeps it."))


@needs(Right.READ)
def outcomes(request: HttpRequest, number: int) -> HttpResponse:
    """The bottom of the screen: how it can end, and what is missing."""
    call = call_of(request, find_to_show(request, number))
    return render(request, "desk/contacts/_closing.html", {"call": call, "contact": call.contact})


@needs(Right.TAKE_CONTACTS)
def close(request: HttpRequest, number: int) -> HttpResponse:
    found = find(request, number)
    try:
        closed = closing.close(found, request.POST.get("outcome", ""), by=signed_in(request))
    except closing.Incomplete as refusal:
        return answered(request, found, refusal=refusal, focus=refusal.missing[0].field)
    except Refused as refusal:
        return answered(request, found, refusal=refusal)
    facts = {"number": closed.number, "outcome": closed.get_outcome_display()}
    messages.success(request, _("Contact %(number)s is closed: %(outcome)s.") % facts)
    response = HttpResponse(headers={"HX-Redirect": reverse("desk:contacts")})
    return response if "HX-Request" in request.headers else redirect("desk:contacts")


# GET shows what is missing, POST closes.
contact_closing = by_method(read=outcomes, write=close)


@needs(Right.TAKE_CONTACTS)
@require_POST
def reopening(request: HttpRequest, number: int) -> HttpResponse:
    found = find(request, number)
    try:
        closing.reopen(found, request.POST.get("reason", ""), by=signed_in(request))
    except Refused as refusal:
        return answered(request, found, refusal=refusal)
    return redirect("desk:contact", number=number)
