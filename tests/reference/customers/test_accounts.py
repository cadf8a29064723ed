"""Accounts, their numbers, and agreements."""

from datetime import date

import pytest

from firstline.journal.models import Entry
from firstline.journal.refusal import Refused
from firstline.reference.customers import accounts, directory
from firstline.reference.customers.keeping import create_customer
from firstline.reference.customers.models import Account, Agreement
from tests.cast import ana

pytestmark = pytest.mark.django_db


def names(text: str) -> list[str]:
    return [hit.customer.name for hit in directory.find(text)]


def test_an_account_is_known_by_all_its_numbers() -> None:
    account = accounts.create_account("Harbour Mill", numbers=["A-1001", " "], by=ana())
    create_customer("Carla", account=account, by=ana())
    number = accounts.add_account_number(account, "B 2002", by=ana())
    assert accounts.add_account_number(account, "b2002", by=ana()) == number
    assert (names("a1001"), names("B-2002")) == (["Carla"], ["Carla"])
    accounts.remove_account_number(number, by=ana())
    assert names("B-2002") == []
    verbs = ["account.created", "customer.created", "account_number.added", "account_number.removed"]
    assert list(Entry.objects.order_by("id").values_list("verb", flat=True)) == verbs


def test_a_renamed_account_is_found_by_its_new_name_only() -> None:
    account = accounts.create_account("Harbour Mill", by=ana())
    create_customer("Carla", account=account, by=ana())
    accounts.change_account(account, name="Windmill Park", by=ana())
    assert (names("windmill"), names("harbour")) == (["Carla"], [])


@pytest.mark.parametrize("name", ["", "  ", "x" * 201])
def test_an_account_needs_a_short_name(name: str) -> None:
    with pytest.raises(Refused):
        accounts.create_account(name, by=ana())
    assert Account.objects.count() == 0


def test_an_agreement_belongs_to_an_account_or_a_customer() -> None:
    customer = create_customer("Carla", by=ana())
    accounts.create_agreement("W-77-1", customer=customer, kind=Agreement.Kind.WARRANTY, by=ana())
    assert names("w771") == ["Carla"]
    with pytest.raises(Refused, match="belongs to an account or to a customer"):
        accounts.create_agreement("W-77-2", by=ana())


def test_an_agreement_cannot_end_before_it_starts() -> None:
    account = accounts.create_account("Harbour Mill", by=ana())
    agreement = accounts.create_agreement("S-1", account=account, starts_on=date(2026, 1, 1), by=ana())
    with pytest.raises(Refused) as refused:
        accounts.change_agreement(agreement, ends_on=date(2025, 12, 31), by=ana())
    assert refused.value.field == "ends_on"
    changed = accounts.change_agreement(agreement, number="S-2", ends_on=date(2026, 12, 31), by=ana())
    assert (changed.number, changed.normal) == ("S-2", "S2")


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "in_force"),
    [
        (None, None, True),
        (date(2026, 3, 4), date(2026, 3, 4), True),
        (date(2026, 3, 5), None, False),
        (None, date(2026, 3, 3), False),
    ],
)
def test_an_agreement_is_in_force_from_its_first_to_its_last_day(
    starts_on: date | None, ends_on: date | None, in_force: bool
) -> None:
    agreement = Agreement(number="S-1", starts_on=starts_on, ends_on=ends_on)
    assert agreement.is_in_force(date(2026, 3, 4)) == in_force
