"""How a command other than `run` comes by a database: the one that is running, or one started for its time."""

import fcntl
import os
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import IO

from firstline.config.child import launch
from firstline.config.folder import Folder, belongs_to_folder, in_use
from firstline.config.postgres import Server, state_of
from firstline.config.terminal import Trouble, _

MANAGE = [sys.executable, "-m", "firstline.config.manage"]
# How long a server of somebody else may take to be ready before we ask who that is.
PATIENCE_SECONDS = 60


def without_database(words: list[str]) -> int:
    """Go on as the command itself; only warnings come of the missing database."""
    return _become(words, os.environ | {"DATABASE_URL": os.environ.get("DATABASE_URL", "postgresql://?host=/nowhere")})


def with_their_server(folder: Path, words: list[str]) -> int:
    """Use the server that DATABASE_URL names."""
    return _become(words, surroundings(Folder(folder), os.environ["DATABASE_URL"]))


def with_empty_server(words: list[str], *, durable: bool) -> int:
    """A server in a folder that is deleted afterwards."""
    with tempfile.TemporaryDirectory(prefix="firstline-") as name:
        folder = Folder(Path(name) / "data")
        folder.take(words[0])
        server = Server(folder.path, durable=durable)
        try:
            server.start()
            return _run(words, surroundings(folder, server.url))
        finally:
            server.stop()


def with_data_folder(path: Path, words: list[str], *, start: bool) -> int:
    """The server of this data folder: that of whoever has it now, else one of our own until the command ends.

    Without `start` there is nothing to ask when nothing runs.
    """
    folder = Folder(path)
    began = time.monotonic()
    while (start or path.exists()) and (holder := folder.take(words[0])):
        server = Server(path)
        guest = _guest_book(path)
        fcntl.flock(guest, fcntl.LOCK_SH)
        if state_of(server.database)[1] == "ready":
            inheritable = True
            # The book stays open in the program that we become, and with it our name in it.
            os.set_inheritable(guest.fileno(), inheritable)
            return _become(words, surroundings(folder, server.url))
        guest.close()
        if time.monotonic() - began > PATIENCE_SECONDS:
            raise in_use(path, holder)
        time.sleep(0.1)
    if not start:
        text = _("Firstline is not running with the data folder %(folder)s. Start it with 'firstline run'.")
        raise Trouble(text % {"folder": path})
    folder.need_room(16)
    server = Server(path, say=_say_aside)
    guest = _guest_book(path)
    try:
        server.start()
        return _run(words, surroundings(folder, server.url))
    finally:
        _see_guests_off(guest)
        server.stop()


def surroundings(folder: Folder, url: str) -> dict[str, str]:
    """The environment of our own processes: where the database, the files and the secret are."""
    here = dict(os.environ)
    here.setdefault("DJANGO_SETTINGS_MODULE", "firstline.config.settings")
    if "FIRSTLINE_SECRET_KEY" not in here:
        here["FIRSTLINE_SECRET_KEY"] = folder.secret()
    return here | {"DATABASE_URL": url, "FIRSTLINE_DATA_DIR": str(folder.path)}


def _guest_book(path: Path) -> IO[str]:
    """The file that whoever uses a server of another holds a shared lock on."""
    try:
        book = (path / "guests").open("a")
        belongs_to_folder(path / "guests", path)
        return book
    except OSError as error:
        text = _("The data folder %(folder)s cannot be used: %(reason)s.")
        raise Trouble(text % {"folder": path, "reason": error.strerror}) from error


def _see_guests_off(guest: IO[str]) -> None:
    """Wait until nobody else uses our server."""
    with guest:
        try:
            fcntl.flock(guest, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            _say_aside(_("Another command still uses the database; waiting for it to end."))
            fcntl.flock(guest, fcntl.LOCK_EX)


def _become(words: list[str], environment: dict[str, str]) -> int:
    sys.stdout.flush()
    os.execve(MANAGE[0], [*MANAGE, *words], environment)  # noqa: S606 - our own program, no shell


def _run(words: list[str], environment: dict[str, str]) -> int:
    """Run the command to its end beside its server. Ctrl-C and a polite request to stop are its affair; we stay."""
    child = launch([*MANAGE, *words], environment=environment, typed=None, apart=False)
    signal.signal(signal.SIGINT, lambda *_: None)
    signal.signal(signal.SIGTERM, lambda *_: child.terminate())
    status = child.wait()
    return status if status >= 0 else 128 - status


def _say_aside(line: str) -> None:
    """What another program may not read as the answer goes to the errors."""
    sys.stderr.write(f"{line}\n")
