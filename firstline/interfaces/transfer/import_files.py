"""Files of imports in the data folder: written as they arrive, and gone when nobody needs them any more."""

import shutil
import uuid
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.utils.translation import gettext as _

from firstline.interfaces.transfer.models import ImportRun

# What an upload must leave free on the disk: the database needs room as well.
LEFT_FREE = 500_000_000
# Names of files are counted in bytes, of which a character has up to four.
LONGEST_NAME = 60


def folder() -> Path:
    """Where they lie, made on first use and closed to others."""
    path = Path(settings.DATA_FOLDER) / "transfer" / "imports"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def file_of(run: ImportRun) -> Path:
    """The file of a run under its own name, which messages use; whether it is still there or not."""
    return folder() / str(run.pk) / run.file_name[-LONGEST_NAME:]


def take_over(file: Path, run: ImportRun) -> None:
    """Keep what has arrived as the file of a run."""
    # Something of this number is left where an older backup of the database was restored.
    forget(run.pk)
    kept = file_of(run)
    kept.parent.mkdir(mode=0o700)
    shutil.move(file, kept)


def forget(run: int) -> None:
    shutil.rmtree(folder() / str(run), ignore_errors=True)


def forget_torn(before: datetime) -> None:
    """Delete what began to arrive before this moment and never came whole, because its server died."""
    for part in folder().glob("*.part"):
        if part.stat().st_mtime < before.timestamp():
            part.unlink(missing_ok=True)


def plain_name(name: str) -> str:
    """A file's name that is nothing else on any disk."""
    visible = "".join(character for character in name if character.isprintable() and character not in "/\\")
    return visible.lstrip(". ")[-200:] or "-"


def most_bytes() -> int:
    """The largest file that may be uploaded; the command line has no limit."""
    return int(settings.IMPORT_MEGABYTES) * 1_000_000


def too_large() -> str:
    return _("The file is too large: at most %(megabytes)s MB.") % {"megabytes": settings.IMPORT_MEGABYTES}


class KeptUpload(UploadedFile):  # type: ignore[type-arg]  # it takes none at run time
    """A file that arrived whole and lies in the folder under a name of its own."""

    def __init__(self, path: Path, name: str, size: int) -> None:
        super().__init__(None, name, None, size)
        self.path = path


class IntoDataFolder(FileUploadHandler):
    """Writes what arrives into the data folder piece by piece; `trouble` says why it could not go on."""

    trouble = ""
    path: Path | None = None
    file: IO[bytes] | None = None
    size = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        try:
            if self.file is None:
                self.path = folder() / f"{uuid.uuid4().hex}.part"
                self.file = self.path.open("wb")
                self.path.chmod(0o600)
            self._need_room(start + len(raw_data))
            self.file.write(raw_data)
            self.size = start + len(raw_data)
        except OSError:
            self._stop(_("The file cannot be kept: there is no room in the data folder."))

    def file_complete(self, file_size: int) -> KeptUpload | None:
        if self.file is None or self.path is None:
            return None
        self.file.close()
        return KeptUpload(self.path, self.file_name or "", file_size)

    def upload_interrupted(self) -> None:
        self.discard()

    def discard(self) -> None:
        """Throw away what has arrived."""
        if self.file is not None:
            with suppress(OSError):
                self.file.close()
        if self.path is not None:
            self.path.unlink(missing_ok=True)

    def _need_room(self, size: int) -> None:
        if size > most_bytes():
            self._stop(too_large())
        if size % 100_000_000 < self.chunk_size and shutil.disk_usage(folder()).free < LEFT_FREE:
            self._stop(_("The file cannot be kept: there is no room in the data folder."))

    def _stop(self, trouble: str) -> None:
        self.trouble = trouble
        self.discard()
        raise StopUpload(connection_reset=True)
