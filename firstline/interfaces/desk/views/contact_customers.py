"""Who it is: finding the customer, saying so, taking it back, and what goes into the customer's file."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firstline.casework.contacts import customer_file, reception
from firstline.casework.contacts.models import Contact
from firstline.interfaces.desk.access import needs, signed_in
from firstline.interfaces.desk.call import answered, call_of
from firstline.interfaces.desk.contact_known import find
from firstline.interfaces.desk.forms import contacts as fields
from firstline.interfaces.ui.clean_text import Unclean, clean
from firstline.journal.refusal import Refused
from firstline.journal.versions import Conflict
from firstline.reference.customers import directory, numbers
from firstline.reference.customers.models import Customer
from firstline.reference.staff.models import User
from firstline.reference.staff.roles import Right

NOBODY = "new"
FEW = 8
# The customer's file names its fields otherwise than the contact.
FILE_FIELDS = {"name": "caller_name", "value": "caller_number", "language": "language"}


@needs(Right.READ)
@require_safe
def callers(request: HttpRequest, number: int) -> HttpResponse:
    """Customers who may be meant by what was typed (C3), and the way on when it is none of them."""
    contact = find(request, number)
    asked = request.GET.get("q", "").strip()[: directory.LONGEST_QUESTION]
    context = {"contact": contact, "asked": asked, "hits": directory.find(asked, limit=FEW) if asked else []}
    template = "_callers" if "HX-Request" in request.headers else "callers"
    return render(request, f"desk/contacts/{template}.html", context)


@needs(Right.TAKE_CONTACTS)
@require_POST
def customer(request: HttpRequest, number: int) -> HttpResponse:
    """It is this customer; or none, then what was typed goes on into the form (C3)."""
    contact, key, by = find(request, number), request.POST.get("customer", ""), signed_in(request)
    if not key:
        return HttpResponse(status=204)
    try:
        if key == NOBODY:
            name = _carry(contact, request.POST.get("q", ""), by=by)
            return answered(request, contact, focus="caller_name" if name != "caller_name" else "caller_number")
        found = Customer.objects.filter(pk=fields.key_of(key) or 0).first()
        if found is None:
            raise Refused(_("This customer is not in the directory any more."))
        reception.identify(contact, found, by=by)
    except ValidationError as error:
        return answered(request, contact, refusal=Refused(" ".join(error.messages)), focus="who")
    except (Refused, Conflict, Unclean) as refusal:
        return answered(request, contact, refusal=refusal, focus="who")
    return answered(request, contact, focus="words")


def _carry(contact: Contact, typed: str, *, by: User) -> str:
    """Write what was searched for into the field that it fits; returns the field's name."""
    typed = clean(typed).strip()
    name = "caller_email" if "@" in typed else "caller_number" if numbers.looks_like_number(typed) else "caller_name"
    fitting = fields.cleaned(name, [typed])
    reception.note_down(contact, name, fitting, seen=contact.version, by=by)
    return name


@needs(Right.TAKE_CONTACTS)
@require_POST
def forgetting(request: HttpRequest, number: int) -> HttpResponse:
    """It was not that customer."""
    contact = find(request, number)
    try:
        reception.forget_customer(contact, by=signed_in(request))
    except Refused as refusal:
        return answered(request, contact, refusal=refusal)
    return answered(request, contact, focus="who")


@needs(Right.EDIT_CUSTOMERS)
@require_POST
def new_customer(request: HttpRequest, number: int) -> HttpResponse:
    """Open a file for somebody whom the directory does not know."""
    contact = find(request, number)
    try:
        customer_file.new_customer(contact, by=signed_in(request))
    except Refused as refusal:
        return answered(request, contact, refusal=refusal, focus=FILE_FIELDS.get(refusal.field, "caller_name"))
    return answered(request, contact, focus="words", told=_("Entered in the directory of customers."))


@needs(Right.EDIT_CUSTOMERS)
@require_http_methods(["GET", "HEAD", "POST"])
def file(request: HttpRequest, number: int) -> HttpResponse:
    """GET is what the contact says and the file does not; POST writes one of it down there (C4)."""
    contact = find(request, number)
    if request.method != "POST":
        call = call_of(request, contact)
        return render(request, "desk/contacts/_news.html", {"call": call, "contact": contact})
    name = request.POST.get("write", "")
    try:
        customer_file.write_down(contact, name, by=signed_in(request))
    except Refused as refusal:
        return answered(request, contact, refusal=refusal, focus=name)
    return answered(request, contact, told=_("Written into the customer's file."))
