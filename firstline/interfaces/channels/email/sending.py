"""Handing a message to the mail server that relays it, and understanding its answer."""

import re
import smtplib
import ssl
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, Self

from django.utils.translation import gettext_noop

SECONDS = 30
NO_TLS = gettext_noop("The mail server offers no encryption, and the password is not sent without.")
LOST = gettext_noop("The connection to the mail server was lost.")
LOST_AT_THE_END = gettext_noop("The mail server was lost before it said that it had taken the message.")
_DOT = re.compile(rb"^\.", re.MULTILINE)
_NEWLINE = re.compile(rb"\r\n|\r|\n")


class NotTaken(Exception):
    """The server did not take a message. `is_final`: it never will.

    `is_unsure`: it may have taken it, for it was lost after the last byte. `is_ours`: no message could be handed over,
    so this one is not to blame.
    """

    def __init__(self, because: str, *, is_final: bool = False, is_unsure: bool = False, is_ours: bool = False) -> None:
        super().__init__(because)
        self.because, self.is_final, self.is_unsure, self.is_ours = because, is_final, is_unsure, is_ours


class MailServer:
    """A connection for as many messages as there are; opened with the first, and again after it was lost."""

    def __init__(self, facts: Mapping[str, Any]) -> None:
        self.facts, self.seconds = facts, float(facts.get("seconds", SECONDS))
        self._line: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        line, self._line = self._line, None
        if line is not None:
            try:
                line.quit()
            except (smtplib.SMTPException, OSError):
                line.close()

    def hand_over(self, sender: str, to: str, message: bytes, *, before_text: Callable[[], None]) -> None:
        """Hand over one message; `before_text` is called when the server is ready for its text. `NotTaken`."""
        line = self._opened()
        try:
            self._ask(line, sender, to)
            code, answer = line.docmd("DATA")
            if code != 354:
                raise _refused(code, answer)
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            raise NotTaken(LOST) from error
        except NotTaken:
            self._reset(line)
            raise
        before_text()
        try:
            line.send(_DOT.sub(b"..", _NEWLINE.sub(b"\r\n", message).rstrip(b"\r\n")) + b"\r\n.\r\n")
            code, answer = line.getreply()
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            raise NotTaken(LOST_AT_THE_END, is_unsure=True) from error
        if code != 250:
            raise _refused(code, answer)

    def check(self) -> None:
        """Whether the server can be reached and lets us in; `NotTaken` says why not."""
        self._opened()

    def _ask(self, line: smtplib.SMTP, sender: str, to: str) -> None:
        options = ["SMTPUTF8", "BODY=8BITMIME"] if not to.isascii() and line.has_extn("smtputf8") else []
        if not to.isascii():
            line.command_encoding = "utf-8"
        for code, answer in (line.mail(sender, options), line.rcpt(to)):
            if code not in (250, 251, 252):
                raise _refused(code, answer)

    def _opened(self) -> smtplib.SMTP:
        if self._line is None:
            try:
                self._line = self._open()
            except smtplib.SMTPResponseException as error:
                raise NotTaken(_said(error.smtp_code, error.smtp_error), is_ours=True) from error
            except (smtplib.SMTPException, OSError) as error:
                raise NotTaken(f"{type(error).__name__}: {error}"[:300], is_ours=True) from error
        return self._line

    def _open(self) -> smtplib.SMTP:
        host, port, tls = self.facts["host"], self.facts["port"], self.facts["tls"]
        context = ssl.create_default_context()
        line = (
            smtplib.SMTP_SSL(host, port, timeout=self.seconds, context=context)
            if tls == "yes"
            else smtplib.SMTP(host, port, timeout=self.seconds)
        )
        try:
            line.ehlo_or_helo_if_needed()
            if tls == "start" and line.has_extn("starttls"):
                line.starttls(context=context)
                line.ehlo()
            elif tls == "start" and self.facts["password"]:
                raise NotTaken(NO_TLS, is_ours=True)
            if self.facts["user"]:
                line.login(self.facts["user"], self.facts["password"])
        except (smtplib.SMTPException, OSError, NotTaken):
            line.close()
            raise
        return line

    def _reset(self, line: smtplib.SMTP) -> None:
        try:
            line.rset()
        except (smtplib.SMTPException, OSError):
            self._drop()

    def _drop(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None


def _refused(code: int, answer: bytes) -> NotTaken:
    # 421 closes the connection and says nothing about the message.
    return NotTaken(_said(code, answer), is_final=500 <= code < 600, is_ours=code == 421)


def _said(code: int, answer: bytes | str) -> str:
    text = answer.decode(errors="replace") if isinstance(answer, bytes) else answer
    return f"{code} {' '.join(text.split())}"[:300]
