"""Watching the folders into which faxes are put."""

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings

from firstline.casework.contacts.models import Channel
from firstline.interfaces.channels import intake, ledger
from firstline.interfaces.channels.fax.reading import SEPARATOR, SOURCE
from firstline.interfaces.channels.models import Arrival
from firstline.reference.correspondence.models import FaxLine

# A file that still grows is left alone.
SECONDS_OF_REST = 10
LARGEST = 50 * 1024 * 1024
LONGEST_NAME = 140
ENDINGS = {".tif", ".tiff", ".pdf"}
# Where what was taken goes, so that the folder stays short; where that is not allowed it stays, and is known again.
TAKEN = "taken"


def fetch_faxes(at: datetime) -> int:
    """Take in what lies in the folders of all fax lines; how many faxes were new."""
    lines = FaxLine.objects.filter(retired_at=None) if settings.FAX_FOLDER else []
    return sum(_fetch(line, at) for line in lines)


def is_there(line: FaxLine) -> bool:
    """Whether the operator has named a folder for faxes, and that of the line is in it."""
    return bool(settings.FAX_FOLDER) and folder_of(line).is_dir()


def folder_of(line: FaxLine) -> Path:
    return Path(settings.FAX_FOLDER) / line.folder


def _fetch(line: FaxLine, at: datetime) -> int:
    source = f"{SOURCE}{line.pk}"
    waiting = dict(_waiting(folder_of(line), at))
    known = set(Arrival.objects.filter(source=source, key__in=waiting).values_list("key", flat=True))
    for key, path in waiting.items():
        if key not in known:
            arrival = ledger.store(Channel.FAX, source, key, path.read_bytes(), at=at)
            intake.end(arrival, at=at)
        _put_away(path, at)
    return len(waiting) - len(known)


def _waiting(folder: Path, at: datetime) -> Iterator[tuple[str, Path]]:
    """The files that are whole, the oldest first, with what makes each the same one: name, time and size."""
    try:
        found = [entry for entry in os.scandir(folder) if entry.is_file(follow_symlinks=False)]
    except OSError:
        # The page of the fax lines says that the folder is not there.
        return
    for entry in sorted(found, key=lambda each: each.stat(follow_symlinks=False).st_mtime_ns):
        facts = entry.stat(follow_symlinks=False)
        is_at_rest = at.timestamp() - facts.st_mtime > SECONDS_OF_REST
        if Path(entry.name).suffix.lower() in ENDINGS and is_at_rest and facts.st_size <= LARGEST:
            yield SEPARATOR.join((_plain(entry.name), str(facts.st_mtime_ns), str(facts.st_size))), Path(entry.path)


def _plain(name: str) -> str:
    return name.replace(SEPARATOR, "-").encode(errors="replace").decode()[:LONGEST_NAME]


def _put_away(path: Path, at: datetime) -> None:
    try:
        (path.parent / TAKEN).mkdir(exist_ok=True)
        path.replace(path.parent / TAKEN / f"{at:%Y%m%d-%H%M%S}-{path.name}")
    except OSError:
        return
