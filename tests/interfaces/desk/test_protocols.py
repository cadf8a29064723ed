"""Call-back protocols in the desk: for a priority, an account or a customer."""

from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from firstline.reference.customers.accounts import create_account
from firstline.reference.customers.keeping import create_customer
from firstline.reference.service_levels.calendars import create_calendar
from firstline.reference.service_levels.models import CallBackProtocol
from firstline.reference.service_levels.protocols import set_protocol
from tests import builders
from tests.cast import marc, rita

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _marc_is_signed_in(client: Client) -> None:
    client.force_login(marc())
    builders.priority()


def new(client: Client, **facts: Any) -> str:
    return client.post("/call-back-protocols/new/", facts, follow=True).content.decode()


def kept() -> list[tuple[Any, ...]]:
    return list(CallBackProtocol.objects.order_by("pk").values_list("priority", "account", "customer", "every"))


def test_a_protocol_is_for_a_priority_an_account_or_a_customer(client: Client) -> None:
    mill = create_account("Harbour Mill", numbers=["A-1"], by=None)
    carla = create_customer("Carla Customer", account=mill, by=None)
    office = create_calendar({"name": "Office"}, by=None)
    assert "nothing laid down" in client.get("/call-back-protocols/").content.decode()
    new(client, priority=builders.priority().pk, every="2d", calendar=office.pk)
    new(client, whom=f"account:{mill.pk}", whom_text="Harbour Mill", every="4h")
    page = new(client, whom_text="carla customer", every="30m")
    assert kept() == [
        (builders.priority().pk, None, None, "2d"),
        (None, mill.pk, None, "4h"),
        (None, None, carla.pk, "30m"),
    ]
    assert [text in page for text in ("2 working days", "Office", "Harbour Mill", "30 working minutes")] == [True] * 4


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"every": "4h"}, "Choose a priority, or a customer or account."),
        ({"priority": "own", "whom_text": "Carla", "every": "4h"}, "Choose a priority, or a customer or account."),
        ({"priority": "own", "every": ""}, "This field is required."),
        ({"priority": "own", "every": "-3h"}, "Write minutes, hours or working days, such as 30m, 4h or 2d."),
        ({"priority": "999", "every": "4h"}, "Select a valid choice."),
        ({"whom_text": "Nobody at all", "every": "4h"}, "Choose one from the list."),
        ({"whom": "queen:1", "whom_text": "x", "every": "4h"}, "Choose one from the list."),
        ({"whom": "account:" + "9" * 30, "whom_text": "x", "every": "4h"}, "Choose one from the list."),
    ],
)
def test_what_is_no_protocol_is_said_and_nothing_is_kept(client: Client, sent: dict[str, str], said: str) -> None:
    own = {name: str(builders.priority().pk) if value == "own" else value for name, value in sent.items()}
    assert (said in new(client, **own), kept()) == (True, [])


def test_a_protocol_is_changed_and_removed(client: Client) -> None:
    row = set_protocol(builders.priority(), "2d", by=None)
    assert 'value="2d"' in client.get(f"/call-back-protocols/{row.pk}/").content.decode()
    client.post(f"/call-back-protocols/{row.pk}/", {"every": "1d"})
    assert kept() == [(builders.priority().pk, None, None, "1d")]
    client.post(f"/call-back-protocols/{row.pk}/removal/")
    assert kept() == []


def test_accounts_and_customers_are_found_by_what_is_typed(client: Client) -> None:
    mill = create_account("Harbour Mill", numbers=["A-1"], by=None)
    create_customer("Carla Customer", account=mill, by=None)

    def found(text: str) -> str:
        return client.get("/call-back-protocols/parties/", {"q": text}).content.decode()

    assert ("Harbour Mill" in found("harb"), "account:" in found("a1"), "customer:" in found("Carla")) == (True,) * 3
    assert "No customer or account fits." in found("\x00")


def test_a_reader_sees_them_and_nothing_to_press(client: Client) -> None:
    set_protocol(builders.priority(), "2d", by=None)
    client.force_login(rita())
    page = client.get("/call-back-protocols/").content.decode()
    assert ("2 working days" in page, "removal" in page, "/new/" in page) == (True, False, False)


def test_the_number_of_queries_does_not_grow(client: Client, django_assert_max_num_queries: Any) -> None:
    for number in range(6):
        set_protocol(builders.customer(f"C{number}"), "2d", by=None)
    client.get("/call-back-protocols/")
    with django_assert_max_num_queries(7):
        assert client.get("/call-back-protocols/").status_code == HTTPStatus.OK


ODD = st.text(max_size=30) | st.sampled_from(["customer:1", "4h", "1", "\x00", "9" * 30])


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(["priority", "whom", "whom_text", "every", "calendar", "q"]), ODD))
def test_nothing_that_is_sent_breaks_a_page(client: Client, sent: dict[str, str]) -> None:
    answers = [client.post("/call-back-protocols/new/", sent), client.get("/call-back-protocols/parties/", sent)]
    assert [answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR for answer in answers] == [True] * 2
