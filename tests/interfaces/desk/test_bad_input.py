"""Wrong, huge, malformed and hostile values in every field: an answer beside the field, never an error."""

import json
from collections.abc import Iterator
from http import HTTPStatus
from urllib.parse import quote_from_bytes

import pytest
from django.http import HttpResponse
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as limits
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from firstline.reference.customers.models import Customer
from tests.cast import dao
from tests.interfaces.desk.places import world
from tests.shared_data import data

pytestmark = pytest.mark.django_db

HARD = [
    "",
    " \t\r\n ",
    "\x00",
    "x" * 700_000,
    "9" * 400,
    "-1",
    "1e400",
    "NaN",
    "٣",
    "9223372036854775808",
    "2026-02-30",
    "<script>alert(1)</script>",
    "'; DROP TABLE staff_user; --",
    "{{ 7|add:7 }}{% debug %}",
    "%s %n %(x)s",
    "\u202eright to left\u202c\u200b\ufeff",
    "Z\u0351\u036b\u0343\u036a\u0302a\u036b\u033dl",
    "👩‍👩‍👧‍👦" * 60,
]
# What urlencoded forms can hold and texts cannot: half a character, bytes that are no text, an overlong NUL.
BYTES = [b"\xed\xa0\x80", b"\xff\xfe", b"\xc0\x80", b"a\x80b"]

# Fields that save themselves, by the address (with the word of the noun whose key goes in) that takes them.
SAVING = {
    "/customers/{customers}/fields/": ["name", "account", "language", "preferred_channel", "preferred_hours", "note"],
    "/catalogue/codes/{catalogue}/labels/": ["en", "th"],
    "/catalogue/codes/{catalogue}/synonyms/": ["en"],
    "/catalogue/codes/{catalogue}/handling/": [
        "centre",
        "tier",
        "priority",
        "standard_work_order",
        "temporary_turnaround",
        "requires_location",
    ],
    "/standard-work-orders/{standard-work-orders}/labels/": ["fr"],
    "/standard-work-orders/{standard-work-orders}/instructions/": ["en"],
    "/standard-work-orders/{standard-work-orders}/fields/": ["duration", "crew", "near_metres", "window_days"],
    "/standard-tasks/{standard-tasks}/labels/": ["en"],
    "/staff/{staff}/fields/": [
        "name",
        "role",
        "email",
        "phone",
        "language",
        "speaks",
        "skills",
        "time_zone",
        "departments",
    ],
    "/centres/{centres}/labels/": ["es"],
    "/centres/{centres}/fields/": ["tiers", "department"],
    "/crews/{crews}/fields/": ["name", "centre", "hours_a_day"],
    "/priorities/{priorities}/labels/": ["pl"],
    "/priorities/{priorities}/look/": ["look"],
    "/settings/fields/": ["language", "time_zone", "phone"],
}
# Forms that are sent whole: all of their fields.
WHOLE = {
    "/customers/new/": ["name", "phone", "mobile", "email", "language", "note"],
    "/customers/{customers}/contact-points/": ["kind", "value"],
    "/customers/{customers}/location/": ["address", "alias", "unit", "postcode", "latitude", "longitude"],
    "/customers/{customers}/agreements/": ["kind", "number", "coverage", "starts_on", "ends_on"],
    "/customers/{customers}/equipment/": ["name", "model_number", "serial_number", "agreement", "criticality"],
    "/accounts/new/": ["name", "number", "note"],
    "/accounts/{accounts}/numbers/": ["number"],
    "/catalogue/departments/": ["text"],
    "/catalogue/codes/{catalogue}/parent/": ["parent"],
    "/catalogue/codes/{catalogue}/questions/": ["kind", "required", "text_en", "choices_en", "choices_fr"],
    "/questions/{questions}/position/": ["position"],
    "/standard-work-orders/new/": ["text", "duration"],
    "/standard-work-orders/{standard-work-orders}/tasks/": ["text"],
    "/standard-tasks/{standard-tasks}/position/": ["position"],
    "/staff/new/": ["username", "name", "role", "language", "email", "password"],
    "/staff/{staff}/password/": ["password"],
    "/staff/{staff}/responsibilities/": ["department", "provider"],
    "/centres/new/": ["text", "tiers"],
    "/centres/{centres}/memberships/": ["user", "tier"],
    "/crews/new/": ["name", "centre", "hours_a_day"],
    "/priorities/new/": ["text"],
    "/priorities/{priorities}/position/": ["position"],
    "/criteria-rows/{criteria-rows}/position/": ["position"],
    "/criteria-rows/{criteria-rows}/use/": ["is_on"],
    "/criteria/priority/rows/": ["c0.mode", "c0.0.field", "priority", "seen", "en"],
    "/criteria/route/rows/": ["c0.mode", "centre", "tier", "person", "skill", "th"],
    "/criteria/matrix/": ["is_on", "seen", "cell_1_1"],
    "/settings/language/": ["language", "next"],
}
# Addresses that take words after a question mark.
ASKED = [
    "/customers/?q=",
    "/customers/?after=",
    "/accounts/?q=",
    "/catalogue/codes/?q=",
    "/find/?q=",
    "/customers/new/?name=",
    "/criteria/choices/code/?q=",
    "/criteria/priority/?version=",
]


@pytest.fixture(scope="module")
def naughty() -> list[str]:
    texts: list[str] = json.loads(data("naughty", "blns.json").read_text(encoding="utf-8"))
    return texts


@pytest.fixture
def keys(client: Client) -> dict[str, int]:
    client.force_login(dao())
    return world()


def sent(name: str, value: bytes) -> bytes:
    return f"{name}={quote_from_bytes(value)}".encode()


def post(client: Client, url: str, *pairs: bytes) -> HttpResponse:
    return client.post(url, b"&".join(pairs), content_type="application/x-www-form-urlencoded")  # type: ignore[return-value]


def values() -> Iterator[bytes]:
    yield from (text.encode() for text in HARD)
    yield from BYTES


def a_share(texts: list[str], of: str) -> list[bytes]:
    """Some of many texts, other ones for each address, all of them together."""
    every = [*SAVING, *WHOLE]
    return [text.encode(errors="replace") for text in texts[every.index(of) :: len(every)]]


@pytest.mark.parametrize("url", SAVING)
def test_every_field_that_saves_itself_answers_anything(client: Client, keys: dict[str, int], url: str) -> None:
    wrong = [
        (field, value[:20])
        for field in SAVING[url]
        for value in values()
        if b"data-state="
        not in post(client, url.format(**keys), sent("field", field.encode()), sent("value", value)).content
    ]
    assert wrong == []


@pytest.mark.parametrize("url", WHOLE)
def test_every_field_of_a_form_answers_anything(client: Client, keys: dict[str, int], url: str) -> None:
    statuses = {
        post(client, url.format(**keys), *(sent(field, value) for field in WHOLE[url])).status_code
        for value in values()
    }
    assert statuses <= {HTTPStatus.OK, HTTPStatus.FOUND}


@pytest.mark.parametrize("url", SAVING)
def test_naughty_strings_are_answered_in_fields_that_save_themselves(
    client: Client, keys: dict[str, int], naughty: list[str], url: str
) -> None:
    for value in a_share(naughty, url):
        for field in SAVING[url]:
            answer = post(client, url.format(**keys), sent("field", field.encode()), sent("value", value))
            assert b"data-state=" in answer.content


@pytest.mark.parametrize("url", WHOLE)
def test_naughty_strings_are_answered_in_whole_forms(
    client: Client, keys: dict[str, int], naughty: list[str], url: str
) -> None:
    for value in a_share(naughty, url):
        answer = post(client, url.format(**keys), *(sent(field, value) for field in WHOLE[url]))
        assert answer.status_code in (HTTPStatus.OK, HTTPStatus.FOUND)


@pytest.mark.parametrize("url", ASKED)
def test_every_question_in_an_address_gets_an_answer(client: Client, keys: dict[str, int], url: str) -> None:
    asked = [value[:5000] for value in values()]
    assert {client.get(url + quote_from_bytes(value)).status_code for value in asked} == {HTTPStatus.OK}


def test_naughty_strings_are_kept_or_refused_as_they_are(
    client: Client, keys: dict[str, int], naughty: list[str]
) -> None:
    url = f"/customers/{keys['customers']}/fields/"
    for text in naughty[::4]:
        answer = post(client, url, sent("field", b"note"), sent("value", text.encode(errors="replace")))
        saved = b'data-state="saved"' in answer.content
        kept = Customer.objects.values_list("note", flat=True).get(pk=keys["customers"])
        assert (
            not saved
            or kept == text.encode(errors="replace").decode().replace("\r\n", "\n").replace("\r", "\n").strip()
        )
    assert client.get(f"/customers/{keys['customers']}/").status_code == HTTPStatus.OK


def test_a_body_that_is_too_large_is_refused_before_it_is_read(client: Client, keys: dict[str, int]) -> None:
    answer = post(client, "/customers/new/", sent("note", b"x" * 6_000_000))
    assert answer.status_code == HTTPStatus.BAD_REQUEST


class AnyText(TestCase):
    @given(st.text(alphabet=st.characters(codec="utf-8")), st.sampled_from(WHOLE["/customers/new/"]))
    @limits(max_examples=40, suppress_health_check=list(HealthCheck))
    def test_any_text_in_any_field_of_a_new_customer_gets_an_answer(self, text: str, field: str) -> None:
        self.client.force_login(dao())
        answer = self.client.post("/customers/new/", {"name": "Zoe", field: text})
        assert answer.status_code in (HTTPStatus.OK, HTTPStatus.FOUND)
