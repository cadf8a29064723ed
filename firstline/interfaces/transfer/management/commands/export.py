"""`firstline export LIST [FILE] [--with "state=any"] [--format csv|xlsx|json] [--as USER]`, and `open-data`."""

import sys
import time
from argparse import ArgumentTypeError
from pathlib import Path
from secrets import token_hex
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from firstline.interfaces import listings
from firstline.interfaces.transfer import open_data
from firstline.interfaces.transfer.exporting import (
    as_read_by,
    checked_format,
    listing_for,
    wanted_by,
    write,
)
from firstline.journal.refusal import Refused
from firstline.reference.staff.models import User
from firstline.reference.staff.roles import Role

OPEN_DATA = "open-data"


class Command(BaseCommand):
    """Take lists, reports, the event log or open data out. A file appears under its name when it is complete."""

    help = "Write a list, a report, the event log or the open-data file of a month."

    def add_arguments(self, parser: CommandParser) -> None:
        names = [OPEN_DATA, *(one.name for one in listings.kept())]
        parser.add_argument("list", choices=names, metavar="LIST", help=", ".join(names))
        parser.add_argument("file", nargs="?", default="-", help="where to (default: standard output)")
        parser.add_argument("--with", dest="address", default="", help='limits as in an address: "state=any&centre=3"')
        parser.add_argument("--format", default="", help="csv, xlsx, or json for the event log as OCEL 2.0")
        parser.add_argument("--as", dest="user", default="", help="the sign-in name of whoever it is for")
        parser.add_argument("--month", type=_month, help="of open data: 2026-01 (default: the last one)")

    def handle(self, *_args: Any, **options: Any) -> None:
        began = time.monotonic()
        try:
            count = self._open_data(options) if options["list"] == OPEN_DATA else self._listing(options)
        except (Refused, OSError) as problem:
            raise CommandError(_("%(problem)s\nNothing was written.") % {"problem": problem}) from problem
        seconds = time.monotonic() - began
        text = ngettext("%(count)s row in %(seconds).1f s.", "%(count)s rows in %(seconds).1f s.", count)
        self.stderr.write(text % {"count": count, "seconds": seconds})

    def _open_data(self, options: dict[str, Any]) -> int:
        now = timezone.now()
        last = open_data.month_of(now).before
        year, month = options["month"] or (last.year, last.month)
        found = open_data.checked_month(year, month, now)
        count = open_data.write(found)
        content = open_data.path_of(found).read_bytes()
        if options["file"] == "-":
            sys.stdout.buffer.write(content)
        else:
            Path(options["file"]).write_bytes(content)
        return count

    def _listing(self, options: dict[str, Any]) -> int:
        user, target = _user(options["user"]), options["file"]
        form = options["format"] or (Path(target).suffix.lstrip(".").lower() if target != "-" else "csv") or "csv"
        listing = listing_for(options["list"], user)
        checked_format(listing, form)
        with as_read_by(user, translation.get_language() or "en"):
            wanted = wanted_by(user, options["address"], timezone.now())
            if target == "-":
                return write(listing, wanted, form, sys.stdout.buffer, _silent)
            return _whole(Path(target), lambda file: write(listing, wanted, form, file, _silent))


def _whole(target: Path, fill: Any) -> int:
    """Write a file beside its place, and put it there when it is complete."""
    part = target.with_name(f".{target.name}.{token_hex(4)}.part")
    try:
        with part.open("xb") as file:
            binary: BinaryIO = file
            count: int = fill(binary)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return count


def _silent(_rows: int, _of: int) -> None:
    return


def _user(name: str) -> User:
    """Whoever is named; else somebody who may see everything, as whoever has the machine's command line may."""
    if not name:
        everyone = User(pk=0, username="", name="", role=Role.ADMINISTRATOR)
        vars(everyone)["limited_to"] = []
        return everyone
    found = User.objects.filter(username=name, is_active=True).first()
    if found is None:
        raise Refused(_("Nobody of this name may sign in."))
    return found


def _month(text: str) -> tuple[int, int]:
    year, _dash, month = text.partition("-")
    if not (year.isascii() and year.isdigit() and month.isascii() and month.isdigit()):
        raise ArgumentTypeError(f"{text}: 2026-01")
    return int(year), int(month)
