"""`firstline worker`: does the jobs put down, and keeps the schedule. `firstline run` starts it by itself."""

import asyncio
import logging
import os
import signal
import time
from typing import Any

from django.core.management.base import BaseCommand
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import ConnectorException
from psycopg import OperationalError

from firstline.interfaces.channels.email.receiving import taking_mail
from firstline.interfaces.channels.email.watching import reading_mailboxes
from firstline.interfaces.channels.telephone.listening import listening
from firstline.interfaces.clock.schedule import SCHEDULE
from firstline.jobs.failing import watched
from firstline.jobs.lines import add_to

AT_ONCE = 2
# What a job in hand may still take when the worker is told to stop; then it is run again later.
SECONDS_TO_FINISH = 6.0
# When even saying goodbye to the database takes too long.
SECONDS_TO_END = 8.0
PAUSE_SECONDS = 0.5
_log = logging.getLogger("firstline.worker")


class Command(BaseCommand):
    requires_system_checks = ()
    help = "Does the jobs that were put down, and keeps the schedule, until it is stopped."

    def handle(self, *_args: Any, **_options: Any) -> None:
        logging.getLogger("procrastinate").setLevel(logging.CRITICAL)
        add_to(app, SCHEDULE)
        connector = app.connector
        if not isinstance(connector, DjangoConnector):
            raise TypeError(connector)
        told = asyncio.Event()
        with listening(), reading_mailboxes(), taking_mail():
            while not told.is_set():
                try:
                    with app.replace_connector(connector.get_worker_connector()):
                        asyncio.run(_work(told))
                except asyncio.CancelledError:
                    return
                except (ConnectorException, OperationalError) as error:
                    if told.is_set():
                        return
                    reason = str(error.__cause__ or error).strip().partition("\n")[0]
                    _log.warning("the queue is away, trying again: %s", reason)
                time.sleep(PAUSE_SECONDS)


async def _work(told: asyncio.Event) -> None:
    """Work until a signal (which sets `told`), or until the queue is out of reach."""
    loop, ourselves = asyncio.get_running_loop(), asyncio.current_task()

    def stop() -> None:
        told.set()
        loop.call_later(SECONDS_TO_END, os._exit, 1)
        if ourselves is not None:
            ourselves.cancel()

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)
    async with app.open_async():
        await app.run_worker_async(
            concurrency=AT_ONCE,
            shutdown_graceful_timeout=SECONDS_TO_FINISH,
            install_signal_handlers=False,
            task_middleware=[watched],
        )
