"""Mail that is handed to us: SMTP for a relay, LMTP for a mail server on the same machine.

"250" is said only after the commit that keeps the message; whoever hands it over keeps it until then.
"""

import asyncio
import hashlib
import logging
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlsplit

from aiosmtpd.controller import Controller
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings
from django.db import Error, connection

from firstline.interfaces.channels import ledger
from firstline.interfaces.channels.email.fetching import end_now
from firstline.interfaces.channels.email.own import own_addresses
from firstline.interfaces.channels.models import Arrival
from firstline.interfaces.channels.notices import soon

LARGEST = 50 * 2**20
AT_ONCE = 2
MOST_RECIPIENTS = 1000
SOURCE = "smtp"
TAKEN = "250 OK"
_log = logging.getLogger("firstline.mail")
_ID = re.compile(rb"^(?:message-id|date)\s*:[ \t]*\S", re.IGNORECASE | re.MULTILINE)
_HEADERS = 64 * 2**10


@dataclass(frozen=True)
class Listening:
    """Where we listen, of `smtp://127.0.0.1:8025` or `lmtp://...`."""

    host: str
    port: int
    is_lmtp: bool

    @classmethod
    def read(cls, address: str) -> "Listening":
        parts = urlsplit(address)
        return cls(parts.hostname or "127.0.0.1", parts.port or 8025, parts.scheme == "lmtp")


class Handler:
    """What aiosmtpd asks: whether a recipient is ours, and to take a message."""

    def __init__(self, *, is_lmtp: bool) -> None:
        self.is_lmtp = is_lmtp
        self.workers = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="smtp")

    async def admit(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return "452 4.5.3 Too many recipients"
        try:
            is_ours = await asyncio.get_running_loop().run_in_executor(self.workers, _is_ours, address)
        except Error:
            return "451 4.3.0 Try again later"
        if not is_ours:
            return "550 5.1.1 No such mailbox"
        envelope.rcpt_tos.append(address)
        return TAKEN

    async def take(self, _server: SMTP, session: Session, envelope: Envelope) -> str:
        """Keep it; what it says is read after the answer."""
        loop, content = asyncio.get_running_loop(), envelope.content
        raw = content if isinstance(content, bytes) else (content or "").encode(errors="surrogateescape")
        try:
            arrival = await loop.run_in_executor(self.workers, _keep, raw, list(envelope.rcpt_tos), _peer(session))
        except Error:
            return "451 4.3.0 Try again later"
        self.workers.submit(_read, arrival)
        return "\r\n".join([TAKEN] * len(envelope.rcpt_tos)) if self.is_lmtp else TAKEN

    # The names by which the library asks.
    handle_RCPT, handle_DATA = admit, take  # noqa: N815


class _Controller(Controller):
    """A server in a thread of its own."""

    def __init__(self, listening: Listening) -> None:
        self.listening = listening
        handler = Handler(is_lmtp=listening.is_lmtp)
        super().__init__(handler, hostname=listening.host, port=listening.port)

    def factory(self) -> SMTP:
        kind = LMTP if self.listening.is_lmtp else SMTP
        facts: dict[str, Any] = {"data_size_limit": LARGEST, "enable_SMTPUTF8": True, "ident": "Firstline"}
        return kind(self.handler, hostname="firstline", **facts)


@contextmanager
def taking_mail(addresses: list[str] | None = None) -> Iterator[None]:
    """Listen for mail until the end of the block, at the addresses that the machine's settings name."""
    controllers = [_Controller(Listening.read(address)) for address in addresses or settings.MAIL_IN]
    controllers = [controller for controller in controllers if _begins(controller)]
    try:
        yield
    finally:
        for controller in controllers:
            controller.stop()
            controller.handler.workers.shutdown(wait=True, cancel_futures=True)


def _begins(controller: _Controller) -> bool:
    """A port that is taken must not keep the worker from all its other work."""
    try:
        controller.start()
    except (OSError, RuntimeError):
        _log.exception("no mail is taken at %s", controller.listening)
        return False
    return True


def _is_ours(address: str) -> bool:
    """Whether we take mail for it: for a domain of ours; for any, as long as we have no address."""
    try:
        domains = {own.rpartition("@")[2] for own in own_addresses()}
    finally:
        connection.close()
    return not domains or address.lower().rpartition("@")[2] in domains


def _keep(raw: bytes, recipients: list[str], peer: str) -> Arrival:
    """Keep the message with what only its envelope says in front."""
    now = datetime.now(UTC)
    received = [f"Received: from {peer} by Firstline; {format_datetime(now)}"]
    noted = [f"X-Original-To: {_in_a_line(address)}" for address in recipients]
    head = "\r\n".join([*received, *noted]).encode(errors="replace") + b"\r\n"
    try:
        digest = _digest(raw, now)
        return ledger.store("email", SOURCE, f"{digest[:32]}", head + raw, at=now, digest=digest)
    finally:
        connection.close()


def _digest(raw: bytes, now: datetime) -> str:
    """The same message handed over again is known; one that names neither id nor date is another one in each hour."""
    told = raw[:_HEADERS].replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    hour = b"" if _ID.search(told) else now.strftime("%Y%m%d%H").encode()
    return hashlib.sha256(raw + hour).hexdigest()


def _read(arrival: Arrival) -> None:
    try:
        end_now(arrival)
        soon()
    finally:
        connection.close()


def _peer(session: Session) -> str:
    return _in_a_line(str(session.peer[0] if session.peer else "unknown"))


def _in_a_line(text: str) -> str:
    return "".join(letter for letter in text if letter.isprintable())[:300]
