"""`firstline prepare`: makes a database ready for this version. `firstline run` does it at each start."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from firstline.config.backups import unknown_migrations
from firstline.reference.handling.shipping import ship
from firstline.reference.staff.models import User

# Any number, as long as every version of Firstline takes the same.
_LOCK = 7_311_311


class Command(BaseCommand):
    requires_system_checks = ()
    help = "Brings the database to this version; fills a new one with the demo, or with a first administrator."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--no-demo", action="store_true", help="a new database gets one administrator, no demo")

    def handle(self, *_args: Any, **options: Any) -> None:
        with _alone():
            self._migrate()
            call_command("createcachetable", verbosity=0)
            if User.objects.exists():
                return
            if options["no_demo"]:
                self._first_administrator()
            else:
                self.stdout.write(_("Loading the demo (once) ..."))
                call_command("demo", stdout=self.stdout)

    def _migrate(self) -> None:
        executor = MigrationExecutor(connection)
        if unknown := unknown_migrations(set(executor.loader.applied_migrations)):
            text = _(
                "This database was made by a newer version of Firstline (it knows %(migration)s). "
                "Install that version again, or restore a backup that this version made."
            )
            raise CommandError(text % {"migration": unknown[0]})
        steps = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if steps:
            self.stdout.write(_("Preparing the database (%(steps)d steps) ...") % {"steps": len(steps)})
            with _without_waiting_for_the_disk():
                call_command("migrate", verbosity=0, interactive=False)
        ship()

    def _first_administrator(self) -> None:
        password = secrets.token_urlsafe(12)
        User.objects.create_superuser("admin", password, name=_("Administrator"))
        text = _("Your first administrator: sign in as %(username)s with %(password)s (shown only now) and change it.")
        self.stdout.write(text % {"username": "admin", "password": password})


@contextmanager
def _alone() -> Iterator[None]:
    """Several machines may start at once on one database; one prepares it, the others wait."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


@contextmanager
def _without_waiting_for_the_disk() -> Iterator[None]:
    """Each step is safe once a later one is: the disk is waited for at the end, not seventy times."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
        try:
            yield
        finally:
            cursor.execute("RESET synchronous_commit")
