"""A job that fails is kept with its reason, and is run again or given up."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from firstline.jobs import put_down
from firstline.jobs.failing import (
    AlreadyWaiting,
    LastRun,
    NotFailed,
    count_by_state,
    failed,
    forget_reasons,
    give_up,
    last_runs,
    remember,
    run_again,
    watched,
)
from firstline.jobs.models import Failure
from tests.jobs.errands import ask_badly, count_connections, greet, greeted, stumble

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)


@pytest.fixture
def work(transactional_db):
    """A worker does all that waits, as ours does."""

    async def all_of_it():
        async with app.open_async():
            await app.run_worker_async(wait=False, install_signal_handlers=False, task_middleware=[watched])

    def work():
        with app.replace_connector(app.connector.get_worker_connector()):
            asyncio.run(all_of_it())

    return work


def ended(status, name="greet", **options):
    """A job that is over: its number."""
    put_down(greet, name=name, **options)
    pk = ProcrastinateJob.objects.latest("id").id
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", [pk])
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = %s::procrastinate_job_status, attempts = 1 WHERE id = %s",
            [status, pk],
        )
    return pk


def test_a_job_that_raises_is_shown_with_its_error_and_those_after_it_are_done(work):
    greeted.clear()
    put_down(stumble, reason="the mail server said no")
    put_down(ask_badly)
    put_down(greet, name="Ana")
    work()
    asked, stumbled = failed()
    assert (stumbled.name, stumbled.attempts) == ("tests.jobs.errands.stumble", 1)
    assert stumbled.facts == {"reason": "the mail server said no"}
    assert stumbled.error == "ValueError: the mail server said no"
    assert stumbled.trace.splitlines()[-1] == stumbled.error
    assert asked.error == "django.db.utils.DataError: division by zero"
    assert greeted == ["Ana"]
    assert count_by_state() == {"waiting": 0, "running": 0, "failed": 2}


def test_a_job_run_again_that_is_done_now_has_failed_no_longer(work):
    put_down(stumble, reason="once")
    work()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET task_name = 'tests.jobs.errands.greet', args = '{\"name\": \"Luc\"}'"
        )
    greeted.clear()
    run_again(failed()[0].id, datetime.now(UTC))
    assert failed() == []
    work()
    assert (greeted, failed()) == (["Luc"], [])
    forget_reasons()
    assert Failure.objects.count() == 0


def test_a_worker_whose_database_was_restarted_does_the_next_job_on_a_new_connection(work):
    greeted.clear()
    put_down(count_connections)
    work()
    first = greeted[0]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid = %s", [first])
    put_down(count_connections)
    work()
    assert (len(greeted), greeted[1] == first, failed()) == (2, False, [])


def test_those_that_failed_last_come_first_and_the_reason_of_one_may_be_missing():
    first, second = ended("failed", "Ana"), ended("failed", "Luc")
    ended("succeeded")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_events SET at = %s WHERE job_id = %s AND type = 'failed'",
            [NOW - timedelta(hours=1), first],
        )
    remember(second, "once")
    remember(second, "OSError: no\x00 space \ud800", "a\nb")
    assert [(one.id, one.error, one.trace) for one in failed()] == [
        (second, "OSError: no space ?", "a\nb"),
        (first, "", ""),
    ]
    assert [one.failed_at for one in failed()][1] == NOW - timedelta(hours=1)
    assert [one.id for one in failed(limit=1)] == [second]


def test_the_failed_ones_cost_two_queries(django_assert_num_queries):
    for name in ("Ana", "Luc", "Ola"):
        remember(ended("failed", name), "no")
    with django_assert_num_queries(2):
        assert len(failed()) == 3


def test_only_a_failed_job_is_run_again_or_given_up():
    done = ended("succeeded")
    for act in (lambda: run_again(done, NOW), lambda: run_again(0, NOW), lambda: give_up(done), lambda: give_up(0)):
        with pytest.raises(NotFailed):
            act()


def test_what_waits_already_is_not_put_down_twice():
    pk = ended("failed", key="once")
    put_down(greet, key="once", name="Luc")
    with pytest.raises(AlreadyWaiting):
        run_again(pk, NOW)
    assert count_by_state() == {"waiting": 1, "running": 0, "failed": 1}


def test_a_job_given_up_is_gone_with_its_reason():
    pk, other = ended("failed"), ended("failed")
    remember(pk, "no")
    give_up(pk)
    assert ([one.id for one in failed()], Failure.objects.count()) == ([other], 0)


def test_the_last_run_of_each_line_of_the_schedule_is_known():
    runs = [("sweep", "succeeded", 60), ("sweep", "failed", 120), ("sweep", "doing", 180), ("count", "succeeded", 60)]
    moments = {}
    for name, status, timestamp in runs:
        pk = (
            ended(status)
            if status != "todo"
            else put_down(greet, name="x") and ProcrastinateJob.objects.latest("id").id
        )
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO procrastinate_periodic_defers (task_name, defer_timestamp, job_id, periodic_id)"
                " VALUES (%s, %s, %s, '')",
                [name, timestamp, pk],
            )
            cursor.execute("SELECT max(at) FROM procrastinate_events WHERE job_id = %s", [pk])
            moments[name, status] = cursor.fetchone()[0]
    assert last_runs() == {
        "sweep": LastRun(moments["sweep", "failed"], ok=False),
        "count": LastRun(moments["count", "succeeded"], ok=True),
    }
