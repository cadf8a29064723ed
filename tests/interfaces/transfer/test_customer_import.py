import pytest

from firstline.interfaces.transfer.customer_import import Customers
from firstline.interfaces.transfer.importing import bring_file_in
from firstline.journal.models import Entry, OutboxItem
from firstline.reference.customers.directory import find
from firstline.reference.customers.models import Account, Customer, Location
from tests.interfaces.transfer.files import Listener, csv, mapping

pytestmark = pytest.mark.django_db

MAPPING = """
name = "people"
[columns]
key = "id"
name = "name"
phone = "phone"
mobile = "mobile"
email = "mail"
account = "firm"
account_number = "firm no"
address = "street"
city = "town"
language = "speaks"
"""
HEADING = "id,name,phone,mobile,mail,firm,firm no,street,town,speaks"
ANNA = "1,Anna Nowak,+48 22 123 45 67,600 700 800,Anna@Example.org,Works Ltd,A-1,Mill Lane 4,Lublin,pl"
PETER = "2,Peter Nowak,,,peter@example.org,Works Ltd,A1,,,"


def bring_in(folder, *rows, dry_run=False):
    how, listener = mapping(folder, MAPPING, "customers"), Listener()
    result = bring_file_in(csv(folder, *rows, heading=HEADING), how, Customers(how), listener, dry_run=dry_run)
    return (result.new, result.known, result.refused), listener.refusals


def test_a_row_becomes_a_customer_who_is_found_by_the_number(tmp_path):
    assert bring_in(tmp_path, ANNA) == ((1, 0, 0), [])
    anna = Customer.objects.get()
    assert [hit.customer for hit in find("0048221234567", region="PL")] == [anna]
    assert (anna.name, anna.language, str(anna.location), [str(point) for point in anna.contact_points.all()]) == (
        "Anna Nowak",
        "pl",
        "Mill Lane 4, Lublin",
        ["+48 22 123 45 67", "600 700 800", "Anna@Example.org"],
    )


def test_those_of_one_account_find_each_other_by_its_number_in_any_spelling(tmp_path):
    bring_in(tmp_path, ANNA, PETER)
    account = Account.objects.get()
    assert (account.name, [customer.name for customer in account.customers.all()]) == (
        "Works Ltd",
        ["Anna Nowak", "Peter Nowak"],
    )


def test_again_adds_nothing(tmp_path):
    bring_in(tmp_path, ANNA, PETER)
    before = (Customer.objects.count(), Location.objects.count(), Entry.objects.count())
    assert bring_in(tmp_path, ANNA, PETER) == ((0, 2, 0), [])
    assert (Customer.objects.count(), Location.objects.count(), Entry.objects.count()) == before


def test_rows_in_error_are_told_and_the_rest_is_loaded(tmp_path, settings):
    settings.JOURNAL_READERS = ["notices"]
    found = bring_in(
        tmp_path,
        PETER.replace("2,", "3,", 1).replace("peter@", "peter at "),
        ANNA.replace(",pl", ",tlh"),
        ",Nobody,,,,,,,,",
        PETER,
        PETER,
    )
    assert found == (
        (1, 0, 4),
        [
            (4, "id is empty."),
            (2, "This is not an e-mail address."),
            (3, "The desk does not speak this language."),
            (6, "the key people:2 stands in an earlier row too."),
        ],
    )
    assert (Customer.objects.count(), Account.objects.count(), OutboxItem.objects.count()) == (1, 1, 0)


def test_a_dry_run_says_the_same_and_writes_nothing(tmp_path):
    rows = (ANNA, PETER.replace("peter@", "peter at "))
    assert bring_in(tmp_path, *rows, dry_run=True) == ((1, 0, 1), [(3, "This is not an e-mail address.")])
    assert (Customer.objects.count(), Account.objects.count(), Entry.objects.count()) == (0, 0, 0)
    assert bring_in(tmp_path, *rows) == ((1, 0, 1), [(3, "This is not an e-mail address.")])
