"""An Asterisk that says what a test has written down, over a real socket."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

SECONDS_TO_WAIT = 15.0
Talk = Callable[[socket.socket], None]


@dataclass
class Asterisk:
    """Each connection gets the next talk of the script; after the last one it is closed at once."""

    port: int = 0
    told: list[str] = field(default_factory=list)
    connections: int = 0


@contextmanager
def asterisk(*talks: Talk) -> Iterator[Asterisk]:
    """Listening on loopback until the end of the block."""
    over, server = threading.Event(), Asterisk()
    with socket.create_server(("127.0.0.1", 0)) as door:
        door.settimeout(0.1)
        server.port = door.getsockname()[1]
        thread = threading.Thread(target=_answer, args=(door, server, list(talks), over))
        thread.start()
        try:
            yield server
        finally:
            over.set()
            thread.join()


def _answer(door: socket.socket, server: Asterisk, talks: list[Talk], over: threading.Event) -> None:
    while not over.is_set():
        try:
            line, _address = door.accept()
        except TimeoutError:
            continue
        server.connections += 1
        with line:
            if talks:
                line.settimeout(SECONDS_TO_WAIT)
                line.sendall(b"Asterisk Call Manager/5.0.1\r\n")
                server.told.append(line.recv(4096).decode())
                talks.pop(0)(line)


def says(*pieces: bytes, pause: float = 0.01) -> Talk:
    """Send these pieces one after the other, and hang up."""

    def talk(line: socket.socket) -> None:
        for piece in pieces:
            line.sendall(piece)
            time.sleep(pause)

    return talk


def packet(**fields: str) -> bytes:
    return ("".join(f"{name}: {value}\r\n" for name, value in fields.items()) + "\r\n").encode()


def by_fours(text: bytes) -> list[bytes]:
    """The same text in pieces of four bytes, so that packets, lines and line ends come split."""
    return [text[place : place + 4] for place in range(0, len(text), 4)]


def until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + SECONDS_TO_WAIT
    while not is_so():
        if time.monotonic() > end:
            raise AssertionError("it did not happen")
        time.sleep(0.02)
