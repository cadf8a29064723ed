"""Calendars in the desk: the week, days of its own, and what they would promise."""

from datetime import date
from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from firstline.journal.models import Entry
from firstline.reference.service_levels.calendars import create_calendar, set_day
from firstline.reference.service_levels.models import Calendar, CalendarDay
from tests.cast import marc, rita

pytestmark = pytest.mark.django_db
WEEK = {f"day{number}": "08:00-18:00" for number in range(5)} | {"day5": "", "day6": ""}


@pytest.fixture
def office(client: Client) -> Calendar:
    client.force_login(marc())
    return create_calendar({"name": "Office"}, by=None)


def url(calendar: Calendar, part: str = "") -> str:
    return f"/calendars/{calendar.pk}/{part}"


def facts(calendar: Calendar, **changed: str) -> dict[str, str]:
    same = {"name": "Office", "time_zone": "UTC", "country": "", "region": "", "seen": calendar.changed_at.isoformat()}
    return {**same, **WEEK, **changed}


def get(client: Client, address: str, **asked: Any) -> str:
    answer = client.get(address, asked)
    assert answer.status_code == HTTPStatus.OK
    return answer.content.decode()


def test_a_new_calendar_begins_with_office_hours(client: Client) -> None:
    client.force_login(marc())
    answer = client.post("/calendars/new/", {"name": "Depot", "time_zone": "Europe/Warsaw"})
    made = Calendar.objects.get()
    assert (answer.headers["Location"], made.name, made.is_default) == (url(made), "Depot", True)
    assert "Depot" in get(client, "/calendars/")
    again = client.post("/calendars/new/", {"name": "Depot", "time_zone": "UTC"}).content.decode()
    assert "There is one of this name here already." in again


def test_a_week_with_several_intervals_and_holidays_is_kept(client: Client, office: Calendar) -> None:
    sent = facts(office, day0="8-12, 13:00–17:30", day5="10:00-24:00", country="DE", region="BY", rolls_over="on")
    answer = client.post(url(office, "facts/"), sent)
    assert answer.headers["Location"] == f"{url(office)}?changed=1"
    kept = Calendar.objects.get()
    assert (kept.week[0], kept.week[5]) == ([["08:00", "12:00"], ["13:00", "17:30"]], [["10:00", "24:00"]])
    assert (kept.country, kept.region, kept.rolls_over) == ("DE", "BY", True)
    page = get(client, url(office), year="2026", changed="1")
    assert [text in page for text in ("08:00-12:00, 13:00-17:30", "Epiphany", "/refitting/count/")] == [True] * 3


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({f"day{number}": "" for number in range(7)}, "A week without any hours would never keep a promise."),
        ({"day1": "09:00-12:00, 11:00-13:00"}, "Hours of one day overlap."),
        ({"day1": "22:00-06:00"}, "what crosses midnight is written on both days"),
        ({"day1": "25:00-26:00"}, "There is no 25:00: a day ends at 24:00."),
        ({"day1": "always"}, "write 08:00-12:00."),
        ({"time_zone": "Mars/Base"}, "There is no time zone called Mars/Base."),
        ({"country": "XX"}, "No holidays are known of XX."),
        ({"country": "DEU"}, "at most 2 characters"),
        ({"country": "DE", "region": "ZZ"}, "DE has no region ZZ."),
        ({"name": " "}, "This field is required."),
        ({"name": "x" * 121}, "at most 120 characters"),
        ({"name": "a\x00b"}, "Null characters are not allowed."),
        ({"seen": "2020-01-01T00:00:00+00:00"}, "Somebody else has changed this calendar in the meantime."),
    ],
)
def test_what_makes_no_calendar_is_said_and_what_was_typed_stays(
    client: Client, office: Calendar, wrong: dict[str, str], said: str
) -> None:
    answer = client.post(url(office, "facts/"), facts(office, **{"day2": "07:11-07:12", **wrong}))
    page = answer.content.decode()
    assert (answer.status_code, said in page) == (HTTPStatus.OK, True)
    assert ('value="07:11-07:12"' in page or "day2" in wrong, Calendar.objects.get().changed_at) == (
        True,
        office.changed_at,
    )


def test_single_days_are_set_and_taken_back(client: Client, office: Calendar) -> None:
    client.post(url(office, "day/"), {"day": "2026-12-24", "hours": "", "name": "Eve"})
    client.post(url(office, "day/"), {"day": "2026-12-31", "hours": "8-12", "name": ""})
    kept = list(CalendarDay.objects.values_list("day", "name", "hours"))
    assert kept == [(date(2026, 12, 24), "Eve", []), (date(2026, 12, 31), "", [["08:00", "12:00"]])]
    page = get(client, url(office), year="2026")
    assert ("Eve" in page, "year-own_closed" in page, "08:00-12:00" in page) == (True, True, True)
    for row in CalendarDay.objects.all():
        client.post(f"/calendar-days/{row.pk}/removal/")
    assert CalendarDay.objects.count() == 0
    refused = client.post(url(office, "day/"), {"day": "2026-12-24", "hours": "12-8", "name": "Eve"}).content.decode()
    assert ("Hours end after they begin" in refused, 'value="Eve"' in refused) == (True, True)
    assert "Enter a valid date." in client.post(url(office, "day/"), {"day": "soon"}).content.decode()


def test_many_days_come_as_lines_and_the_wrong_ones_are_named(client: Client, office: Calendar) -> None:
    text = "2026-12-24 Eve\n24.12.2026 Eve\n2026-12-25 9-8"
    page = client.post(url(office, "days/"), {"days": text}).content.decode()
    assert [f"Line {number}:" in page for number in (1, 2, 3)] == [False, True, True]
    assert ("24.12.2026 Eve" in page, CalendarDay.objects.count()) == (True, 0)
    client.post(url(office, "days/"), {"days": "2026-12-24 Eve\n2026-12-25 Day"})
    assert (CalendarDay.objects.count(), Entry.objects.filter(verb="calendar.days_set").count()) == (2, 1)
    assert "Ensure this value has at most" in client.post(url(office, "days/"), {"days": "x" * 20_001}).content.decode()


def test_what_happened_to_a_calendar_is_told(client: Client, office: Calendar) -> None:
    client.post(url(office, "facts/"), facts(office, day0="9-17"))
    client.post(url(office, "days/"), {"days": "2026-12-24 Eve\n2026-12-25"})
    page = get(client, url(office))
    told = ("Mon 09:00-17:00 · Tue 08:00-18:00", "Days of its own", "2026-12-24 Eve, 2026-12-25")
    assert [text in page for text in told] == [True] * 3


def test_another_calendar_becomes_the_default(client: Client, office: Calendar) -> None:
    depot = create_calendar({"name": "Depot"}, by=None)
    client.post(url(depot, "default/"))
    assert Calendar.objects.get(is_default=True) == depot


def test_a_preview_answers_what_is_typed(client: Client, office: Calendar) -> None:
    page = get(client, url(office), start="2026-03-06 16:50", span="4h")
    assert "Opened Fri 6 Mar 2026 16:50, 4 working hours: due <strong>Mon 9 Mar 2026 10:50</strong>" in page
    paris = create_calendar({"name": "Paris", "time_zone": "Europe/Paris", "week": [[["00:00", "24:00"]]] * 7}, by=None)
    skipped = get(client, url(paris), start="2026-03-29 02:30", span="1h")
    assert "The clocks of Europe/Paris never show 02:30 on 2026-03-29: they are put forward then." in skipped
    twice = get(client, url(paris), start="2026-10-25 02:30", span="1h")
    assert ("shows this time twice" in twice, "<strong>Sun 25 Oct 2026 02:30" in twice) == (True, True)


def test_while_somebody_types_only_the_answer_is_drawn(client: Client, office: Calendar) -> None:
    asked = {"start": "2026-03-06 16:50", "span": "4h"}
    answer = client.get(url(office), asked, headers={"HX-Target": "answers"}).content.decode()
    assert ("Mon 9 Mar 2026 10:50" in answer, "<html" in answer) == (True, False)


@pytest.mark.parametrize(("start", "span"), [("-3h", "1e9d"), ("", ""), ("x" * 999, "0m"), ("Fri 16:50", "99999999d")])
def test_a_preview_of_nonsense_says_so(client: Client, office: Calendar, start: str, span: str) -> None:
    assert 'class="error"' in get(client, url(office), start=start, span=span, year="99999")


def test_a_reader_sees_the_calendar_and_no_form(client: Client, office: Calendar) -> None:
    client.force_login(rita())
    page = get(client, url(office))
    assert ("08:00-18:00" in page, "facts/" in page, "Set this day" in page) == (True, False, False)


def test_the_number_of_queries_does_not_grow_with_the_days(
    client: Client, office: Calendar, django_assert_max_num_queries: Any
) -> None:
    get(client, url(office))
    for day in range(1, 29):
        set_day(office, date(2026, 2, day), "", [], by=marc())
    with django_assert_max_num_queries(13):
        get(client, url(office))
    for number in range(5):
        create_calendar({"name": f"Depot {number}"}, by=None)
    get(client, "/calendars/")
    with django_assert_max_num_queries(5):
        get(client, "/calendars/")


ODD = st.text(max_size=30) | st.sampled_from(["08:00-12:00", "2026-12-24", "Europe/Paris", "DE", "\x00", "9" * 30])
QUICK = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])


@QUICK
@given(st.dictionaries(st.sampled_from(["name", "time_zone", "country", "region", "seen", *WEEK]), ODD))
def test_no_facts_break_the_page(client: Client, office: Calendar, sent: dict[str, str]) -> None:
    assert client.post(url(office, "facts/"), sent).status_code < HTTPStatus.INTERNAL_SERVER_ERROR


@QUICK
@given(ODD, ODD, ODD)
def test_no_days_and_no_questions_break_the_page(
    client: Client, office: Calendar, one: str, two: str, three: str
) -> None:
    answers = [
        client.post(url(office, "day/"), {"day": one, "hours": two, "name": three}),
        client.post(url(office, "days/"), {"days": f"{one}\n2026-12-24 {two} {three}"}),
        client.get(url(office), {"start": one, "span": two, "year": three}),
    ]
    assert [answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR for answer in answers] == [True] * 3
