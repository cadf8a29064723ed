"""The screens of customers, accounts and what belongs to them."""

import re
from http import HTTPStatus

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from firstline.reference.customers.accounts import create_account, create_agreement
from firstline.reference.customers.belongings import create_location
from firstline.reference.customers.keeping import change_customer, create_customer
from firstline.reference.customers.models import Account, Agreement, ContactPoint, Customer, Equipment
from tests import builders
from tests.cast import ana, rita

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _ana_is_signed_in(client: Client) -> None:
    client.force_login(ana())


def carla(**facts: object) -> Customer:
    return create_customer("Carla Customer", points=[("phone", "650 253 1234")], by=None, **facts)  # type: ignore[arg-type]


def page(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == HTTPStatus.OK
    return answer.content.decode()


def save(client: Client, customer: Customer, field: str, value: str, seen: int = 1) -> str:
    """What stands in the state of the answer to a field that saved itself."""
    url = f"/customers/{customer.pk}/fields/"
    answer = client.post(url, {"field": field, "value": value, "seen": seen}).content.decode()
    return answer.partition('data-state="')[2].partition('"')[0]


def test_the_directory_finds_by_anything_and_says_why(client: Client) -> None:
    customer = carla()
    found = page(client, "/customers/?q=2531234")
    assert f'href="/customers/{customer.pk}/"' in found
    assert "telephone 650 253 1234" in found


def test_nobody_found_leads_to_the_new_customer_with_what_was_typed(client: Client) -> None:
    assert 'href="/customers/new/?name=Zoe%20%3Cb%3E"' in page(client, "/customers/?q=Zoe+<b>")
    assert 'value="Zoe &lt;b&gt;"' in page(client, "/customers/new/?name=Zoe+<b>")


def test_the_best_are_shown_and_that_there_are_more_is_said(client: Client) -> None:
    for number in range(8):
        builders.customer(f"Olga {number:02}")
    hint = "These 8 fit best."
    assert [page(client, "/customers/?q=olga").count(part) for part in ("data-row", hint)] == [8, 0]
    builders.customer("Olga 10")
    assert [page(client, "/customers/?q=olga").count(part) for part in ("data-row", hint)] == [8, 1]
    assert [page(client, "/customers/?q=olga+10").count(part) for part in ("data-row", hint)] == [1, 0]


def test_the_directory_is_read_page_by_page_in_order_of_names(client: Client) -> None:
    for number in range(60):
        builders.customer(f"Customer {number:02}")
    builders.customer("Ähnlich")
    first = page(client, "/customers/")
    after = first.partition('href="?after=')[2].partition('"')[0]
    second = page(client, f"/customers/?after={after}")
    assert (first.count("data-row"), second.count("data-row")) == (50, 11)
    assert first.index("Ähnlich") < first.index("Customer 00")
    assert "Customer 48" in first
    assert "Customer 49" in second


@pytest.mark.parametrize("after", ["x", "-1", "9" * 30, "\x00", "๑"])
def test_an_address_that_makes_no_sense_shows_the_first_page(client: Client, after: str) -> None:
    carla()
    assert "Carla Customer" in client.get("/customers/", {"after": after}).content.decode()


def test_a_new_customer_is_entered_whole(client: Client) -> None:
    facts = {"name": "Zoe", "phone": "650 253 9999", "mobile": "", "email": "zoe@example.org", "language": "pl"}
    answer = client.post("/customers/new/", facts)
    customer = Customer.objects.get()
    assert answer["Location"] == f"/customers/{customer.pk}/"
    assert (customer.name, customer.language, customer.contact_points.count()) == ("Zoe", "pl", 2)


def test_a_refused_customer_keeps_what_was_typed(client: Client) -> None:
    answer = client.post("/customers/new/", {"name": "Zoe", "phone": "none", "email": "zoe@example.org"})
    said = answer.content.decode()
    assert Customer.objects.count() == 0
    assert 'value="zoe@example.org"' in said
    assert "A telephone or fax number needs at least three digits." in said


def test_a_field_saves_itself(client: Client) -> None:
    customer = carla()
    assert save(client, customer, "name", "Carla Łącka") == "saved"
    assert save(client, customer, "preferred_channel", "email") == "saved"
    customer.refresh_from_db()
    assert (customer.name, customer.preferred_channel, customer.version) == ("Carla Łącka", "email", 3)


def test_a_second_writer_is_shown_both_values(client: Client) -> None:
    customer = carla()
    change_customer(customer, "note", "rings twice", seen=1, by=None)
    answer = client.post(f"/customers/{customer.pk}/fields/", {"field": "note", "value": "never rings", "seen": "1"})
    said = answer.content.decode()
    assert 'data-state="conflict"' in said
    assert "rings twice" in said
    assert "never rings" in said
    assert Customer.objects.get().note == "rings twice"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 201),
        ("language", "xx"),
        ("account", "999"),
        ("account", "x"),
        ("version", "7"),
        ("", "x"),
    ],
)
def test_a_wrong_value_is_refused_beside_its_field(client: Client, field: str, value: str) -> None:
    customer = carla()
    assert save(client, customer, field, value) == "refused"
    assert Customer.objects.get().version == 1


def test_an_account_is_chosen_by_letters_of_its_name_or_number(client: Client) -> None:
    customer, account = carla(), create_account("Harbour Mill", numbers=["AC-4711"], by=None)
    for asked in ("harb", "ac47"):
        assert f'data-value="{account.pk}"' in page(client, f"/accounts/?q={asked}")
    assert save(client, customer, "account", str(account.pk)) == "saved"
    assert save(client, customer, "account", "", seen=2) == "saved"
    assert Customer.objects.get().account is None


def test_without_script_all_fields_are_sent_at_once(client: Client) -> None:
    customer = carla()
    form = {"name": "Carla Łącka", "language": "pl", "note": "rings twice", "seen": "1"}
    answer = client.post(f"/customers/{customer.pk}/fields/", form)
    assert answer["Location"] == f"/customers/{customer.pk}/"
    customer.refresh_from_db()
    assert (customer.name, customer.language, customer.note) == ("Carla Łącka", "pl", "rings twice")
    again = client.post(f"/customers/{customer.pk}/fields/", {"name": "", "note": "kept", "seen": "4"})
    assert "kept" in again.content.decode()


def test_numbers_are_added_and_struck_out(client: Client) -> None:
    customer = carla()
    client.post(f"/customers/{customer.pk}/contact-points/", {"kind": "fax", "value": "650 253 7777"})
    assert customer.contact_points.count() == 2
    said = client.post(f"/customers/{customer.pk}/contact-points/", {"kind": "email", "value": "nobody"})
    assert "This is not an e-mail address." in said.content.decode()
    point = ContactPoint.objects.get(kind="fax")
    for _twice in range(2):
        client.post(f"/contact-points/{point.pk}/removal/")
    assert customer.contact_points.count() == 1


def test_a_place_is_added_and_corrected(client: Client) -> None:
    customer = carla()
    url = f"/customers/{customer.pk}/location/"
    client.post(url, {"address": "12 Canal Street", "city": "Exampleville"})
    client.post(url, {"address": "14 Canal Street", "landmark": "clock tower"})
    customer.refresh_from_db()
    assert (str(customer.location), customer.location.landmark) == ("14 Canal Street", "clock tower")  # type: ignore[union-attr]
    said = client.post(url, {"address": "14 Canal Street", "latitude": "1"}).content.decode()
    assert "Latitude and longitude belong together." in said


def test_agreements_show_whether_they_are_in_force(client: Client) -> None:
    customer = carla()
    url = f"/customers/{customer.pk}/agreements/"
    client.post(url, {"kind": "support", "number": "S-1", "ends_on": "2020-01-31"})
    client.post(url, {"kind": "warranty", "number": "W-1"})
    shown = page(client, f"/customers/{customer.pk}/")
    assert "lapsed 01/31/2020" in shown
    assert "in force" in shown
    agreement = Agreement.objects.get(number="S-1")
    wrong = {"kind": "support", "number": "S-1", "starts_on": "2026-01-01", "ends_on": "2025-01-01"}
    assert "cannot end before it starts" in client.post(f"/agreements/{agreement.pk}/", wrong).content.decode()


def test_equipment_is_entered_changed_and_taken_out_of_use(client: Client) -> None:
    customer = carla(location=create_location(address="12 Canal Street", by=None))
    client.post(
        f"/customers/{customer.pk}/equipment/", {"name": "Printer", "serial_number": "SN-1", "criticality": "1"}
    )
    thing = Equipment.objects.get()
    assert (thing.customer, thing.location, thing.criticality) == (customer, customer.location, 1)
    client.post(f"/equipment/{thing.pk}/", {"name": "Label printer", "serial_number": "SN-1"})
    client.post(f"/equipment/{thing.pk}/retirement/")
    thing.refresh_from_db()
    assert (thing.name, thing.retired_at is not None, thing.criticality) == ("Label printer", True, None)


def test_an_account_has_a_page_with_all_that_belongs_to_it(client: Client) -> None:
    client.post("/accounts/new/", {"name": "Harbour Mill", "number": "AC-1"})
    account = Account.objects.get()
    carla(account=account)
    create_agreement("S-1", account=account, by=None)
    client.post(f"/accounts/{account.pk}/numbers/", {"number": "AC-2"})
    client.post(f"/accounts/{account.pk}/edit/", {"name": "Harbour Mill Ltd"})
    shown = page(client, f"/accounts/{account.pk}/")
    assert [text in shown for text in ("Harbour Mill Ltd", "AC-1", "AC-2", "S-1", "Carla Customer")] == [True] * 5


def test_the_page_tells_what_happened_to_the_file(client: Client) -> None:
    customer = carla()
    save(client, customer, "language", "fr")
    shown = page(client, f"/customers/{customer.pk}/")
    assert "Ana Silva" in shown
    assert '<s dir="auto">–</s> → <span dir="auto">fr</span>' in shown


def test_a_reader_sees_the_file_and_no_fields(client: Client) -> None:
    client.force_login(rita())
    customer = carla(note="rings twice")
    shown = page(client, f"/customers/{customer.pk}/")
    assert "rings twice" in shown
    assert "data-self-saving" not in shown


@pytest.mark.parametrize(
    ("own", "shared", "things", "more"), [(12, 0, 12, 0), (3, 7, 10, 0), (3, 8, 10, 1), (11, 1, 11, 1)]
)
def test_all_of_their_own_equipment_is_shown_and_some_of_their_account(
    client: Client, own: int, shared: int, things: int, more: int
) -> None:
    customer = carla(account=create_account("Harbour Mill", numbers=[], by=None) if shared else None)
    for number in range(own):
        builders.equipment(f"Thing {number}", customer=customer)
    for number in range(shared):
        builders.equipment(f"Thing of all {number}", account=customer.account)
    shown = page(client, f"/customers/{customer.pk}/")
    assert (len(set(re.findall(r">Thing [^<]+<", shown))), shown.count("All equipment of the account")) == (
        things,
        more,
    )


def test_a_page_asks_the_database_little_however_much_there_is(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    account = create_account("Harbour Mill", numbers=["A-1"], by=None)
    customer = carla(account=account)
    for number in range(12):
        builders.ticket(customer=customer)
        builders.contact(customer=customer)
        create_agreement(f"S-{number}", account=account, by=None)
        builders.equipment(f"Thing {number}", account=account)
    with django_assert_max_num_queries(17):
        page(client, f"/customers/{customer.pk}/")
    with django_assert_max_num_queries(7):
        page(client, "/customers/")
