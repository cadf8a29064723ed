"""Keeping the queue in order: jobs whose worker died are run again, finished ones are forgotten."""

from datetime import datetime

from asgiref.sync import async_to_sync
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager

from firstline.jobs.failing import forget_reasons, remember

MOST_ATTEMPTS = 5
KEPT_HOURS = 7 * 24
GIVEN_UP = "Its worker died five times while doing it."


def rescue_stalled_jobs(at: datetime) -> int:
    """Put jobs of dead workers back into the queue, and give up one that killed five of them. How many there were."""
    stalled = async_to_sync(_rescue)(at)
    for job in stalled:
        if job.attempts >= MOST_ATTEMPTS and job.id is not None:
            remember(job.id, GIVEN_UP)
    return len(stalled)


async def _rescue(at: datetime) -> list[Job]:
    manager = JobManager(DjangoConnector())
    stalled = list(await manager.get_stalled_jobs())
    for job in stalled:
        if job.attempts >= MOST_ATTEMPTS:
            await manager.finish_job(job, status=Status.FAILED, delete_job=False)
        else:
            await manager.retry_job(job, retry_at=at)
    return stalled


def forget_finished_jobs(_at: datetime) -> None:
    """Delete what was done more than a week ago; failed jobs stay, to be looked at."""
    async_to_sync(JobManager(DjangoConnector()).delete_old_jobs)(nb_hours=KEPT_HOURS)
    forget_reasons()
