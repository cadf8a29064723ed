"""`firstline import KIND FILE --mapping MAP.toml [--dry-run]`."""  # noqa: N999 the name is the command's

import sys
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from firstline.casework.tickets.past import FLAGS
from firstline.interfaces.transfer import import_runs, import_working, toml_mapping
from firstline.interfaces.transfer.import_book import RunBook
from firstline.interfaces.transfer.importing import Result, bring_file_in
from firstline.interfaces.transfer.models.imports import State
from firstline.interfaces.transfer.nouns import NOUNS
from firstline.interfaces.transfer.reading import FileRefused
from firstline.interfaces.transfer.toml_mapping import MappingRefused
from firstline.journal.refusal import Refused

_SECONDS_BETWEEN = 0.5


class Command(BaseCommand):
    """Bring in what another system kept. No message can be sent by it."""

    help = "Bring in rows of a CSV or XLSX file, as a mapping says."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("noun", choices=list(NOUNS))
        parser.add_argument("file", type=Path)
        parser.add_argument("--mapping", required=True, help="a TOML file, or the name of one that is shipped")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and write nothing")

    def handle(self, *_args: Any, **options: Any) -> None:
        teller = _Terminal(self, is_shown=options["verbosity"] > 0)
        try:
            named = toml_mapping.find(options["mapping"])
            mapping = toml_mapping.read(named, options["noun"])
            if options["dry_run"]:
                result = bring_file_in(options["file"], mapping, NOUNS[mapping.noun](mapping), teller, dry_run=True)
            else:
                result = self._bring_in(options["file"], mapping.noun, named.read_text(encoding="utf-8"), teller)
        except (MappingRefused, FileRefused, Refused) as problem:
            raise CommandError(_("%(problem)s\nNothing was brought in.") % {"problem": problem}) from problem
        teller.line("")
        self.stdout.write(_summary(result, dry_run=options["dry_run"]))

    def _bring_in(self, file: Path, noun: str, text: str, teller: "_Terminal") -> Result:
        """As a run that the desk shows as well, where it can be undone."""
        size = file.stat().st_size if file.is_file() else 0
        run = import_runs.begin_at_once(noun, file.name, text, size=size, at=timezone.now())
        try:
            return import_working.bring_in(run, file, RunBook(run, State.LOADING, teller), dry_run=False)
        except (FileRefused, Refused) as problem:
            import_working.end(run, State.REFUSED, str(problem))
            raise
        except BaseException:
            import_working.end(run, State.REFUSED, _("It was broken off."))
            raise


class _Terminal:
    """Rows in error as lines, progress as one line that changes (or, in a file, not at all)."""

    def __init__(self, command: BaseCommand, *, is_shown: bool) -> None:
        self.command = command
        self.is_shown = is_shown and sys.stderr.isatty()
        self.shown_at = 0.0

    def refused(self, line: int, reason: str) -> None:
        self.line("")
        self.command.stdout.write(_("line %(line)s: %(reason)s") % {"line": line, "reason": reason})

    def looked_through(self, rows: int) -> None:
        self.progress(_("looking through the file: %(rows)s rows") % {"rows": rows})

    def loaded(self, rows: int, of: int, rate: float) -> None:
        facts = {"rows": rows, "of": of, "share": 100 * rows // max(of, 1), "rate": round(rate)}
        self.progress(_("%(rows)s of %(of)s rows (%(share)s %%), %(rate)s rows per second") % facts)

    def progress(self, text: str) -> None:
        if time.monotonic() - self.shown_at > _SECONDS_BETWEEN:
            self.shown_at = time.monotonic()
            self.line(text)

    def line(self, text: str) -> None:
        if self.is_shown:
            self.command.stderr.write(f"\r\x1b[K{text}", ending="")
            self.command.stderr.flush()


def _summary(result: Result, *, dry_run: bool) -> str:
    facts = {
        "rows": result.rows,
        "new": result.new,
        "known": result.known,
        "refused": result.refused,
        "seconds": f"{result.seconds:.1f}",
        "rate": round(result.rate),
    }
    if dry_run:
        text = ngettext(
            "%(rows)s row: %(new)s would be brought in (nothing was), %(known)s there already, %(refused)s in error; "
            "%(seconds)s s, %(rate)s rows per second.",
            "%(rows)s rows: %(new)s would be brought in (nothing was), %(known)s there already, %(refused)s in error; "
            "%(seconds)s s, %(rate)s rows per second.",
            result.rows,
        )
    else:
        text = ngettext(
            "%(rows)s row: %(new)s brought in, %(known)s there already, %(refused)s in error; "
            "%(seconds)s s, %(rate)s rows per second.",
            "%(rows)s rows: %(new)s brought in, %(known)s there already, %(refused)s in error; "
            "%(seconds)s s, %(rate)s rows per second.",
            result.rows,
        )
    lines = [text % facts]
    for flag, count in sorted(result.flagged.items()):
        lines.append(_("flagged “%(flag)s”: %(count)s") % {"flag": FLAGS.get(flag, flag), "count": count})
    return "\n".join(lines)
