"""A real SMTP server on a loopback port, told how to answer each message."""

import asyncio
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session


class Taken:
    """What it was handed; `by_recipient` and, in order, `plan` say how it answers what is to come."""

    def __init__(self) -> None:
        self.envelopes: list[Envelope] = []
        self.by_recipient: dict[str, str] = {}
        self.plan: list[str] = []

    @property
    def messages(self) -> list[EmailMessage]:
        parsed = [message_from_bytes(bytes(one.content or b""), policy=policy.default) for one in self.envelopes]
        return [one for one in parsed if isinstance(one, EmailMessage)]

    @property
    def recipients(self) -> list[str]:
        return [one.rcpt_tos[0] for one in self.envelopes]

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        answer = self.by_recipient.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's
        answer = self.plan.pop(0) if self.plan else "250 OK"
        if answer == "sleep":
            await asyncio.sleep(1)
            return "250 too late"
        if answer == "die":
            self.envelopes.append(envelope)
            server.transport.close()
            return "250 nobody hears it"
        if answer.startswith("250"):
            self.envelopes.append(envelope)
        return answer


def _lets_in(_server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, said: Any) -> AuthResult:
    return AuthResult(success=(said.login, said.password) == (b"desk", b"let me send"), handled=False)


def free_port() -> int:
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return int(line.getsockname()[1])


@contextmanager
def mail_server(tls: str = "no", context: ssl.SSLContext | None = None) -> Iterator[tuple[Taken, dict[str, Any]]]:
    """The server, and the settings by which it is reached. With STARTTLS ("start") it takes mail from "desk" alone."""
    taken = Taken()
    port = free_port()
    facts: dict[str, Any] = {"ssl_context": context} if tls == "yes" else {}
    if tls == "start":
        facts = {"tls_context": context, "require_starttls": True, "auth_required": True, "authenticator": _lets_in}
    controller = Controller(taken, hostname="127.0.0.1", port=port, **facts)
    controller.start()
    try:
        yield taken, {"host": "127.0.0.1", "port": port, "user": "", "password": "", "tls": tls}
    finally:
        controller.stop()
