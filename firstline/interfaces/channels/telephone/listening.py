"""Listening to every Asterisk that a line names, for as long as the worker runs: one thread per line.

Several workers may run: a lock in the database lets one of them listen to a line. (If two did, nothing would happen
twice: an event that is told again changes nothing.)
"""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from firstline.interfaces.channels.telephone import asterisk
from firstline.interfaces.channels.telephone.calls import hear
from firstline.interfaces.channels.telephone.client import Account, Away, NotAdmitted, listen
from firstline.interfaces.channels.telephone.hearing import failed, heard
from firstline.interfaces.channels.telephone.packets import Packet
from firstline.reference.correspondence.models import TelephoneLine
from firstline.reference.correspondence.secrets import unseal

SECONDS_TO_LOOK = 5.0
PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 30.0
# After a password that was not taken: whoever tries again and again is locked out for good.
REFUSED_PAUSE_SECONDS = 60.0
SECONDS_TO_END = 2.0
# Any number, as long as every version takes the same; the second number of the lock is the line's key.
_LOCK = 7_311_312
AWAY = (OperationalError, InterfaceError)
_log = logging.getLogger("firstline.telephone")


@dataclass
class Listener:
    """The thread of one line, as its facts were when it began."""

    line: TelephoneLine
    account: Account
    over: threading.Event = field(default_factory=threading.Event)
    pause: float = PAUSE_SECONDS
    read_at: float = 0.0
    numbers: tuple[str, ...] = ()

    def run(self) -> None:
        """Until it is told to stop: listen, and when that ends come back after a while, longer each time."""
        while not self.over.is_set():
            try:
                with _alone(self.line) as is_alone:
                    if is_alone:
                        self._listen()
                self.over.wait(SECONDS_TO_LOOK)
            except Away as problem:
                self._failed(str(problem))
                self.over.wait(self.pause)
                self.pause = min(self.pause * 2, LONGEST_PAUSE_SECONDS)
            except NotAdmitted as problem:
                self._failed(f"{self.account.username}: {problem}")
                self.over.wait(REFUSED_PAUSE_SECONDS)
            except AWAY as problem:
                _log.warning("the database is away: %s", str(problem).strip().partition("\n")[0])
                self.over.wait(PAUSE_SECONDS)
            finally:
                connection.close()

    def _listen(self) -> None:
        for packet in listen(self.account, self.over.is_set, self._signed_in):
            self._take_in(packet)

    def _signed_in(self) -> None:
        self.pause = PAUSE_SECONDS
        heard(self.line, timezone.now())

    def _take_in(self, packet: Packet) -> None:
        """An event that comes while the database is away waits for it, and those behind it too."""
        while not self.over.is_set():
            try:
                self._read_facts()
                event = asterisk.event_of(packet, self.numbers)
                if event is not None:
                    hear(self.line, event, at=timezone.now())
                    heard(self.line, timezone.now())
            except AWAY as problem:
                _log.warning("an event waits for the database: %s", str(problem).strip().partition("\n")[0])
                connection.close()
                self.over.wait(PAUSE_SECONDS)
            else:
                return

    def _read_facts(self) -> None:
        """What is laid down about the line may change while it is listened to."""
        if not self.numbers or time.monotonic() - self.read_at > SECONDS_TO_LOOK:
            self.line.refresh_from_db()
            self.numbers = tuple(self.line.extensions.values_list("number", flat=True))
            self.read_at = time.monotonic()

    def _failed(self, problem: str) -> None:
        _log.warning("line %s cannot be heard: %s", self.line.name, problem)
        try:
            failed(self.line, problem, timezone.now())
        except AWAY:
            # Then everybody knows already that something is wrong.
            return


class Listeners:
    """All of them, as the lines are laid down."""

    def __init__(self) -> None:
        self.running: dict[tuple[int, Account], tuple[Listener, threading.Thread]] = {}

    def look(self) -> None:
        """Begin to listen where a line is new or has changed, and stop where it is so no more."""
        lines = TelephoneLine.objects.filter(source=TelephoneLine.Source.ASTERISK, retired_at=None)
        wanted = {(line.pk, _account(line)): line for line in lines}
        for key, (listener, thread) in list(self.running.items()):
            # One that died of an error of ours is begun anew.
            if key not in wanted or not thread.is_alive():
                listener.over.set()
                del self.running[key]
        for key in wanted.keys() - self.running.keys():
            listener = Listener(wanted[key], key[1])
            thread = threading.Thread(target=listener.run, name=f"telephone {wanted[key].name}", daemon=True)
            self.running[key] = (listener, thread)
            thread.start()

    def stop(self) -> None:
        """Tell all to end, and wait a little for them."""
        for listener, _thread in self.running.values():
            listener.over.set()
        for _listener, thread in self.running.values():
            thread.join(SECONDS_TO_END)
        self.running.clear()


@contextmanager
def listening() -> Iterator[None]:
    """Listen while the worker works."""
    over = threading.Event()
    thread = threading.Thread(target=_look_until, args=(over,), name="telephone", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(SECONDS_TO_END)


def _look_until(over: threading.Event) -> None:
    listeners = Listeners()
    while not over.is_set():
        try:
            listeners.look()
        except AWAY:
            # The worker itself says that it is away.
            over.wait(PAUSE_SECONDS)
        finally:
            connection.close()
        over.wait(SECONDS_TO_LOOK)
    listeners.stop()


def _account(line: TelephoneLine) -> Account:
    return Account(line.host, line.port, line.username, unseal(line.password))


@contextmanager
def _alone(line: TelephoneLine) -> Iterator[bool]:
    """Whether nobody else listens to this line; so it stays until the end, or until the connection is lost."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_LOCK, line.pk % 2**31])
        is_alone = cursor.fetchone()[0]
    # The lock goes with the connection, which the listener closes.
    yield is_alone
