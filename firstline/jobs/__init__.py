"""Work put down to be done soon: in the same transaction as what caused it, so that both happen or neither.

A package's own `jobs.py` marks its functions with `@job` and puts them down with `put_down`. A job may run twice
(its worker can be killed just before the end), so it must do no harm then.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, ParamSpec, TypeVar

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.manager import JobManager
from procrastinate.tasks import Task

P = ParamSpec("P")
R = TypeVar("R")


def job(function: Callable[P, R]) -> Task[P, R, P]:
    """Make a function one that can be put down. Its arguments are what JSON can hold: keys, not rows."""
    mark: Callable[[Callable[P, R]], Task[P, R, P]] = app.task(name=f"{function.__module__}.{function.__qualname__}")
    return mark(function)


def put_down(task: Task[..., Any, Any], *, key: str | None = None, at: datetime | None = None, **facts: Any) -> bool:
    """Leave a job for the worker, not before `at`, in the transaction that is open now.

    Of several with the same `key` that wait, only the first is kept; the answer is whether this one was.
    """
    deferrer = task.configure(queueing_lock=key, schedule_at=at)
    # A worker has a connection of its own for the queue; what is put down must use the one of our transaction.
    deferrer.job_manager = JobManager(DjangoConnector())
    try:
        with transaction.atomic():
            deferrer.defer(**facts)
    except AlreadyEnqueued:
        return False
    return True
