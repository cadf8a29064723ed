"""Escalation steps in the desk."""

from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from firstline.reference.service_levels.escalation_steps import add_step
from firstline.reference.service_levels.models import EscalationStep
from tests import builders
from tests.cast import marc, rita

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _marc_is_signed_in(client: Client) -> None:
    client.force_login(marc())
    builders.priority()


def add(client: Client, **facts: Any) -> str:
    sent = {"priority": builders.priority().pk, "clock": "resolve", "percent": "80", "act": "tell_assignee", **facts}
    return client.post("/escalation-steps/", sent, follow=True).content.decode()


def kept() -> list[tuple[Any, ...]]:
    return list(EscalationStep.objects.order_by("pk").values_list("clock", "percent", "act", "tier"))


def test_steps_are_added_and_shown_in_the_order_in_which_they_come(client: Client) -> None:
    assert "It counts for open tickets, too." in add(client)
    page = add(client, percent="50", act="to_tier", tier="2")
    assert kept() == [("resolve", 80, "tell_assignee", None), ("resolve", 50, "to_tier", 2)]
    assert page.index("50 %") < page.index("80 %")
    client.post(f"/escalation-steps/{EscalationStep.objects.get(percent=50).pk}/removal/")
    assert kept() == [("resolve", 80, "tell_assignee", None)]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"percent": "0"}, "greater than or equal to 1"),
        ({"percent": "401"}, "less than or equal to 400"),
        ({"percent": "9" * 30}, "less than or equal to 400"),
        ({"percent": "half"}, "Enter a whole number."),
        ({"act": "to_tier"}, "A step moves a ticket to tier 2 or 3."),
        ({"act": "to_tier", "tier": "4"}, "Select a valid choice."),
        ({"act": "shout"}, "Select a valid choice."),
        ({"clock": "cuckoo"}, "Select a valid choice."),
        ({"priority": "999"}, "Select a valid choice."),
    ],
)
def test_what_is_no_step_is_said_beside_its_field(client: Client, wrong: dict[str, str], said: str) -> None:
    assert (said in add(client, **wrong), kept()) == (True, [])


def test_a_step_stands_there_once(client: Client) -> None:
    add(client)
    assert ("There is this step already." in add(client), len(kept())) == (True, 1)


def test_a_reader_sees_the_steps_and_no_form(client: Client) -> None:
    add_step(builders.priority(), "respond", 50, "tell_supervisors", by=None)
    client.force_login(rita())
    page = client.get("/escalation-steps/").content.decode()
    assert ("tell the supervisors" in page, "New step" in page, "removal" in page) == (True, False, False)


def test_the_number_of_queries_does_not_grow(client: Client, django_assert_max_num_queries: Any) -> None:
    for number in range(5):
        priority = builders.priority(f"p{number}", 10 + number)
        for percent in (50, 80, 100):
            add_step(priority, "resolve", percent, "tell_assignee", by=None)
    client.get("/escalation-steps/")
    with django_assert_max_num_queries(6):
        assert client.get("/escalation-steps/").status_code == HTTPStatus.OK


ODD = st.text(max_size=30) | st.sampled_from(["resolve", "to_tier", "2", "\x00", "9" * 30])


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(["priority", "clock", "percent", "act", "tier"]), ODD))
def test_nothing_that_is_sent_breaks_the_page(client: Client, sent: dict[str, str]) -> None:
    assert client.post("/escalation-steps/", sent).status_code < HTTPStatus.INTERNAL_SERVER_ERROR
