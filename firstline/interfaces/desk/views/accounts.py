"""Accounts, agreements and equipment: what customers have and belong to."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firstline.interfaces.desk import form_page
from firstline.interfaces.desk.access import needs, signed_in
from firstline.interfaces.desk.customer_page import AccountPage
from firstline.interfaces.desk.form_page import FormPage
from firstline.interfaces.desk.forms.customers import (
    AccountForm,
    AccountNumberForm,
    AgreementForm,
    EquipmentForm,
    NewAccountForm,
    plain_initial,
)
from firstline.interfaces.ui.clean_text import Unclean, clean
from firstline.journal.refusal import Refused
from firstline.reference.customers import accounts as keeping
from firstline.reference.customers import belongings
from firstline.reference.customers.models import Account, AccountNumber, Agreement, Customer, Equipment
from firstline.reference.customers.numbers import normal_code
from firstline.reference.staff.roles import Right

FEW = 10
Owner = Customer | Account


@needs(Right.READ)
@require_safe
def accounts(request: HttpRequest) -> HttpResponse:
    """Accounts by what was typed of their name or number: the choices of a field."""
    try:
        asked = clean(request.GET.get("q", "")[:200]).strip()
    except Unclean:
        asked = ""
    number = Q(numbers__normal__startswith=normal_code(asked)) if normal_code(asked) else Q()
    rows = Account.objects.filter(Q(name__icontains=asked) | number).distinct().prefetch_related("numbers")
    return render(request, "desk/customers/_accounts.html", {"accounts": rows[:FEW], "asked": asked})


@needs(Right.EDIT_CUSTOMERS)
@require_http_methods(["GET", "HEAD", "POST"])
def new_account(request: HttpRequest) -> HttpResponse:
    page = FormPage(_("New account"), _("Enter account"), [(_("Customers"), reverse("desk:customers"))])

    def enter(facts: dict[str, Any]) -> str:
        numbers = [facts["number"]]
        account = keeping.create_account(facts["name"], numbers=numbers, note=facts["note"], by=signed_in(request))
        return reverse("desk:account", args=[account.pk])

    return form_page.answer(request, NewAccountForm(request.POST or None), page, enter)


@needs(Right.READ)
@require_safe
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """An account with its customers, numbers, agreements and equipment."""
    return _draw(request, get_object_or_404(Account, pk=pk), AccountNumberForm())


@needs(Right.EDIT_CUSTOMERS)
@require_http_methods(["GET", "HEAD", "POST"])
def account_edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Account, pk=pk)
    page = FormPage(found.name, _("Save account"), _trail(found))

    def change(facts: dict[str, Any]) -> str:
        keeping.change_account(found, by=signed_in(request), **facts)
        return page.back

    return form_page.answer(
        request, AccountForm(request.POST or None, initial=plain_initial(found, AccountForm)), page, change
    )


@needs(Right.EDIT_CUSTOMERS)
@require_POST
def account_numbers(request: HttpRequest, pk: int) -> HttpResponse:
    """One more number under which the account is known."""
    found, form = get_object_or_404(Account, pk=pk), AccountNumberForm(request.POST)
    if form.is_valid():
        try:
            keeping.add_account_number(found, form.cleaned_data["number"], by=signed_in(request))
            return redirect("desk:account", pk=pk)
        except Refused as refusal:
            form.add_error("number", str(refusal))
    return _draw(request, found, form)


@needs(Right.EDIT_CUSTOMERS)
@require_POST
def account_number_removal(request: HttpRequest, pk: int) -> HttpResponse:
    number = get_object_or_404(AccountNumber, pk=pk)
    keeping.remove_account_number(number, by=signed_in(request))
    return redirect("desk:account", pk=number.account_id)


@needs(Right.EDIT_CUSTOMERS)
@require_http_methods(["GET", "HEAD", "POST"])
def new_agreement(request: HttpRequest, owner: str, pk: int) -> HttpResponse:
    of = _owner(owner, pk)
    page = FormPage(_("New agreement"), _("Enter agreement"), _trail(of))

    def enter(facts: dict[str, Any]) -> str:
        facts[owner] = of
        keeping.create_agreement(facts.pop("number"), by=signed_in(request), **facts)
        return page.back

    return form_page.answer(request, AgreementForm(request.POST or None), page, enter)


@needs(Right.EDIT_CUSTOMERS)
@require_http_methods(["GET", "HEAD", "POST"])
def agreement(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Agreement.objects.select_related("account", "customer"), pk=pk)
    page = FormPage(str(found), _("Save agreement"), _trail(found.customer or found.account))
    form = AgreementForm(request.POST or None, initial=plain_initial(found, AgreementForm))

    def change(facts: dict[str, Any]) -> str:
        keeping.change_agreement(found, by=signed_in(request), **facts)
        return page.back

    return form_page.answer(request, form, page, change)


@needs(Right.EDIT_CUSTOMERS)
@require_http_methods(["GET", "HEAD", "POST"])
def new_equipment(request: HttpRequest, owner: str, pk: int) -> HttpResponse:
    of = _owner(owner, pk)
    page = FormPage(_("New equipment"), _("Enter equipment"), _trail(of))
    form = _equipment_form(request, Equipment(**{owner: of}))

    def enter(facts: dict[str, Any]) -> str:
        facts |= {owner: of, "location": of.location if isinstance(of, Customer) else None}
        belongings.create_equipment(by=signed_in(request), **facts)
        return page.back

    return form_page.answer(request, form, page, enter)


@needs(Right.EDIT_CUSTOMERS)
@require_http_methods(["GET", "HEAD", "POST"])
def equipment(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Equipment.objects.select_related("account", "customer"), pk=pk)
    template, context = "desk/customers/equipment.html", {"equipment": found}
    page = FormPage(found.name, _("Save equipment"), _trail(found.customer or found.account), template, context)

    def change(facts: dict[str, Any]) -> str:
        belongings.change_equipment(found, by=signed_in(request), **facts)
        return page.back

    return form_page.answer(request, _equipment_form(request, found), page, change)


@needs(Right.EDIT_CUSTOMERS)
@require_POST
def equipment_retirement(request: HttpRequest, pk: int) -> HttpResponse:
    """Out of use."""
    found = get_object_or_404(Equipment.objects.select_related("account", "customer"), pk=pk)
    belongings.retire_equipment(found, by=signed_in(request), at=timezone.now())
    return redirect(_trail(found.customer or found.account)[-1][1])


def _equipment_form(request: HttpRequest, of: Equipment) -> EquipmentForm:
    form = EquipmentForm(request.POST or None, initial=plain_initial(of, EquipmentForm))
    form.fields["agreement"].queryset = _agreements(of)  # type: ignore[attr-defined]
    return form


def _agreements(of: Equipment) -> QuerySet[Agreement]:
    """Those of the customer and of the account that it belongs to."""
    account = of.account_id or (of.customer.account_id if of.customer else None)
    of_account = Q(account=account) if account else Q(pk__in=[])
    return Agreement.objects.filter(of_account | Q(customer=of.customer_id) if of.customer_id else of_account)


def _owner(owner: str, pk: int) -> Owner:
    """The customer or account that something is entered for."""
    if owner == "customer":
        return get_object_or_404(Customer.objects.select_related("location"), pk=pk)
    return get_object_or_404(Account, pk=pk)


def _trail(of: Owner | None) -> list[tuple[str, str]]:
    above = [(_("Customers"), reverse("desk:customers"))]
    if isinstance(of, Customer):
        above.append((of.name, reverse("desk:customer", args=[of.pk])))
    elif of is not None:
        above.append((of.name, reverse("desk:account", args=[of.pk])))
    return above


def _draw(request: HttpRequest, found: Account, form: AccountNumberForm) -> HttpResponse:
    page = AccountPage(found, signed_in(request))
    return render(request, "desk/customers/account.html", {"page": page, "account": found, "form": form})
