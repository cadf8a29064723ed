"""`firstline worker`: does the jobs put down, and keeps the schedule. `firstline run` starts it by itself."""

import logging
from typing import Any

from django.core.management.base import BaseCommand
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from firstline.interfaces.clock.lines import add_to
from firstline.interfaces.clock.schedule import SCHEDULE

AT_ONCE = 2
# What a job in hand may still take when the worker is told to stop; then it is run again later.
SECONDS_TO_FINISH = 8.0


class Command(BaseCommand):
    requires_system_checks = ()
    help = "Does the jobs that were put down, and keeps the schedule, until it is stopped."

    def handle(self, *_args: Any, **_options: Any) -> None:
        logging.getLogger("procrastinate").setLevel(logging.WARNING)
        add_to(app, SCHEDULE)
        connector = app.connector
        if isinstance(connector, DjangoConnector):
            with app.replace_connector(connector.get_worker_connector()):
                app.run_worker(concurrency=AT_ONCE, shutdown_graceful_timeout=SECONDS_TO_FINISH)
