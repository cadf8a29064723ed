"""`firstline bench [--tickets N] [--again] [--beside FILE]`: builds a desk and measures its pages and verbs."""

import json
import tempfile
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from firstline.bench import exports, knowledge, mail, portal, promises, report, reports, telling, wall
from firstline.bench.bare import line
from firstline.bench.building import build, mark_as_built, password_of_built
from firstline.bench.measures import all_measures
from firstline.bench.measuring import Bench, Measured, Wrong, needed, take_all
from firstline.bench.processes import desk, family, memory_bytes, postmaster, processor_seconds, until_quiet
from firstline.bench.subjects import draw
from firstline.bench.visitor import Visitor
from firstline.casework.tickets.models import OPEN_STATES, Ticket
from firstline.journal.models import Entry
from firstline.reference.customers.models import Customer
from firstline.reference.staff.models import User
from firstline.reference.staff.roles import Role


class Command(BaseCommand):
    help = "Builds a desk of many tickets, starts it, and measures each page and verb. Only in an empty database."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", nargs="?", choices=["mail"], help="measure only this, in the desk that there is")
        parser.add_argument("--minutes", type=float, default=0.0, help="of mail: go on for so long")
        parser.add_argument("--tickets", type=int, default=100_000)
        parser.add_argument("--open", type=float, default=0.05, help="the share of tickets that are open, 0 to 1")
        parser.add_argument(
            "--requests", type=int, default=200, help="requests per measure, in rounds of the same size"
        )
        parser.add_argument(
            "--again",
            action="store_true",
            help="measure the desk that an earlier bench left in the server of DATABASE_URL",
        )
        parser.add_argument("--only", default="", help="measure only what has these words in its name")
        parser.add_argument("--json", type=Path, help="a file for the figures as JSON")
        parser.add_argument("--beside", type=Path, help="the JSON of an earlier run, to compare with")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["what"] == "mail":
            self._measure_mail(options["tickets"], options["open"], options["minutes"])
            return
        began = time.monotonic()
        if not options["again"]:
            mark_as_built(self._build(options["tickets"], options["open"]))
        password = password_of_built()
        if password is None:
            raise CommandError("No bench has built a desk in this database.")
        built = time.monotonic() - began
        by = User.objects.filter(role=Role.SUPERVISOR, departments=None).order_by("pk").first()
        if by is None:
            raise CommandError("The demo has no supervisor to sign in as.")
        measured, memory, speeds = self._measure(by, password, options["requests"], options["only"])
        facts = report.Desk(
            Ticket.objects.count(),
            Ticket.objects.filter(state__in=OPEN_STATES).count(),
            Customer.objects.count(),
            Entry.objects.count(),
            built,
            memory,
            speeds,
        )
        self.stdout.write(report.table(facts, measured))
        if not options["only"]:
            self._say_figures()
        if options["beside"]:
            self.stdout.write("\n" + report.growth(measured, options["beside"].read_text(encoding="utf-8")))
        if options["json"]:
            options["json"].write_text(report.as_json(facts, measured), encoding="utf-8")

    def _say_figures(self) -> None:
        """What is no page and no verb."""
        database = postmaster()

        def seconds() -> float:
            return processor_seconds(database) if database else 0.0

        self.stdout.write("\n" + report.promises([*promises.all_figures(seconds), *wall.all_figures()]))
        self.stdout.write("\n" + knowledge.report())
        others = [*reports.all_figures(), *portal.all_figures(), *exports.all_figures(), *telling.all_figures()]
        self.stdout.write("\n" + report.promises([*others, *mail.all_figures(self._say)]))

    def _measure_mail(self, tickets: int, open_share: float, minutes: float) -> None:
        """Mail alone, in the desk that there is; where there is none, one is built first."""
        call_command("migrate", verbosity=0, interactive=False)
        if not User.objects.exists():
            mark_as_built(self._build(tickets, open_share))
        self.stdout.write(report.promises(mail.all_figures(self._say, minutes=minutes)))

    def _build(self, tickets: int, open_share: float) -> str:
        """Everything from nothing; gives the demo's password."""
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        if User.objects.exists():
            raise CommandError("There is data in this database already; the bench builds its own in an empty one.")
        with tempfile.NamedTemporaryFile(suffix=".json") as sign_ins:
            call_command("demo", sign_ins=Path(sign_ins.name), stdout=self.stderr)
            password = json.loads(Path(sign_ins.name).read_text(encoding="utf-8"))["password"]
        build(tickets, open_share, self._say)
        knowledge.write_articles()
        return str(password)

    def _measure(
        self, by: User, password: str, requests: int, only: str
    ) -> tuple[list[Measured], dict[str, float], list[float]]:
        database = postmaster()
        subjects = draw(needed(requests), by)
        every = [
            *all_measures(subjects),
            *knowledge.measures(subjects.contacts, subjects.words),
            *portal.measures(subjects.tickets, subjects.words),
        ]
        measures = [one for one in every if only in one.name]
        if not measures:
            raise CommandError(f"Nothing that is measured has {only!r} in its name.")
        with desk() as (port, web, worker):
            visitor = Visitor(port)
            visitor.sign_in(by.username, password)
            if database:
                until_quiet(database)
            with line() as bare:
                bench = Bench(web, database, bare, by)
                try:
                    measured = take_all(measures, visitor, bench, requests, self._say)
                except Wrong as wrong:
                    raise CommandError(str(wrong)) from wrong
            # What the bench itself holds in the server is no part of the desk.
            connection.close()
            parts = {"web": [web], "worker": [worker], "database": family(database) if database else []}
            return measured, {name: memory_bytes(pids) / 2**20 for name, pids in parts.items()}, bench.speeds

    def _say(self, step: str) -> None:
        self.stderr.write(f"bench: {step}")
