"""`firstline run`: a small process that owns the database, the web process and the worker, and starts what dies again.

Django is not imported here, so that the owner stays small.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from firstline.config.borrowing import MANAGE, surroundings
from firstline.config.child import launch
from firstline.config.folder import Folder, Holder, in_use
from firstline.config.postgres import Server
from firstline.config.terminal import Trouble, _, say

BACKLOG = 512
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
LONGEST_PAUSE_SECONDS = 30
PAUSE_SECONDS = 5
STEADY_SECONDS = 60
SECONDS_TO_STOP = 10
ROOM_FOR_NEW_MB, ROOM_MB = 200, 32


@dataclass(frozen=True)
class Options:
    """What was asked for on the command line. Port 0 is any free one."""

    data: Path
    host: str
    port: int
    demo: bool


class Stopped(BaseException):
    """Somebody asked us to stop."""


@dataclass
class Part:
    """A process that we keep alive."""

    title: str
    arguments: list[str]
    environment: dict[str, str]
    descriptors: tuple[int, ...] = ()
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    again_at: float = 0.0
    pause: float = field(default=0.0)

    def start(self) -> None:
        self.started_at = time.monotonic()
        self.process = launch(self.arguments, environment=self.environment, descriptors=self.descriptors)

    def look_after(self) -> None:
        """Start it again if it ended: at once when it was killed, after longer and longer pauses when it gave up."""
        now = time.monotonic()
        if self.process is not None and self.process.poll() is not None:
            status = self.process.returncode
            if status < 0 or now - self.started_at > STEADY_SECONDS:
                self.pause = 0.0
            self.again_at = now + self.pause
            text = _("%(part)s ended (%(how)s); starting it again.")
            say(text % {"part": self.title, "how": how_it_ended(status)})
            self.pause = min(self.pause * 2 or 1.0, LONGEST_PAUSE_SECONDS)
            self.process = None
        if self.process is None and now >= self.again_at:
            self.start()


def run(options: Options) -> int:
    """Start everything and stay until told to stop. Raises Trouble for what only the operator can mend."""
    folder = Folder(options.data)
    holder = folder.take("run")
    if holder is not None:
        raise in_use(options.data, holder)
    door = open_door(options.host, options.port)
    folder.describe(Holder(os.getpid(), "run", address_of(options.host, door)))
    server = None if os.environ.get("DATABASE_URL") else Server(options.data, say=say)
    parts: list[Part] = []
    for number in SIGNALS:
        signal.signal(number, _stop)
    try:
        _start(options, folder, door, server, parts)
        while True:
            _look_after(parts, server)
            time.sleep(0.1)
    except Stopped:
        say(_("Stopping ..."))
        return 0
    finally:
        for number in SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        _stop_all(parts)
        if server is not None:
            server.stop()


def _start(options: Options, folder: Folder, door: socket.socket, server: Server | None, parts: list[Part]) -> None:
    """Database, migrations, web and worker, in this order; the parts that run are added to `parts`."""
    if server is not None:
        folder.need_room(ROOM_MB if server.database.exists() else ROOM_FOR_NEW_MB)
        server.start()
    environment = surroundings(folder, server.url if server else os.environ["DATABASE_URL"]) | _names(options.host)
    _prepare(environment, demo=options.demo)
    web = [sys.executable, "-m", "firstline.config.server", str(door.fileno())]
    parts.append(Part(_("The web process"), web, environment, (door.fileno(),)))
    parts.append(Part(_("The worker"), [*MANAGE, "worker"], environment))
    for part in parts:
        part.start()
    _wait_for_answer(door, parts, server)
    _greet(address_of(options.host, door), options.data)


def open_door(host: str, port: int) -> socket.socket:
    """The listening socket, held by us so that callers wait, and are not refused, while a new web process starts."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    door = socket.socket(family, socket.SOCK_STREAM)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind((host, port))
        door.listen(BACKLOG)
    except OSError as error:
        facts = {"port": port, "host": host, "reason": error.strerror or error}
        text = _(
            "Port %(port)d on %(host)s cannot be used: %(reason)s. "
            "Stop the program that has it, or choose another with --port."
        )
        raise Trouble(text % facts) from error
    return door


def address_of(host: str, door: socket.socket) -> str:
    """What to type into a browser on this machine."""
    name = "localhost" if host in ("127.0.0.1", "::1", "0.0.0.0", "::", "") else host  # noqa: S104 - nothing is bound
    return f"http://{f'[{name}]' if ':' in name else name}:{door.getsockname()[1]}/"


def how_it_ended(status: int) -> str:
    return _("signal %(number)d") % {"number": -status} if status < 0 else _("status %(number)d") % {"number": status}


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise Stopped


def _names(host: str) -> dict[str, str]:
    """The names under which the desk may be called, when it answers to other machines and nobody said."""
    if "FIRSTLINE_HOSTS" in os.environ or host in ("127.0.0.1", "::1", "localhost"):
        return {}
    names = ["localhost", "127.0.0.1", "[::1]", host, socket.gethostname(), socket.getfqdn()]
    return {"FIRSTLINE_HOSTS": ",".join(dict.fromkeys(names))}


def _prepare(environment: dict[str, str], *, demo: bool) -> None:
    """Migrate, and fill a new database, in a process of its own, so that what it needed is given back."""
    words = ["prepare"] if demo else ["prepare", "--no-demo"]
    child = launch([*MANAGE, *words], environment=environment)
    try:
        status = child.wait()
    except Stopped:
        child.terminate()
        child.wait()
        raise
    if status == 1:
        # It has said why itself.
        sys.exit(1)
    if status != 0:
        text = _("The database could not be prepared (%(how)s). Try again; what was begun is undone.")
        raise Trouble(text % {"how": how_it_ended(status)})


def _look_after(parts: list[Part], server: Server | None) -> None:
    if server is not None and server.poll() is not None:
        text = _("The database ended (%(how)s); starting it again.")
        say(text % {"how": how_it_ended(server.poll() or 0)})
        _start_again(server)
    for part in parts:
        part.look_after()


def _start_again(server: Server) -> None:
    """Until it runs: the pages say meanwhile that the database is away, and the operator reads why."""
    while True:
        try:
            server.start()
        except Trouble as trouble:
            say(str(trouble))
            time.sleep(PAUSE_SECONDS)
        else:
            say(_("The database is back."))
            return


def _wait_for_answer(door: socket.socket, parts: list[Part], server: Server | None) -> None:
    """Return when the web process answers for the first time."""
    place = door.getsockname()
    while True:
        with socket.socket(door.family, socket.SOCK_STREAM) as caller:
            caller.settimeout(0.2)
            caller.connect(place)
            caller.sendall(b"GET /events HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            while True:
                _look_after(parts, server)
                try:
                    if caller.recv(12):
                        return
                    break
                except TimeoutError:
                    continue
                except OSError:
                    break


def _greet(address: str, data: Path) -> None:
    say(_("Firstline is running: %(address)s (Ctrl-C stops it)") % {"address": address})
    try:
        demo = json.loads((data / "signins.json").read_text(encoding="utf-8"))
        lines = [f"  {person['username']:<12} {person['name']}, {person['role']}" for person in demo["staff"]]
        say(_("The demo's sign-ins, all with the password %(password)s:") % {"password": demo["password"]})
    except (OSError, ValueError, KeyError, TypeError):
        return
    for line in lines:
        say(line)


def _stop_all(parts: list[Part]) -> None:
    """Ask all to stop at once, and insist after a while."""
    running = [part.process for part in parts if part.process is not None]
    for process in running:
        process.terminate()
    until = time.monotonic() + SECONDS_TO_STOP
    for process in running:
        try:
            process.wait(max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
