"""The data folder: what it holds, who has it, and which version of Firstline made it.

format      the version of this layout         lock       who has the folder now
database/   the PostgreSQL cluster             socket/    where it is reached
media/      files of contacts and tickets      log/       what the database says
secret.key  signs the sessions                 signins.json
"""

import fcntl
import json
import os
import secrets
import shutil
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from firstline.config.terminal import Trouble, _

FORMAT = 1
# What may stand in a folder that is still new: our own first file, and what a fresh disk brings along.
_HARMLESS = {"lock", "lost+found"}


@dataclass(frozen=True)
class Holder:
    """Who has the data folder: the process, the command, and the address when it is `run`."""

    pid: int
    command: str
    address: str = ""


def default_folder() -> Path:
    """$FIRSTLINE_DATA_DIR, else the place for data of programs in the person's home."""
    named = os.environ.get("FIRSTLINE_DATA_DIR")
    if named:
        return Path(named).expanduser().resolve()
    home = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    return Path(home).expanduser().resolve() / "firstline"


def belongs_to_folder(file: Path, folder: Path) -> None:
    """A file that root made on a visit belongs to the owner of the data folder, who must be able to write it."""
    if os.geteuid() == 0:
        os.chown(file, folder.stat().st_uid, -1)


class Folder:
    """One data folder. `take` makes it ours until `release`; the kernel lets go of it when we die."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock: IO[str] | None = None

    def take(self, command: str) -> Holder | None:
        """Lock the folder, made on first use. The answer is its holder if it is in use, None if it is now ours."""
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._check_format()
            lock = (self.path / "lock").open("a+", encoding="utf-8")
        except OSError as error:
            raise self._unusable(error) from error
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            with lock:
                return _holder(lock)
        self._lock = lock
        self.describe(Holder(os.getpid(), command))
        (self.path / "format").write_text(f"{FORMAT}\n", encoding="utf-8")
        for name in ("lock", "format"):
            belongs_to_folder(self.path / name, self.path)
        return None

    def describe(self, holder: Holder) -> None:
        """Write down for others who has the folder."""
        if self._lock is not None:
            self._lock.truncate(0)
            json.dump(asdict(holder), self._lock)
            self._lock.flush()

    def release(self) -> None:
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def need_room(self, megabytes: int) -> None:
        """Say now that the disk is full, rather than let the database find out."""
        free = shutil.disk_usage(self.path).free // 2**20
        if free < megabytes:
            text = _(
                "There is no room on the disk of %(folder)s: %(free)d MB are free and %(needed)d MB are needed. "
                "Free some space, or choose a folder on another disk with --data."
            )
            raise Trouble(text % {"folder": self.path, "free": free, "needed": megabytes})

    def secret(self) -> str:
        """The key that signs sessions and links, made on first use."""
        file = self.path / "secret.key"
        try:
            if not file.exists():
                self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
                new = self._written(secrets.token_urlsafe(48))
                with suppress(FileExistsError):
                    # A link never replaces the key that another process made at the same moment.
                    os.link(new, file)
                new.unlink()
            return file.read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise self._unusable(error) from error

    def keep_secret(self, key: str) -> None:
        """Take over the key of a restored backup."""
        self._written(key).replace(self.path / "secret.key")

    def _written(self, key: str) -> Path:
        """A new file beside the secret, readable by its owner only."""
        new = self.path / f"secret.{os.getpid()}"
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
            out.write(key + "\n")
        belongs_to_folder(new, self.path)
        return new

    def _check_format(self) -> None:
        file = self.path / "format"
        try:
            if file.exists():
                known = file.read_text(encoding="utf-8").strip()
            else:
                fresh = {entry.name for entry in self.path.iterdir()} <= _HARMLESS
                known = str(FORMAT) if fresh else ""
        except (OSError, UnicodeDecodeError) as error:
            raise self._unusable(error) from error
        if known == str(FORMAT):
            return
        facts = {"folder": self.path, "theirs": known, "ours": FORMAT}
        if known.isascii() and known.isdigit() and int(known) > FORMAT:
            text = _(
                "%(folder)s was made by a newer version of Firstline (data format %(theirs)s; this version knows "
                "%(ours)d). Install that version again, or choose another folder with --data."
            )
        else:
            text = _(
                "%(folder)s is not a data folder of Firstline: it holds other files, or its file 'format' is damaged. "
                "Choose an empty folder with --data, or restore a backup into one."
            )
        raise Trouble(text % facts)

    def _unusable(self, error: OSError | UnicodeDecodeError) -> Trouble:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        text = _(
            "The data folder %(folder)s cannot be used: %(reason)s. "
            "Give the user who runs Firstline the right to read and write it, or choose another with --data."
        )
        return Trouble(text % {"folder": self.path, "reason": reason})


def _holder(lock: IO[str]) -> Holder:
    """Who wrote its name into a locked file; a name half written is an unknown holder."""
    lock.seek(0)
    try:
        return Holder(**json.load(lock))
    except (ValueError, TypeError):
        return Holder(pid=0, command="?")


def in_use(folder: Path, holder: Holder) -> Trouble:
    """One sentence on who has the folder, with the address where it answers."""
    facts = {"folder": folder, "address": holder.address, "command": holder.command, "pid": holder.pid}
    if holder.address:
        text = _(
            "Firstline is running already with this data folder (%(folder)s): open %(address)s, or stop process "
            "%(pid)d first, or choose another folder with --data."
        )
    else:
        text = _(
            "The data folder %(folder)s is in use by 'firstline %(command)s' (process %(pid)d): "
            "wait until it has ended, or choose another folder with --data."
        )
    return Trouble(text % facts)
