"""A conversation with Asterisk's manager interface: sign in, listen, ask now and then whether it is there."""

import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from firstline.interfaces.channels.telephone.packets import Packet, Packets, written

SECONDS_TO_CONNECT = 10.0
SECONDS_TO_SIGN_IN = 10.0
# How long nothing may be heard before we ask, and how long after that it counts as gone.
SECONDS_OF_SILENCE = 20.0
SECONDS_UNTIL_GONE = 45.0
SECONDS_TO_LOOK_UP = 0.5
PIECE = 16 * 1024


class Away(ConnectionError):
    """Asterisk cannot be reached, or has gone; it may come back."""


class NotAdmitted(Exception):
    """Asterisk does not take our name and password; asking again soon would be of no use."""


@dataclass(frozen=True)
class Account:
    """Where Asterisk listens, and who we are there."""

    host: str
    port: int
    username: str
    password: str


def listen(account: Account, is_over: Callable[[], bool], signed_in: Callable[[], None]) -> Iterator[Packet]:
    """The events from now on, until `is_over`; `signed_in` is called once. Raises `Away` and `NotAdmitted`."""
    try:
        with socket.create_connection((account.host, account.port), SECONDS_TO_CONNECT) as line:
            line.settimeout(SECONDS_TO_LOOK_UP)
            packets = Packets()
            early = list(_sign_in(line, packets, account, is_over))
            signed_in()
            yield from early
            yield from _events(line, packets, is_over)
    except OSError as problem:
        raise Away(problem.strerror or str(problem)) from problem


def _sign_in(line: socket.socket, packets: Packets, account: Account, is_over: Callable[[], bool]) -> Iterator[Packet]:
    """Say who we are; what Asterisk says besides, even before its answer, is not lost."""
    line.sendall(
        written(
            "Login", ActionID="login", Username=account.username, Secret=account.password, Events="call,agent,dialplan"
        )
    )
    until = time.monotonic() + SECONDS_TO_SIGN_IN
    while not is_over():
        if time.monotonic() > until:
            raise Away("no answer to the sign-in")
        found = list(packets.feed(_heard(line)))
        answers = [packet for packet in found if packet.get("response")]
        yield from (packet for packet in found if packet.get("event"))
        for answer in answers:
            if answer["response"].casefold() != "success":
                raise NotAdmitted(answer.get("message", ""))
            return


def _events(line: socket.socket, packets: Packets, is_over: Callable[[], bool]) -> Iterator[Packet]:
    heard_at = asked_at = time.monotonic()
    while not is_over():
        piece = _heard(line)
        now = time.monotonic()
        if piece:
            heard_at = now
            yield from (packet for packet in packets.feed(piece) if packet.get("event"))
        elif now - heard_at > SECONDS_UNTIL_GONE:
            raise Away("silent for too long")
        elif now - max(heard_at, asked_at) > SECONDS_OF_SILENCE:
            asked_at = now
            line.sendall(written("Ping", ActionID="ping"))


def _heard(line: socket.socket) -> bytes:
    """What has come in; nothing where it is silent just now."""
    try:
        piece = line.recv(PIECE)
    except TimeoutError:
        return b""
    if not piece:
        raise Away("the connection was closed")
    return piece
