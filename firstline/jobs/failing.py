"""Jobs that failed: why, and how they are run again or given up."""

import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import DatabaseError, close_old_connections, connection, transaction
from django.db.models import Count, F, Max, Q
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob, ProcrastinatePeriodicDefer
from procrastinate.exceptions import ConnectorException, UniqueViolation
from procrastinate.job_context import JobContext
from procrastinate.manager import JobManager
from procrastinate.worker import Worker

from firstline.jobs.models import Failure

LONGEST_ERROR = 500
LONGEST_TRACE = 20_000
OVER = ("succeeded", "failed")
STATES = {"todo": "waiting", "doing": "running", "failed": "failed"}


class NotFailed(LookupError):
    """There is no failed job of this number (any more)."""


class AlreadyWaiting(NotFailed):
    """Another job that does the same waits already, so this one need not be run again."""


@dataclass(frozen=True)
class Failed:
    """A failed job: what it was to do with which facts, how often it was tried, and why it failed last.

    `error` is one line and `trace` the whole; both are empty where its worker could not say.
    """

    id: int
    name: str
    facts: dict[str, Any]
    attempts: int
    failed_at: datetime | None
    error: str
    trace: str


@dataclass(frozen=True)
class LastRun:
    """When a line of the schedule was over last, and whether it was done."""

    at: datetime
    ok: bool


def failed(limit: int = 100) -> list[Failed]:
    """The jobs that failed, those that failed last first; in two queries."""
    over = Max("procrastinateevent__at", filter=Q(procrastinateevent__type="failed"))
    rows = ProcrastinateJob.objects.filter(status="failed").annotate(failed_at=over)
    jobs = list(rows.order_by(F("failed_at").desc(nulls_last=True), "-id")[:limit])
    why = Failure.objects.in_bulk([job.id for job in jobs])
    return [
        Failed(
            id=job.id,
            name=job.task_name,
            facts=job.args,
            attempts=job.attempts,
            failed_at=job.failed_at,
            error=why[job.id].error if job.id in why else "",
            trace=why[job.id].trace if job.id in why else "",
        )
        for job in jobs
    ]


def count_by_state() -> dict[str, int]:
    """How many jobs are `waiting`, `running` and `failed`."""
    rows = ProcrastinateJob.objects.filter(status__in=STATES).values_list("status").annotate(count=Count("id"))
    return dict.fromkeys(STATES.values(), 0) | {STATES[status]: count for status, count in rows}


def last_runs() -> dict[str, LastRun]:
    """What happens by itself, by the dotted name of its function: when it happened last."""
    defers = ProcrastinatePeriodicDefer.objects.filter(job__status__in=OVER)
    last = defers.order_by("task_name", "-defer_timestamp").distinct("task_name")
    names = {job: (name, status) for name, job, status in last.values_list("task_name", "job_id", "job__status")}
    events = ProcrastinateEvent.objects.filter(job__in=names, type__in=OVER).order_by("id")
    return {
        names[job][0]: LastRun(at, names[job][1] == "succeeded")
        for job, at in events.values_list("job_id", "at")
        if at is not None
    }


def run_again(job: int, at: datetime) -> None:
    """Put a failed job back into the queue; `NotFailed`, or `AlreadyWaiting` where one that does the same waits."""
    try:
        with transaction.atomic():
            if not ProcrastinateJob.objects.filter(pk=job, status="failed").exists():
                raise NotFailed(job)
            JobManager(DjangoConnector()).retry_job_by_id(job, retry_at=at)
    except UniqueViolation as problem:
        raise AlreadyWaiting(job) from problem
    except ConnectorException as problem:
        # Somebody else has run it again between our look and our act.
        raise NotFailed(job) from problem


@transaction.atomic
def give_up(job: int) -> None:
    """Throw a failed job away; `NotFailed`."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s AND status = 'failed'", [job])
        if not cursor.rowcount:
            raise NotFailed(job)
    Failure.objects.filter(job=job).delete()


def remember(job: int, error: str, trace: str = "") -> None:
    """Keep why a job failed, in the place of an earlier reason."""
    facts = {"at": datetime.now(UTC), "error": _plain(error)[:LONGEST_ERROR], "trace": _plain(trace)[-LONGEST_TRACE:]}
    Failure.objects.update_or_create(job=job, defaults=facts)


def forget_reasons() -> None:
    """Delete the reasons of jobs that have not failed after all, or that are gone."""
    Failure.objects.exclude(job__in=ProcrastinateJob.objects.filter(status="failed").values("id")).delete()


def watched(call_next: Callable[[], Any], context: JobContext, _worker: Worker | None) -> Any:
    """Do a job, on a good connection, and keep why it failed if it does.

    A worker outlives the restarts of its database: without this its threads would keep the connections of before.
    """
    close_old_connections()
    try:
        return call_next()
    except Exception as problem:
        _keep(context.job.id, problem)
        raise
    finally:
        close_old_connections()


def _keep(job: int | None, problem: Exception) -> None:
    close_old_connections()
    try:
        if job is not None:
            remember(job, "".join(traceback.format_exception_only(problem)).strip(), _trace(problem))
    except DatabaseError:
        # Its own failure is in the log; there is nowhere to keep it.
        return


def _trace(problem: Exception) -> str:
    return "".join(traceback.format_exception(problem))


def _plain(text: str) -> str:
    return text.replace("\x00", "").encode(errors="replace").decode()
