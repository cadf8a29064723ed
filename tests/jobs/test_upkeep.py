"""Jobs of dead workers are run again, and old ones are forgotten."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from firstline.jobs import put_down
from firstline.jobs.failing import failed
from firstline.jobs.upkeep import MOST_ATTEMPTS, forget_finished_jobs, rescue_stalled_jobs
from tests.jobs.errands import greet

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)


def taken_by_a_worker_last_seen(seconds, attempts=1):
    """A job that a worker has in hand."""
    put_down(greet, name="Ana")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s) RETURNING id",
            [timedelta(seconds=seconds)],
        )
        worker = cursor.fetchone()[0]
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', attempts = %s, worker_id = %s WHERE status = 'todo'",
            [attempts, worker],
        )


def states():
    return list(ProcrastinateJob.objects.order_by("id").values_list("status", flat=True))


def test_a_job_of_a_dead_worker_waits_again():
    taken_by_a_worker_last_seen(31)
    assert rescue_stalled_jobs(NOW) == 1
    assert states() == ["todo"]


def test_a_job_of_a_living_worker_is_left_to_it():
    taken_by_a_worker_last_seen(5)
    assert rescue_stalled_jobs(NOW) == 0
    assert states() == ["doing"]


def test_a_job_that_killed_five_workers_is_given_up():
    taken_by_a_worker_last_seen(31, attempts=MOST_ATTEMPTS)
    rescue_stalled_jobs(NOW)
    assert states() == ["failed"]
    assert [one.error for one in failed()] == ["Its worker died five times while doing it."]


def test_finished_jobs_are_forgotten_after_a_week_and_failed_ones_are_not():
    for status in ("succeeded", "succeeded", "failed"):
        put_down(greet, name="Ana")
        with connection.cursor() as cursor:
            cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE status = 'todo'")
            cursor.execute(
                "UPDATE procrastinate_jobs SET status = %s::procrastinate_job_status WHERE status = 'doing'", [status]
            )
    first = ProcrastinateJob.objects.order_by("id").first().pk
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_events SET at = now() - interval '8 days' WHERE job_id = %s", [first])
    forget_finished_jobs(NOW)
    assert states() == ["succeeded", "failed"]
