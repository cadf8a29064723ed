"""The embedded PostgreSQL: made, started, watched and stopped by the process that needs it.

It listens on a unix socket in a closed folder and nowhere else, and ends with its owner, however that ends.
"""

import hashlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

from firstline.config import programs
from firstline.config.child import LINUX, Identity, launch, run_to_end
from firstline.config.folder import belongs_to_folder
from firstline.config.terminal import Say, Trouble, _, silent

USER = DATABASE = "firstline"
# The kernel takes no longer path of a socket (sun_path, less its closing NUL).
LONGEST_SOCKET = 107
LOG_LIMIT = 10 * 2**20

# Small on purpose: the whole product stays under 450 MB with 100,000 tickets.
MEMORY = {
    "shared_buffers": "96MB",
    "work_mem": "6MB",
    "maintenance_work_mem": "48MB",
    "max_connections": "60",
    "max_worker_processes": "4",
    "max_parallel_workers_per_gather": "0",
    "autovacuum_max_workers": "1",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_logical_replication_workers": "0",
    "wal_buffers": "2MB",
    "jit": "off",
    "huge_pages": "off",
    "random_page_cost": "1.1",
    "log_checkpoints": "off",
    "log_min_messages": "warning",
    "log_startup_progress_interval": "5s",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
NOT_DURABLE = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


class Server:
    """A PostgreSQL server in `folder`. `durable=False` is for tests: quick, and lost with the machine."""

    def __init__(self, folder: Path, *, durable: bool = True, say: Say = silent) -> None:
        self.folder = folder
        self.database = folder / "database"
        self.log = folder / "log" / "postgres.log"
        self.durable = durable
        self.say = say
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """What DATABASE_URL is for this server."""
        return f"postgresql://{USER}@/{DATABASE}?host={quote(str(self._socket()))}"

    def start(self) -> None:
        """Make the cluster on first use, start the server and wait until it answers, as long as recovery takes.

        Raises Trouble when it cannot start.
        """
        made_by = self.database / "PG_VERSION"
        found = programs.find(int(made_by.read_text()) if made_by.exists() else None)
        self._outwait_predecessor()
        self.log.parent.mkdir(exist_ok=True)
        belongs_to_folder(self.log.parent, self.folder)
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".log.1"))
        identity = programs.identity_for(found, self.database)
        owner = identity.uid if identity.uid is not None else os.geteuid()
        if not made_by.exists():
            self._make(found, identity, owner)
        elif self.database.stat().st_uid != owner:
            _hand_over(self.database, owner)
        while not self._launch(found, identity, owner):
            self.say(_("The database was killed while it was starting; once more."))
            time.sleep(0.2)
            self._outwait_predecessor()

    def _launch(self, found: programs.Programs, identity: Identity, owner: int) -> bool:
        """Start the server; the answer is whether it is ready, or was killed before that."""
        socket = self._socket()
        socket.mkdir(mode=0o700, exist_ok=True)
        os.chown(socket, owner, -1)
        with self.log.open("ab") as log:
            belongs_to_folder(self.log, self.folder)
            said_before = log.tell()
            arguments = [found / "postgres", "-D", str(self.database), *self._options(found, socket)]
            self.process = launch(
                arguments, identity=identity, dies_by=signal.SIGINT, environment=_environment(), said=log
            )
        return self._wait_until_ready(said_before)

    def _options(self, found: programs.Programs, socket: Path) -> Iterator[str]:
        options = MEMORY | ({} if self.durable else NOT_DURABLE)
        options |= {"listen_addresses": "", "unix_socket_directories": f'"{socket}"', "unix_socket_permissions": "0700"}
        if found.major >= 18:
            options["io_method"] = "sync"
        if LINUX:
            # After a crash: one call instead of one for each of a thousand files.
            options["recovery_init_sync_method"] = "syncfs"
        for name, value in options.items():
            yield from ("-c", f"{name}={value}")

    def poll(self) -> int | None:
        """None while the server runs, else how it ended."""
        return self.process.poll() if self.process else 0

    def stop(self) -> None:
        """End it cleanly: sessions are cut, everything is written, however long that takes."""
        if self.process is None:
            return
        process, self.process = self.process, None
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        waited = 0
        while process.poll() is None:
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=10)
                break
            waited += 10
            self.say(_("The database is still writing (%(seconds)d s).") % {"seconds": waited})
        socket = self._socket()
        if socket.parent != self.folder:
            with suppress(OSError):
                socket.rmdir()

    def _socket(self) -> Path:
        """The folder of the socket: in the data folder, or in the system's folder of short-lived files."""
        folder = self.folder / "socket"
        if len(os.fsencode(folder / ".s.PGSQL.5432")) <= LONGEST_SOCKET:
            return folder
        name = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:16]
        folder = Path(tempfile.gettempdir()) / f"firstline-{name}"
        folder.mkdir(mode=0o700, exist_ok=True)
        state = folder.lstat()
        if folder.is_symlink() or state.st_mode & 0o077 or state.st_uid not in (os.geteuid(), self._owner()):
            raise Trouble(_("%(folder)s belongs to somebody else. Remove it, then start again.") % {"folder": folder})
        return folder

    def _owner(self) -> int:
        return self.database.stat().st_uid if self.database.exists() else os.geteuid()

    def _make(self, found: programs.Programs, identity: Identity, owner: int) -> None:
        """A new cluster with our database in it, made beside its place and moved there when it is whole."""
        self.say(_("Making the database (once) ..."))
        new = self.folder / "database.new"
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(mode=0o700)
        os.chown(new, owner, -1)
        make = [found / "initdb", "-D", str(new), "-U", USER, "-A", "trust", "-E", "UTF8", "--data-checksums"]
        make += ["--locale=C", "--no-instructions"]
        if found.major >= 17:
            make += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
            make += ["--sync-method=syncfs"] if LINUX else []
        else:
            make[-2] = "--locale=C.UTF-8"
        if not self.durable:
            make.append("--no-sync")
        name_it = [found / "postgres", "--single", "-D", str(new), "-c", "log_min_messages=error", "postgres"]
        for arguments, typed in ((make, ""), (name_it, f"CREATE DATABASE {DATABASE}\n")):
            status, said = run_to_end(arguments, identity=identity, environment=_environment(), typed=typed)
            if status != 0:
                raise _cannot_start(said, self.log)
        new.rename(self.database)

    def _wait_until_ready(self, said_before: int) -> bool:
        began = told = time.monotonic()
        while self.process and state_of(self.database) != (self.process.pid, "ready"):
            status = self.process.poll()
            if status is not None:
                self.process = None
                if status < 0:
                    return False
                with self.log.open("rb") as log:
                    log.seek(said_before)
                    raise _cannot_start(log.read().decode(errors="replace"), self.log)
            time.sleep(0.02)
            if time.monotonic() - told > 5:
                told = time.monotonic()
                text = _("The database is putting itself right after an unclean stop (%(seconds)d s). Nothing is lost.")
                self.say(text % {"seconds": told - began})
        return True

    def _outwait_predecessor(self) -> None:
        """Wait for a server that an owner left behind: it has been told to end, and is writing its last pages.

        We hold the lock of the folder, so nobody needs it. Its file may name a process number that has gone to a
        stranger since (after a restart of a container); then the file is worth nothing.
        """
        file = self.database / "postmaster.pid"
        if not LINUX or not file.exists():
            return
        began = told = time.monotonic()
        while left := _inhabitants(self.database):
            postmaster = state_of(self.database)[0]
            if postmaster in left:
                os.kill(postmaster, signal.SIGINT)
            time.sleep(0.1)
            if time.monotonic() - told > 5:
                told = time.monotonic()
                text = _("Waiting for the database of an earlier run to end (%(seconds)d s).")
                self.say(text % {"seconds": told - began})
        if _alive(state_of(self.database)[0]):
            file.unlink(missing_ok=True)


def state_of(database: Path) -> tuple[int, str]:
    """The process number and the state ("starting", "ready", "stopping") that a server writes into its folder."""
    try:
        lines = (database / "postmaster.pid").read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return 0, ""
    except OSError as error:
        raise Trouble(_("The database could not start: %(reason)s.") % {"reason": error}) from error
    number = lines[0].strip() if lines else ""
    return int(number) if number.isdigit() else 0, lines[7].strip() if len(lines) > 7 else ""


def _alive(pid: int) -> bool:
    return pid > 0 and Path(f"/proc/{pid}").exists()


def _inhabitants(database: Path) -> set[int]:
    """The processes that work in this cluster: a server and its sessions all stand in its folder."""
    home, found = database.resolve(), set()
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "cwd").readlink() == home:
                found.add(int(process.name))
        except OSError:
            continue
    return found


def _hand_over(database: Path, owner: int) -> None:
    for folder, _folders, files in os.walk(database):
        os.chown(folder, owner, -1)
        for file in files:
            os.chown(Path(folder) / file, owner, -1, follow_symlinks=False)


def _environment() -> dict[str, str]:
    """The operator's environment without what would change the server's language, time or place."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return kept | {"LC_ALL": "C", "TZ": "UTC"}


def _cannot_start(said: str, log: Path) -> Trouble:
    """One sentence from all that the server said before it ended."""
    if "No space left on device" in said:
        return Trouble(_("There is no room left on the disk of the data folder. Free some space, then start again."))
    reasons = [line for line in said.splitlines() if "FATAL:" in line or "PANIC:" in line or "error:" in line]
    reason = (reasons or said.splitlines() or ["?"])[-1].strip()
    text = _("The database could not start: %(reason)s (all it said is in %(log)s).")
    return Trouble(text % {"reason": reason, "log": log})
