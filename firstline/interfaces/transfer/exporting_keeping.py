"""Exports that somebody has asked for: writing their files, and keeping these for some days for that person only."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from secrets import token_hex
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from firstline.interfaces.access import department_limits
from firstline.interfaces.transfer.exporting import as_read_by, listing_for, wanted_by, write
from firstline.interfaces.transfer.models import Export
from firstline.journal.recording import record
from firstline.journal.refusal import Refused
from firstline.reference.staff.models import User

KEPT_DAYS, LISTED_DAYS = 7, 90
SILENT = timedelta(hours=2)
IN_MEMORY = 4 * 1024 * 1024
State = Export.State
_FURTHER = 'UPDATE transfer_export SET rows = %s, "of" = %s, moved_at = %s WHERE id = %s AND state = %s'


class Stopped(Exception):
    """Somebody has stopped the export while it was being written."""


def folder() -> Path:
    """Where finished files wait to be fetched."""
    found = Path(settings.DATA_FOLDER) / "transfer" / "exports"
    found.mkdir(mode=0o700, parents=True, exist_ok=True)
    return found


def path_of(export: Export) -> Path:
    return folder() / export.file


def write_at_once(export: Export) -> IO[bytes]:
    """The whole of a small export, complete before the first byte of it is sent."""
    file: IO[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 whoever sends it closes it
    rows = _write(export, file, lambda _rows, _of: None)
    size = file.tell()
    file.seek(0)
    _move(export, State.WAITING, state=State.TAKEN, rows=rows, of=rows, size=size, ended_at=timezone.now())
    return file


def write_file(export: Export) -> None:
    """Write the file of an export, as its job does; anew from its beginning where a worker died over it."""
    if not (_move(export, State.WAITING, state=State.RUNNING) or _move(export, State.RUNNING, rows=0)):
        return
    try:
        _fill(export)
    except Stopped:
        return
    except Refused as refusal:
        _fail(export, str(refusal))
    except Exception:
        _fail(export, _("It could not be written. Setup > Health says why."))
        raise


def _fill(export: Export) -> None:
    """Write beside the file's place, and put it there when it is complete."""
    name = f"{export.pk}-{token_hex(8)}.{export.format}"
    part = folder() / f"{name}.part"
    try:
        with part.open("xb") as file, _telling(export) as tell:
            rows = _write(export, file, tell)
        facts = {"state": State.READY, "rows": rows, "of": rows, "size": part.stat().st_size, "file": name}
        part.replace(folder() / name)
        if not _move(export, State.RUNNING, ended_at=timezone.now(), **facts):
            (folder() / name).unlink()
    finally:
        part.unlink(missing_ok=True)


def _write(export: Export, file: IO[bytes], tell: Callable[[int, int], None]) -> int:
    with as_read_by(export.by, export.language):
        listing = listing_for(export.listing, export.by)
        return write(listing, wanted_by(export.by, export.address, export.asked_at), export.format, file, tell)  # type: ignore[arg-type]


@contextmanager
def _telling(export: Export) -> Iterator[Callable[[int, int], None]]:
    """Who tells how far it is, on a connection of its own: what the other writes shows at its end only."""
    side = connection.copy()

    def tell(rows: int, of: int) -> None:
        with side.cursor() as cursor:
            cursor.execute(_FURTHER, [rows, max(of, rows), timezone.now(), export.pk, State.RUNNING])
            if not cursor.rowcount:
                raise Stopped

    try:
        yield tell
    finally:
        side.close()


def _move(export: Export, state: str, /, **facts: Any) -> bool:
    """Bring an export that still is in this state on, and say whether it was."""
    rows = Export.objects.filter(pk=export.pk, state=state)
    return bool(rows.update(**{"moved_at": timezone.now(), **facts}))


def _fail(export: Export, because: str) -> None:
    _move(export, State.RUNNING, state=State.FAILED, because=because[:300], ended_at=timezone.now())


@transaction.atomic
def stop(export: Export, *, by: User, at: datetime | None = None) -> Export:
    """Stop an export that waits or is being written; nothing of it stays."""
    export = Export.objects.select_for_update().get(pk=export.pk)
    if not export.is_under_way:
        raise Refused(_("This export is over already."))
    export.state, export.ended_at = State.STOPPED, at or timezone.now()
    export.save(update_fields=["state", "ended_at"])
    record("export.stopped", export, by=by, at=at, facts={"of": export.listing})
    return export


def fetched(export: Export, user: User) -> Path:
    """The file of an export for the person who asked for it; Refused where it may not or can no longer be fetched."""
    listing_for(export.listing, user)
    if export.within != sorted(department_limits(user)):
        raise Refused(_("You see other departments now than when this was exported. Please export it again."))
    if export.state != State.READY or not path_of(export).is_file():
        raise Refused(_("This file is no longer there. Please export it again."))
    return path_of(export)


def forget_old_exports(at: datetime) -> None:
    """Delete files after some days, and what dead workers left behind; exports without progress have failed."""
    old = Export.objects.filter(state=State.READY, ended_at__lt=at - timedelta(days=KEPT_DAYS))
    for export in old:
        path_of(export).unlink(missing_ok=True)
    old.update(state=State.GONE, file="")
    silent = Export.objects.filter(state=State.RUNNING, moved_at__lt=at - SILENT)
    silent.update(state=State.FAILED, ended_at=at, because=_("Its worker died. Please export it again."))
    Export.objects.filter(ended_at__lt=at - timedelta(days=LISTED_DAYS)).delete()
    known = set(Export.objects.filter(state=State.READY).values_list("file", flat=True))
    for path in folder().iterdir():
        if path.name not in known and path.stat().st_mtime < (at - SILENT).timestamp():
            path.unlink(missing_ok=True)
