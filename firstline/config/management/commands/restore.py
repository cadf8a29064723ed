"""`firstline restore FILE [--force]`."""

from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from firstline.config.backups import BackupRefused, restore_backup


class Command(BaseCommand):
    requires_system_checks = ()
    help = "Puts a backup in place of all data, then brings it to this version."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--force", action="store_true", help="also when the database is not empty")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            restore_backup(options["file"], replace=options["force"])
        except BackupRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        call_command("prepare", "--no-demo", stdout=self.stdout)
        self.stdout.write(_("Restored. If Firstline is running, stop it and start it again."))
