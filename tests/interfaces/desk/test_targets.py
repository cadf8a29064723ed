"""Targets in the desk: what is promised, to whom otherwise, and what open tickets make of a change."""

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from procrastinate.contrib.django.models import ProcrastinateJob

from firstline.casework.tickets.jobs import refit
from firstline.casework.tickets.models import Ticket
from firstline.casework.tickets.opening import open_ticket
from firstline.reference.customers.accounts import create_agreement
from firstline.reference.service_levels.calendars import create_calendar
from firstline.reference.service_levels.models import ServiceTarget
from firstline.reference.service_levels.targets import set_target
from tests import builders
from tests.cast import ana, marc, rita

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 9, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _marc_is_signed_in(client: Client) -> None:
    client.force_login(marc())
    create_calendar({"name": "Office"}, by=None)


def get(client: Client, address: str, **asked: Any) -> str:
    answer = client.get(address, asked)
    assert answer.status_code == HTTPStatus.OK
    return answer.content.decode()


def new(client: Client, **facts: Any) -> Any:
    return client.post("/targets/new/", {"priority": builders.priority().pk, **facts})


def kept() -> list[tuple[Any, ...]]:
    return list(
        ServiceTarget.objects.order_by("pk").values_list("respond", "resolve", "department", "code", "agreement")
    )


def test_a_target_is_laid_down_and_stands_in_the_table_with_when_it_is_due(client: Client) -> None:
    answer = new(client, respond="90 m", update=" 2H ", resolve="5d", permanent="20d")
    assert (answer.headers["Location"], kept()) == ("/targets/?changed=1", [("90m", "5d", None, None, None)])
    page = get(client, "/targets/", start="2026-03-06 16:50")
    assert [
        text in page for text in ("90 working minutes", "Mon 9 Mar 08:20", "5 working days", "Fri 13 Mar 16:50")
    ] == [True] * 4


def test_a_target_may_be_for_a_department_code_or_agreement_only(client: Client) -> None:
    department, code = builders.department("Parks"), builders.code()
    agreement = create_agreement("S-17", customer=builders.customer(), by=None)
    new(client, resolve="1h", department=department.pk)
    new(client, resolve="2h", code=code.pk, code_text=code.label)
    new(client, resolve="3h", agreement=agreement.pk, agreement_text="S-17")
    new(client, resolve="4h", agreement_text="s 17")
    assert kept() == [
        ("", "1h", department.pk, None, None),
        ("", "2h", None, code.pk, None),
        ("", "4h", None, None, agreement.pk),
    ]
    page = get(client, "/targets/")
    assert [text in page for text in ("department Parks", f"problem code {code.label}", "agreement S-17")] == [True] * 3


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"resolve": "-3h"}, "Write minutes, hours or working days, such as 30m, 4h or 2d."),
        ({"respond": "1e9d"}, "Write minutes, hours or working days, such as 30m, 4h or 2d."),
        ({"update": "9999d"}, "A promise is longer than nothing and shorter than five years."),
        ({"update": "0h"}, "A promise is longer than nothing and shorter than five years."),
        ({"resolve": ""}, "A target promises something: write at least one time."),
        ({"priority": "999"}, "Select a valid choice."),
        ({"department": "nine"}, "Select a valid choice."),
        ({"calendar": "99999999999999999999"}, "Select a valid choice."),
        ({"code_text": "no such code"}, "Choose one from the list."),
        ({"agreement_text": "S-99"}, "Choose one from the list."),
        ({"agreement": "99999999999999999999", "agreement_text": "S-99"}, "Choose one from the list."),
    ],
)
def test_what_is_no_target_is_said_and_what_was_typed_stays(client: Client, wrong: dict[str, str], said: str) -> None:
    answer = new(client, **{"resolve": "8h", "permanent": "77d", **wrong} if wrong != {"resolve": ""} else wrong)
    page = answer.content.decode()
    assert (said in page, "77d" in page or wrong == {"resolve": ""}, kept()) == (True, True, [])


def test_a_target_is_changed_in_its_place_and_removed(client: Client) -> None:
    target = set_target(builders.priority(), {"resolve": "8h", "department": builders.department()}, by=None)
    assert "regular: department Public works" in get(client, f"/targets/{target.pk}/")
    client.post(f"/targets/{target.pk}/", {"respond": "1h", "resolve": "4h"})
    assert kept() == [("1h", "4h", builders.department().pk, None, None)]
    client.post(f"/targets/{target.pk}/removal/")
    assert kept() == []
    assert "Nothing is promised yet" in get(client, "/targets/")


def test_what_somebody_else_changed_meanwhile_is_not_written_over(client: Client) -> None:
    target = set_target(builders.priority(), {"resolve": "8h"}, by=None)
    seen = client.get(f"/targets/{target.pk}/").context["form"]["seen"].value()
    set_target(builders.priority(), {"resolve": "6h"}, by=None)
    answer = client.post(f"/targets/{target.pk}/", {"resolve": "4h", "seen": seen})
    page = answer.content.decode()
    assert ("Somebody else has changed this target in the meantime." in page, 'value="4h"' in page) == (True, True)
    assert [row[1] for row in kept()] == ["6h"]


def test_what_is_being_written_is_previewed(client: Client) -> None:
    page = get(client, "/targets/preview/", start="2026-03-06 16:50", respond="4h", resolve="4", permanent="2d")
    assert [text in page for text in ("Mon 9 Mar 2026 10:50", "Tue 10 Mar 2026 16:50", "Resolve")] == [
        True,
        True,
        False,
    ]
    assert "Write a start as" in get(client, "/targets/preview/", start="soon", resolve="4h")
    assert "Nothing is promised yet" in get(client, "/targets/preview/", calendar="x")


def test_agreements_are_found_by_the_beginning_of_their_number(client: Client) -> None:
    create_agreement("S-17", customer=builders.customer("Carla"), by=None)
    assert "Carla" in get(client, "/targets/agreements/", q="s1")
    assert "No agreement begins so." in get(client, "/targets/agreements/", q="\x00")


def opened() -> Ticket:
    return open_ticket(builders.problem(), by=ana(), at=MONDAY)


def test_a_manager_sees_how_many_open_tickets_would_move_and_moves_or_leaves_them(client: Client) -> None:
    set_target(builders.priority(), {"respond": "1h", "resolve": "8h"}, by=None)
    ticket = opened()
    assert "No open ticket would move." in get(client, "/refitting/count/")
    new(client, respond="1h", resolve="2h")
    assert "Saved. 1 open ticket would move." in get(client, "/refitting/count/")
    page = get(client, "/refitting/")
    assert [text in page for text in (ticket.title, "1 open ticket would be due", f"/tickets/{ticket.number}/")] == [
        True
    ] * 3
    assert Ticket.objects.get().resolve_by == MONDAY.replace(hour=17)
    assert "The deadlines are being moved." in client.post("/refitting/", follow=True).content.decode()
    assert "This is being done already." in client.post("/refitting/", follow=True).content.decode()
    job = ProcrastinateJob.objects.get()
    refit.func(**job.args)
    assert (Ticket.objects.get().resolve_by, job.queueing_lock) == (MONDAY.replace(hour=11), "refit")
    assert "No open ticket would move" in get(client, "/refitting/")


def test_who_is_limited_sees_how_many_but_only_their_own(client: Client) -> None:
    set_target(builders.priority(), {"resolve": "8h"}, by=None)
    ticket = opened()
    set_target(builders.priority(), {"resolve": "2h"}, by=None)
    marc().departments.add(builders.department("Parks"))
    page = get(client, "/refitting/")
    assert ("1 open ticket would be due" in page, ticket.title in page) == (True, False)


def test_a_reader_sees_the_table_and_nothing_to_press(client: Client) -> None:
    set_target(builders.priority(), {"resolve": "8h"}, by=None)
    client.force_login(rita())
    page = get(client, "/targets/")
    assert ("8 working hours" in page, "removal" in page, "/targets/new/" in page) == (True, False, False)


def test_the_number_of_queries_does_not_grow(client: Client, django_assert_max_num_queries: Any) -> None:
    for number in range(6):
        set_target(builders.priority(), {"resolve": "8h", "department": builders.department(f"D{number}")}, by=None)
        opened()
    get(client, "/targets/")
    with django_assert_max_num_queries(6):
        get(client, "/targets/")
    set_target(builders.priority(), {"resolve": "2h"}, by=None)
    get(client, "/refitting/")
    with django_assert_max_num_queries(9):
        get(client, "/refitting/")


ODD = st.text(max_size=30) | st.sampled_from(["4h", "1", "9" * 30, "\x00", "Fri 16:50"])
NAMES = ["priority", "department", "code", "code_text", "agreement", "agreement_text", "calendar", "respond", "resolve"]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from([*NAMES, "start", "q"]), ODD))
def test_nothing_that_is_sent_breaks_a_page(client: Client, sent: dict[str, str]) -> None:
    answers = [new(client, **sent), client.get("/targets/new/", sent)]
    answers += [client.get(f"/targets/{name}", sent) for name in ("", "preview/", "agreements/")]
    assert [answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR for answer in answers] == [True] * 5
