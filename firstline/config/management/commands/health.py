"""`firstline health [--json]`: exit status 0 when all is well, else 1."""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db.utils import OperationalError
from django.utils import timezone
from django.utils.translation import gettext as _

from firstline.interfaces.health import Finding, examine


class Command(BaseCommand):
    requires_system_checks = ()
    help = "Says whether everything is well."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="the same for machines")

    def handle(self, *_args: Any, **options: Any) -> None:
        findings = list(_findings())
        well = all(finding.ok for finding in findings)
        if options["json"]:
            self.stdout.write(json.dumps({"ok": well, "findings": [asdict(finding) for finding in findings]}, indent=1))
        else:
            for finding in findings:
                self.stdout.write(f"{'ok     ' if finding.ok else 'NOT OK '} {finding.text}")
        if not well:
            sys.exit(1)


def _findings() -> Iterator[Finding]:
    try:
        yield from examine(timezone.now())
    except OperationalError as error:
        reason = str(error).strip().partition("\n")[0]
        yield Finding("database", ok=False, text=_("the database is away: %(reason)s") % {"reason": reason})
