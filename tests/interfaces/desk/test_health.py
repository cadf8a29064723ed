"""Setup > Health: what is not well, which jobs failed and why, and what happens by itself."""

from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from firstline.interfaces.clock.schedule import SCHEDULE
from firstline.interfaces.desk.health_page import how_often
from firstline.jobs import put_down
from firstline.jobs.failing import remember
from tests.cast import dao, marc
from tests.jobs.errands import greet

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _marc_is_signed_in(client: Client) -> None:
    client.force_login(marc())


def page(client: Client, address: str = "/health/", **options: Any) -> str:
    answer = client.get(address, **options)
    assert answer.status_code == HTTPStatus.OK
    return answer.content.decode()


def failed_job(name: str = "Ana", error: str = "ValueError: no such person") -> int:
    put_down(greet, name=name)
    key = ProcrastinateJob.objects.latest("id").pk
    with connection.cursor() as cursor:
        for status in ("doing", "failed"):
            text = "UPDATE procrastinate_jobs SET status = %s::procrastinate_job_status WHERE id = %s"
            cursor.execute(text, [status, key])
    remember(key, error, f"Traceback\n{error}")
    return int(key)


def states() -> list[str]:
    return list(ProcrastinateJob.objects.order_by("id").values_list("status", flat=True))


def post(client: Client, address: str) -> str:
    return client.post(address, follow=True).content.decode()


def test_what_firstline_health_finds_stands_there(client: Client) -> None:
    text = page(client)
    found = ("no worker is running", "the database is up to date", "MB are free", "Something needs attention.")
    assert [one in text for one in found] == [True] * 4
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())")
    assert ("All is well." in page(client), "No job has failed." in page(client)) == (True, True)


def test_a_failed_job_is_shown_with_its_error_and_run_again(client: Client) -> None:
    key = failed_job(error="ValueError: <b>no such person</b>")
    text = page(client)
    shown = ("tests.jobs.errands.greet", "ValueError: &lt;b&gt;no such person", "name = Ana", "tried 0 times")
    assert [one in text for one in shown] == [True] * 4
    assert "It waits to be run again." in post(client, f"/jobs/{key}/run/")
    assert states() == ["todo"]
    assert "This job has not failed any more." in post(client, f"/jobs/{key}/run/")


def test_a_failed_job_is_given_up(client: Client) -> None:
    key = failed_job()
    client.force_login(dao())
    assert "It was given up." in post(client, f"/jobs/{key}/giving-up/")
    assert states() == []
    assert "This job has not failed any more." in post(client, f"/jobs/{key}/giving-up/")
    assert "This job has not failed any more." in post(client, "/jobs/99999999999999999999/giving-up/")
    assert "This job has not failed any more." in post(client, "/jobs/99999999999999999999/run/")


def test_a_job_of_which_another_waits_is_not_run_twice(client: Client) -> None:
    put_down(greet, key="one", name="Ana")
    with connection.cursor() as cursor:
        for status in ("doing", "failed"):
            cursor.execute("UPDATE procrastinate_jobs SET status = %s::procrastinate_job_status", [status])
    first = ProcrastinateJob.objects.get().pk
    put_down(greet, key="one", name="Ana")
    assert "Another job that does the same waits already" in post(client, f"/jobs/{first}/run/")
    assert states() == ["failed", "todo"]


def test_all_that_happens_by_itself_is_listed_with_how_often(client: Client) -> None:
    text = page(client)
    assert [line.name for line in SCHEDULE if str(line.says) not in text] == []
    assert ("every minute" in text, "not yet" in text) == (True, True)
    run_once()
    assert "2 h ago" in page(client)


def run_once() -> None:
    at, name = datetime.now(UTC) - timedelta(hours=2), SCHEDULE[0].name
    put_down(greet, name="Ana")
    key = ProcrastinateJob.objects.get().pk
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_periodic_defers (task_name, defer_timestamp, job_id) VALUES (%s, 1, %s)",
            [name, key],
        )
        for status in ("doing", "succeeded"):
            cursor.execute("UPDATE procrastinate_jobs SET status = %s::procrastinate_job_status", [status])
        cursor.execute("UPDATE procrastinate_events SET at = %s", [at])


@pytest.mark.parametrize(
    ("cron", "words"),
    [
        ("* * * * *", "every minute"),
        ("*/5 * * * *", "every 5 minutes"),
        ("7 2 * * *", "every day at 02:07 UTC"),
        ("33 * * * *", "every hour, 33 past"),
        ("1 2 3 4 5", "1 2 3 4 5"),
    ],
)
def test_how_often_is_said_in_words(cron: str, words: str) -> None:
    assert how_often(cron) == words


def test_the_number_of_queries_does_not_grow_with_the_failures(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(8):
        failed_job(name=f"Ana {number}")
    page(client)
    with django_assert_max_num_queries(25):
        page(client)
