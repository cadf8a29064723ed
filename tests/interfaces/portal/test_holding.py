"""Holding off: a flood from one address or from many is kept for a person, and real reports pass beside it."""

from collections import Counter
from datetime import timedelta

import pytest
from django.test import Client, RequestFactory, override_settings
from django.utils import timezone

from firstline.casework.contacts.models import Contact
from firstline.interfaces.channels import rereading
from firstline.interfaces.channels.models import Arrival, End
from firstline.interfaces.portal import holding, signing
from firstline.interfaces.portal.models import Knock
from firstline.reference.customers.models import ContactPoint
from tests import builders
from tests.cast import marc
from tests.interfaces.portal.telephone import Telephone, given_a_minute_ago

pytestmark = pytest.mark.django_db


def held() -> Counter[str]:
    return Counter(Arrival.objects.filter(end=End.QUARANTINED).values_list("because", flat=True))


def report(words: str, address: str, **more: str) -> str:
    phone = Telephone(address=address)
    phone.send("tell/", kind="action", words=words, step="send", **more)
    return phone.page


def post(words: str, address: str, *, trap: bool = False, seconds: int = 60) -> None:
    """A form as a program sends it: nobody looks at the page that comes back."""
    asked = RequestFactory().get("/", REMOTE_ADDR=address)
    token = signing.give_out(asked, timezone.now() - timedelta(seconds=seconds)).token
    facts = {"form": token, "kind": "action", "words": words, "step": "send", "website": "x" if trap else ""}
    assert Client(REMOTE_ADDR=address).post("/help/en/tell/", facts).status_code in (200, 303)


def test_of_hundreds_of_forms_from_one_address_ten_pass_and_others_are_not_held_up() -> None:
    for number in range(500):
        post(f"Buy {number}", "192.0.2.1")
    assert held() == {"too many forms from one address within an hour": 490}
    pages = [report(f"Broken lamp at {number} Main Street", f"198.51.100.{number}") for number in range(10)]
    assert ["Thank you. Your number is C" in page for page in pages] == [True] * 10
    assert "Somebody looks at it before it gets a number" in report("One more", "192.0.2.1")
    assert (Contact.objects.count(), held().total()) == (20, 491)


def test_of_hundreds_of_forms_from_as_many_addresses_those_of_a_machine_are_held_and_real_ones_pass() -> None:
    for number in range(500):
        address = f"10.0.{number // 250}.{number % 250}"
        if number % 2:
            post(f"Nice site {number}", address, trap=number % 4 == 1, seconds=number % 3)
        elif number % 4:
            post("Cheap  PILLS now" if number % 8 == 2 else "cheap pills NOW", address)
        else:
            post(f"{number} https://a.example http://b.example www.c.example www.d.example", address)
    assert held() == {
        "a field was filled in that no person sees": 125,
        "sent quicker than a person can": 84,
        "the same words came several times within an hour": 122,
        "holds many links": 125,
    }
    # Of a machine that waits, leaves no trap open and never says the same twice only numbers tell.
    assert Contact.objects.count() == 3 + 41
    pages = [
        report(f"Water comes out of the road near {number} Ferry Street", f"203.0.113.{number}") for number in range(20)
    ]
    assert ["Thank you. Your number is C" in page for page in pages] == [True] * 20


def test_more_than_passes_in_all_within_an_hour_is_kept_until_somebody_lets_it_through() -> None:
    at = timezone.now()
    Knock.objects.bulk_create(
        Knock(act="tell", address=f"{number:032x}", words=f"{number:032x}", passed=True, at=at)
        for number in range(holding.IN_ALL)
    )
    assert "Somebody looks at it" in report("The lamp is broken", "198.51.100.1", email="nok@example.org")
    arrival = Arrival.objects.get()
    assert (arrival.end, arrival.because) == (End.QUARANTINED, "too many forms in all within an hour")
    rereading.let_through(arrival, by=marc())
    assert (Contact.objects.get().words, Contact.objects.get().caller_email) == (
        "The lamp is broken",
        "nok@example.org",
    )
    Knock.objects.update(at=at - timedelta(minutes=61))
    assert "Your number is C" in report("The next lamp is broken", "198.51.100.1")


def test_when_thousands_are_held_nothing_more_is_taken_and_the_words_stay() -> None:
    at = timezone.now()
    Knock.objects.bulk_create(
        Knock(act="tell", address="0" * 32, passed=False, at=at) for _number in range(holding.MOST_HELD)
    )
    page = report("Cheap pills http://a http://b http://c http://d", "198.51.100.1")
    assert ("we cannot take it just now" in page, "Cheap pills" in page) == (True, True)
    assert Arrival.objects.count() == 0
    assert "Your number is C" in report("The lamp is broken", "198.51.100.2")


def test_nobody_has_us_carry_a_link_to_a_stranger() -> None:
    words = "Look at https://spam.example"
    assert "Somebody looks at it" in report(words, "198.51.100.1", email="victim@example.org")
    assert held() == {"holds a link, and an e-mail that is no customer's": 1}
    ContactPoint.objects.create(customer=builders.customer(), kind=ContactPoint.Kind.EMAIL, value="carla@example.org")
    assert "Your number is C" in report(words + " too", "198.51.100.1", email="Carla@example.org")
    assert "Your number is C" in report(words + " please", "198.51.100.1")


def test_knocks_are_forgotten_after_a_day() -> None:
    Knock.objects.create(act="tell", address="0" * 32, passed=False, at=timezone.now() - timedelta(days=2))
    post("Hello", "192.0.2.1")
    holding.forget(timezone.now())
    assert [row.address for row in Knock.objects.all()] == [signing.digest("192.0.2.1")]


def test_a_form_that_a_bot_sends_at_once_or_with_the_trap_filled_is_quarantined() -> None:
    phone = Telephone()
    phone.open("tell/")
    phone.send(token=phone.token, kind="action", words="Hello", step="send")
    phone.send("tell/", kind="action", words="Hello you", step="send", website="https://spam.example")
    assert held() == {"sent quicker than a person can": 1, "a field was filled in that no person sees": 1}


@pytest.mark.parametrize(
    ("forwarded", "proxies", "same_as"),
    [
        ("6.6.6.6, 198.51.100.9", 1, "198.51.100.9"),
        ("6.6.6.6, 198.51.100.9, 10.0.0.1", 2, "198.51.100.9"),
        ("6.6.6.6", 0, "198.51.100.7"),
        ("", 1, "198.51.100.7"),
    ],
)
def test_an_address_is_what_our_own_proxies_saw(rf, forwarded: str, proxies: int, same_as: str) -> None:
    request = rf.get("/", REMOTE_ADDR="198.51.100.7", headers={"X-Forwarded-For": forwarded})
    with override_settings(PROXIES=proxies):
        assert signing.address_of(request) == signing.digest(same_as)


def test_addresses_of_one_household_are_one(rf) -> None:
    first, second, other = (
        signing.address_of(rf.get("/", REMOTE_ADDR=address))
        for address in ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:3::1")
    )
    assert (first == second, first == other) == (True, False)


def test_a_form_is_good_for_a_day() -> None:
    token = given_a_minute_ago()
    at = timezone.now()
    assert signing.read(token, at) is not None
    assert signing.read(token, at + timedelta(hours=24)) is None
    assert signing.read(token[:-1] + ("a" if token[-1] != "a" else "b"), at) is None
