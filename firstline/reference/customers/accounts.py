"""Keeping accounts with their numbers, and agreements."""

from collections.abc import Sequence
from datetime import date
from typing import TypedDict, Unpack

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from firstline.journal.changes import set_fields
from firstline.journal.recording import Actor, record
from firstline.journal.refusal import Refused
from firstline.reference.customers.models import Account, AccountNumber, Agreement, Customer
from firstline.reference.customers.searching import index_customers


class AccountFacts(TypedDict, total=False):
    name: str
    note: str


class AgreementFacts(TypedDict, total=False):
    kind: str
    coverage: str
    starts_on: date | None
    ends_on: date | None


@transaction.atomic
def create_account(name: str, *, by: Actor | None, numbers: Sequence[str] = (), note: str = "") -> Account:
    """Enter an organisation, household or contract with the numbers it is known by."""
    account = Account.objects.create(name=_needed(name, "name", 200), note=note)
    known = [_needed(number, "number", 60) for number in numbers if number.strip()]
    AccountNumber.objects.bulk_create([AccountNumber(account=account, number=number) for number in known])
    record("account.created", account, by=by, facts={"name": account.name, "numbers": known})
    return account


@transaction.atomic
def change_account(account: Account, *, by: Actor | None, **facts: Unpack[AccountFacts]) -> Account:
    row = Account.objects.select_for_update().get(pk=account.pk)
    changes = set_fields(row, {name: str(value).strip() for name, value in facts.items()})
    _needed(row.name, "name", 200)
    if changes:
        row.save()
        record("account.changed", row, by=by, facts={"changes": changes})
        index_customers(Customer.objects.filter(account=row))
    return row


@transaction.atomic
def add_account_number(account: Account, number: str, *, by: Actor | None) -> AccountNumber:
    """Write down one more number; one that the account has already is given back as it is."""
    Account.objects.select_for_update().get(pk=account.pk)
    wanted = AccountNumber(account=account, number=_needed(number, "number", 60))
    wanted.save()
    twin = account.numbers.filter(normal=wanted.normal).exclude(pk=wanted.pk).first()
    if twin:
        wanted.delete()
        return twin
    record("account_number.added", wanted, context=account, by=by, facts={"number": wanted.number})
    index_customers(Customer.objects.filter(account=account))
    return wanted


@transaction.atomic
def remove_account_number(number: AccountNumber, *, by: Actor | None) -> None:
    row = AccountNumber.objects.select_for_update(of=("self",)).select_related("account").filter(pk=number.pk).first()
    if row is None:
        return
    record("account_number.removed", row, context=row.account, by=by, facts={"number": row.number})
    row.delete()
    index_customers(Customer.objects.filter(account=row.account_id))


@transaction.atomic
def create_agreement(
    number: str,
    *,
    by: Actor | None,
    account: Account | None = None,
    customer: Customer | None = None,
    **facts: Unpack[AgreementFacts],
) -> Agreement:
    """Enter a licence, warranty or support agreement of an account or of a single customer."""
    if account is None and customer is None:
        raise Refused(_("An agreement belongs to an account or to a customer."))
    agreement = Agreement(number=_needed(number, "number", 60), account=account, customer=customer, **facts)
    _check_dates(agreement)
    agreement.save()
    context = account if account is not None else customer
    record("agreement.created", agreement, context=context, by=by, facts={"number": agreement.number})
    _index(agreement)
    return agreement


@transaction.atomic
def change_agreement(
    agreement: Agreement, *, by: Actor | None, number: str | None = None, **facts: Unpack[AgreementFacts]
) -> Agreement:
    """Change what is named; `number` None leaves it."""
    row = Agreement.objects.select_for_update(of=("self",)).select_related("account", "customer").get(pk=agreement.pk)
    wanted = {**facts, "number": _needed(row.number if number is None else number, "number", 60)}
    changes = set_fields(row, wanted)
    _check_dates(row)
    if changes:
        row.save()
        record("agreement.changed", row, context=row.account or row.customer, by=by, facts={"changes": changes})
        _index(row)
    return row


def _index(agreement: Agreement) -> None:
    of_account = Q(account=agreement.account_id) if agreement.account_id else Q(pk__in=[])
    index_customers(Customer.objects.filter(of_account | Q(pk=agreement.customer_id)))


def _needed(text: str, field: str, longest: int) -> str:
    text = text.strip()
    if not text:
        raise Refused(_("This must not be empty."), field=field)
    if len(text) > longest:
        raise Refused(_("At most %(count)s characters.") % {"count": longest}, field=field)
    return text


def _check_dates(agreement: Agreement) -> None:
    if agreement.starts_on and agreement.ends_on and agreement.ends_on < agreement.starts_on:
        raise Refused(_("An agreement cannot end before it starts."), field="ends_on")
