"""Who is it? Everything that a customer can be found by."""

import json

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as limits
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from pytest_django import DjangoAssertNumQueries, Settings

from firstline.reference.customers import directory
from firstline.reference.customers.accounts import create_account, create_agreement
from firstline.reference.customers.belongings import create_equipment, create_location
from firstline.reference.customers.keeping import create_customer
from firstline.reference.customers.models import Customer
from tests.shared_data import data

pytestmark = pytest.mark.django_db


def names(text: str, region: str = "US") -> list[str]:
    return [hit.customer.name for hit in directory.find(text, region=region)]


def points(text: str, region: str) -> list[str]:
    hits = directory.find(text, region=region)
    return [point.normal for hit in hits for point in hit.customer.contact_points.all()]


def carla() -> Customer:
    account = create_account("Harbour Mill Ltd", numbers=["AC-4711/9"], by=None)
    place = create_location(
        address="12 Canal Street", city="Exampleville", alias="Harbour Mill", landmark="clock tower", by=None
    )
    points = [("phone", "(010) 123456"), ("fax", "+374 10 123457"), ("email", "Carla.Customer@example.org")]
    customer = create_customer("Carla Łącka", account=account, location=place, points=points, by=None)
    create_agreement("SUP 2026-77", account=account, by=None)
    create_equipment(name="Label printer", model_number="LP-9", serial_number="SN-00-81-X", account=account, by=None)
    return customer


@pytest.fixture(autouse=True)
def _armenian_desk(settings: Settings) -> None:
    settings.PHONE_REGION = "AM"


@pytest.mark.parametrize(
    "text",
    [
        "010123456",
        "+374 10 123456",
        "123456",
        "3456",
        "๐๑๐ ๑๒๓๔๕๖",
        "010 123457",
        "carla.customer@EXAMPLE.org",
        "carla.cus",
        "AC-4711/9",
        "ac4711",
        "SUP2026",
        "sn 0081x",
        "Carla",
        "lacka",
        "ŁĄCKA car",
        "Harbour Mill",
        "canal street",
        "clock tower",
        "label printer",
        "Carla 010 123456",
    ],
)
def test_one_question_finds_a_customer_by_everything_known_of_them(text: str) -> None:
    carla()
    create_customer("Somebody Else", points=[("phone", "+374 10 999999")], by=None)
    assert names(text, "AM") == ["Carla Łącka"]


def test_the_reason_says_what_was_found() -> None:
    carla()
    reasons = {
        text: [hit.because for hit in directory.find(text, region="AM")]
        for text in ("010123456", "3457", "ac4711", "sup2026", "sn0081", "carla", "canal street", "mill")
    }
    assert reasons == {
        "010123456": ["telephone (010) 123456"],
        "3457": ["fax +374 10 123457"],
        "ac4711": ["account number AC-4711/9"],
        "sup2026": ["agreement number SUP 2026-77"],
        "sn0081": ["serial number SN-00-81-X"],
        "carla": ["name"],
        "canal street": ["Harbour Mill, 12 Canal Street, Exampleville"],
        "mill": ["Harbour Mill Ltd"],
    }


def test_several_owners_of_a_number_come_as_a_list() -> None:
    for name in ("Bea", "Abe"):
        create_customer(name, points=[("phone", "+374 10 123456")], by=None)
    assert names("010123456", "AM") == ["Abe", "Bea"]


def test_a_whole_number_comes_alone_and_an_ending_only_without_it() -> None:
    create_customer("Whole", points=[("phone", "+374 10 123456")], by=None)
    create_customer("Ending", points=[("phone", "+1 650 012 3456")], by=None)
    assert names("010123456", "AM") == ["Whole"]
    assert names("123456", "AM") == ["Ending", "Whole"]


def test_numbers_come_before_names_and_names_before_words() -> None:
    create_customer("Mill Owner", by=None)
    create_customer("Zoe", note="asked for the mill", by=None)
    assert names("mill") == ["Mill Owner", "Zoe"]


def test_an_incoming_number_finds_who_wrote_it_down_without_the_area_code() -> None:
    create_customer("Local", points=[("phone", "253-1234")], by=None)
    assert [hit.customer.name for hit in directory.by_number("+16502531234", region="US")] == ["Local"]


def test_a_short_ending_does_not_say_who_is_calling() -> None:
    create_customer("Somebody", points=[("phone", "+16502531234")], by=None)
    assert directory.by_number("1234", region="US") == []
    assert [hit.customer.name for hit in directory.by_number("2531234", region="US")] == ["Somebody"]


@pytest.mark.parametrize(
    "text", ["", "   ", "a", "\x00", "%", "_", "\ud800", "tel:", "+", "@", "'; drop --", "x" * 5000]
)
def test_what_says_nothing_finds_nobody(text: str) -> None:
    carla()
    assert names(text) == []


def test_a_search_asks_the_database_little_however_many_there_are(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(30):
        create_customer(f"Mill {number:02}", points=[("phone", f"+1650253{number:04}")], by=None)
    with django_assert_max_num_queries(9):
        assert len(directory.find("mill", region="US")) == 20
    with django_assert_max_num_queries(5):
        assert len(directory.find("+16502530007", region="US")) == 1


def test_all_spellings_of_real_numbers_find_their_customer() -> None:
    lines = data("phones", "forms.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines][::5]  # `./dev score phones` takes them all
    for number in {row["e164"] for row in rows}:
        create_customer("Customer", points=[("phone", number)], by=None)
    spellings = ("e164", "international", "national", "rfc3966", "from_us")
    missed = [
        (row["region"], row[spelling], row["e164"])
        for row in rows
        for spelling in spellings
        if row["e164"] not in points(row[spelling], "US" if spelling == "from_us" else row["region"])
    ]
    assert missed == []


class AnyText(TestCase):
    @given(st.text())
    @limits(max_examples=30, suppress_health_check=list(HealthCheck))
    def test_any_text_gets_an_answer(self, text: str) -> None:
        assert directory.find(text, region="US") == []
