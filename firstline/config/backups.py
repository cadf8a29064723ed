"""A backup is one zip file: the database as pg_dump writes it, the files, the secret, and a page about itself."""

import json
import os
import shutil
import zipfile
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from firstline import __version__
from firstline.config import dumping
from firstline.config.folder import FORMAT, Folder, belongs_to_folder, default_folder
from firstline.interfaces.health import LAST_BACKUP

ABOUT, DUMP, SECRET, MEDIA = "about.json", "database.dump", "secret.key", "media"


class BackupRefused(Exception):
    """It cannot be done; the text says why, and what to do."""


def write_backup(file: Path) -> None:
    """Write a whole backup to a new file, read it back to see that it is sound, and only then give it its name."""
    if file.exists():
        raise BackupRefused(_("%(file)s exists already; choose another name.") % {"file": file})
    part = file.with_name(f"{file.name}.part")
    try:
        with os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b") as out:
            with zipfile.ZipFile(out, "w", allowZip64=True) as archive:
                _fill(archive, Folder(default_folder()))
            out.flush()
            os.fsync(out.fileno())
        with zipfile.ZipFile(part) as archive, archive.open(DUMP) as dumped:
            dumping.check(dumped)
            if archive.testzip() is not None:
                raise BackupRefused(_("The backup could not be read back, so it was not kept. Check the disk."))
        part.replace(file)
        _note(file)
    except dumping.DumpFailed as error:
        raise BackupRefused(_("The database could not be copied: %(reason)s") % {"reason": error}) from error
    except OSError as error:
        facts = {"file": file, "reason": error.strerror or error}
        raise BackupRefused(_("%(file)s cannot be written: %(reason)s.") % facts) from error
    finally:
        part.unlink(missing_ok=True)


def _note(file: Path) -> None:
    """Write down for `firstline health` what was written; a desk that lives elsewhere has no folder for it."""
    folder = default_folder()
    note = folder / LAST_BACKUP
    about = {"made_at": datetime.now(UTC).isoformat(timespec="seconds"), "file": str(file.resolve())}
    with suppress(OSError):
        note.write_text(json.dumps(about), encoding="utf-8")
        belongs_to_folder(note, folder)


def restore_backup(file: Path, *, replace: bool) -> None:
    """Put a backup's data in place of all that is there, in one transaction: all of it, or nothing is changed.

    Raises BackupRefused when the file is no sound backup, was made by a newer version, or when data would be lost
    without `replace`.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            _check_fits(json.loads(archive.read(ABOUT)))
            if connection.introspection.table_names() and not replace:
                text = _("This database is not empty. To replace all that is in it by the backup, add --force.")
                raise BackupRefused(text)
            for entry in (DUMP, SECRET):
                archive.getinfo(entry)
            with archive.open(DUMP) as dumped:
                dumping.restore(dumped)
            _put_files_back(archive, Folder(default_folder()))
    except dumping.DumpFailed as error:
        text = _("The backup could not be restored, and nothing was changed: %(reason)s")
        raise BackupRefused(text % {"reason": error}) from error
    except (OSError, KeyError, ValueError, TypeError, zipfile.BadZipFile) as error:
        facts = {"file": file, "reason": getattr(error, "strerror", None) or error}
        raise BackupRefused(_("%(file)s is not a backup that can be read: %(reason)s.") % facts) from error


def unknown_migrations(applied: set[tuple[str, str]]) -> list[str]:
    """Which of these steps this version does not know, because a newer one made them."""
    ours = {app.label for app in apps.get_app_configs() if app.name.startswith("firstline.")}
    known = MigrationLoader(None).disk_migrations
    return sorted(f"{app}.{name}" for app, name in applied if app in ours and (app, name) not in known)


def _fill(archive: zipfile.ZipFile, folder: Folder) -> None:
    about = {
        "firstline": __version__,
        "format": FORMAT,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "postgres": dumping.server_version(),
        "migrations": sorted(MigrationLoader(connection).applied_migrations),
    }
    archive.writestr(ABOUT, json.dumps(about))
    archive.writestr(SECRET, os.environ.get("FIRSTLINE_SECRET_KEY") or folder.secret())
    with archive.open(DUMP, "w", force_zip64=True) as entry:
        dumping.dump(entry)
    media = folder.path / MEDIA
    for path in sorted(media.rglob("*")):
        if path.is_file():
            archive.write(path, f"{MEDIA}/{path.relative_to(media).as_posix()}")


def _check_fits(about: dict[str, Any]) -> None:
    applied = {(app, name) for app, name in about["migrations"]}
    if about["format"] > FORMAT or unknown_migrations(applied):
        facts = {"theirs": about["firstline"], "ours": __version__}
        text = _("This backup was made by Firstline %(theirs)s, which is newer than this (%(ours)s). Install that one.")
        raise BackupRefused(text % facts)


def _put_files_back(archive: zipfile.ZipFile, folder: Folder) -> None:
    """The files, exchanged as one, and the secret, so that sign-ins and links to customers stay good."""
    new, old, media = (folder.path / name for name in (f"{MEDIA}.new", f"{MEDIA}.old", MEDIA))
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(mode=0o700, parents=True)
    for name in archive.namelist():
        path = PurePosixPath(name)
        if path.parts[0] == MEDIA and ".." not in path.parts:
            place = new.joinpath(*path.parts[1:])
            place.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(name) as source, place.open("wb") as target:
                shutil.copyfileobj(source, target, dumping.CHUNK)
    if media.exists():
        media.rename(old)
    new.rename(media)
    shutil.rmtree(old, ignore_errors=True)
    folder.keep_secret(archive.read(SECRET).decode("ascii").strip())
