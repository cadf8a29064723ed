"""`firstline backup FILE`."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from firstline.config.backups import BackupRefused, write_backup


class Command(BaseCommand):
    requires_system_checks = ()
    help = "Writes the database, the files and the secret into one file, and reads it back to check it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="a new file, or a folder that gets one named after the time")

    def handle(self, *_args: Any, **options: Any) -> None:
        file: Path = options["file"]
        if file.is_dir():
            file /= f"firstline-{datetime.now().astimezone():%Y%m%d-%H%M%S}.zip"
        try:
            write_backup(file)
        except BackupRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        size = max(1, round(file.stat().st_size / 2**20))
        self.stdout.write(_("%(file)s holds a whole backup (%(size)d MB).") % {"file": file, "size": size})
