"""Customers: their directory, the page of each, and their numbers and places."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firstline.interfaces.desk import form_page, one_field
from firstline.interfaces.desk.access import needs, signed_in
from firstline.interfaces.desk.customer_page import CustomerPage, directory_page
from firstline.interfaces.desk.form_page import FormPage
from firstline.interfaces.desk.forms.customers import ContactPointForm, CustomerForm, LocationForm, NewCustomerForm
from firstline.journal.refusal import Refused
from firstline.reference.customers import belongings, keeping
from firstline.reference.customers.models import ContactPoint, Customer
from firstline.reference.staff.roles import Right

LONGEST_QUESTION = 300


@needs(Right.READ)
@require_safe
def customers(request: HttpRequest) -> HttpResponse:
    """All customers by name, or who is meant by what was typed (C3)."""
    asked = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_QUESTION]
    context = {"page": directory_page(asked, request.GET.get("after", ""))}
    return render(request, "desk/customers/list.html", context)


@needs(Right.EDIT_CUSTOMERS)
@require_http_methods(["GET", "HEAD", "POST"])
def new_customer(request: HttpRequest) -> HttpResponse:
    page = FormPage(_("New customer"), _("Enter customer"), [(_("Customers"), reverse("desk:customers"))])
    form = NewCustomerForm(request.POST or None, initial={"name": request.GET.get("name", "")[:200]})

    def enter(facts: dict[str, Any]) -> str:
        points = [(kind, facts.pop(kind)) for kind in ("phone", "mobile", "email")]
        customer = keeping.create_customer(facts.pop("name"), points=points, by=signed_in(request), **facts)
        return reverse("desk:customer", args=[customer.pk])

    return form_page.answer(request, form, page, enter)


@needs(Right.READ)
@require_safe
def customer(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything about one customer."""
    found = _found(pk)
    return _draw(request, CustomerPage(found, signed_in(request), CustomerForm(customer=found)))


@needs(Right.EDIT_CUSTOMERS)
@require_POST
def customer_fields(request: HttpRequest, pk: int) -> HttpResponse:
    """A field of the file that saves itself."""
    found, by = _found(pk), signed_in(request)
    form = CustomerForm(request.POST, customer=found)

    def write(name: str, value: Any, seen: int | None) -> int:
        return keeping.change_customer(found, name, value, seen=seen, by=by).version

    def again() -> HttpResponse:
        return _draw(request, CustomerPage(found, by, form))

    back = reverse("desk:customer", args=[pk])
    return one_field.answer(request, form, write, back=back, again=again, refresh=("history", "belongings"))


@needs(Right.EDIT_CUSTOMERS)
@require_POST
def contact_points(request: HttpRequest, pk: int) -> HttpResponse:
    """One more number or address."""
    found, by = _found(pk), signed_in(request)
    form = ContactPointForm(request.POST, auto_id="point_%s")
    if form.is_valid():
        try:
            keeping.add_contact_point(found, form.cleaned_data["kind"], form.cleaned_data["value"], by=by)
            return redirect("desk:customer", pk=pk)
        except Refused as refusal:
            form.add_error("value", str(refusal))
    return _draw(request, CustomerPage(found, by, CustomerForm(customer=found), form))


@needs(Right.EDIT_CUSTOMERS)
@require_POST
def contact_point_removal(request: HttpRequest, pk: int) -> HttpResponse:
    """Strike out a number; one that is gone already needs no striking out."""
    point = get_object_or_404(ContactPoint, pk=pk)
    keeping.remove_contact_point(point, by=signed_in(request))
    return redirect("desk:customer", pk=point.customer_id)


@needs(Right.EDIT_CUSTOMERS)
@require_http_methods(["GET", "HEAD", "POST"])
def location(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the customer is; a place they share with others changes for all of them."""
    found, by = _found(pk), signed_in(request)
    trail = [(_("Customers"), reverse("desk:customers")), (found.name, reverse("desk:customer", args=[pk]))]
    page = FormPage(_("Location of %(name)s") % {"name": found.name}, _("Save location"), trail)
    form = LocationForm(request.POST or None, instance=found.location)

    def place(facts: dict[str, Any]) -> str:
        if found.location:
            belongings.change_location(found.location, by=by, **facts)
        else:
            there = belongings.create_location(by=by, **facts)
            keeping.change_customer(found, "location", there, seen=None, by=by)
        return page.back

    return form_page.answer(request, form, page, place)


def _found(pk: int) -> Customer:
    return get_object_or_404(Customer.objects.select_related("account", "location"), pk=pk)


def _draw(request: HttpRequest, page: CustomerPage) -> HttpResponse:
    return render(request, "desk/customers/page.html", {"page": page, "customer": page.customer})
