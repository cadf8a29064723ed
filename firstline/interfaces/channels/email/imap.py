"""A connection to a mailbox that no server can keep busy or fill without end."""

import imaplib
import json
import ssl
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.utils.translation import gettext as _
from imap_tools import BaseMailBox, MailboxLoginError
from imap_tools.errors import ImapToolsError

from firstline.reference.correspondence.models import Mailbox
from firstline.reference.correspondence.secrets import unseal

SECONDS = 30.0
# One answer of a server may take so long in all, however slowly it drips.
SECONDS_FOR_ONE = 300.0
LARGEST_ANSWER = 128 * 2**20
_PIECE = 2**20
_MOST_TOKEN = 2**20
FAULTS = (ImapToolsError, imaplib.IMAP4.error, OSError, ValueError, UnicodeError)


class NotReached(Exception):
    """The mailbox cannot be read; the message is a whole sentence that says why."""


class _Bounded(imaplib.IMAP4):
    def read(self, size: int) -> bytes:
        if size > LARGEST_ANSWER:
            raise self.abort(f"the server announces {size} bytes at once")
        until, pieces, left = time.monotonic() + SECONDS_FOR_ONE, [], size
        while left:
            piece = super().read(min(left, _PIECE))
            if not piece:
                raise self.abort("the connection broke off")
            if time.monotonic() > until:
                raise self.abort("the server is too slow")
            pieces.append(piece)
            left -= len(piece)
        return b"".join(pieces)


class _Plain(_Bounded):
    pass


class _Tls(_Bounded, imaplib.IMAP4_SSL):
    pass


class Box(BaseMailBox):
    """The library's mailbox over a bounded connection."""

    def __init__(self, mailbox: Mailbox, seconds: float = SECONDS) -> None:
        self.mailbox, self.seconds = mailbox, seconds
        super().__init__()

    def _get_mailbox_client(self) -> imaplib.IMAP4:
        host, port, security = self.mailbox.host, self.mailbox.port, self.mailbox.security
        if security == Mailbox.Security.TLS:
            return _Tls(host, port, ssl_context=ssl.create_default_context(), timeout=self.seconds)
        client = _Plain(host, port, timeout=self.seconds)
        if security == Mailbox.Security.STARTTLS:
            try:
                client.starttls(ssl.create_default_context())
            except (imaplib.IMAP4.error, OSError):
                with suppress(OSError):
                    client.shutdown()
                raise
        return client


@contextmanager
def opened(mailbox: Mailbox, *, seconds: float = SECONDS) -> Iterator[Box]:
    """The mailbox, signed in, with its folder chosen; `NotReached` says what was wrong.

    A server that says nothing for so many `seconds` has failed.
    """
    box = _connected(mailbox, seconds)
    try:
        yield box
    finally:
        _close(box)


def _connected(mailbox: Mailbox, seconds: float) -> Box:
    try:
        box = Box(mailbox, seconds)
    except (imaplib.IMAP4.error, OSError, UnicodeError) as problem:
        raise NotReached(_("The server cannot be reached: %(problem)s") % {"problem": problem}) from problem
    try:
        _sign_in(box, mailbox)
    except NotReached:
        _close(box)
        raise
    except MailboxLoginError as problem:
        _close(box)
        raise NotReached(_("The server refuses the user name or the password.")) from problem
    except FAULTS as problem:
        _close(box)
        raise NotReached(_("The server does not let us in: %(problem)s") % {"problem": problem}) from problem
    try:
        box.folder.set(mailbox.folder)
    except FAULTS as problem:
        _close(box)
        raise NotReached(_("There is no folder “%(folder)s”.") % {"folder": mailbox.folder}) from problem
    return box


def _sign_in(box: Box, mailbox: Mailbox) -> None:
    secret = unseal(mailbox.secret)
    if not secret:
        raise NotReached(_("There is no password, or it was kept with another secret key: type it again."))
    if mailbox.method == Mailbox.Method.OAUTH2:
        box.xoauth2(mailbox.username, token_of(mailbox, secret), initial_folder=None)
    else:
        login = box.login if (mailbox.username + secret).isascii() else box.login_utf8
        login(mailbox.username, secret, initial_folder=None)


def _close(box: Box) -> None:
    """Say goodbye, or else hang up; a line that is broken needs neither."""
    for leave in (box.logout, box.client.shutdown):
        try:
            leave()
        except FAULTS:
            continue
        return


def token_of(mailbox: Mailbox, secret: str) -> str:
    """The token that lets us in: asked for by what is kept, or that itself where nobody gives tokens."""
    if not mailbox.token_url:
        return secret
    client = unseal(mailbox.client_secret)
    asked = {"client_id": mailbox.client_id, "scope": mailbox.scope}
    asked |= {"grant_type": "refresh_token", "refresh_token": secret, "client_secret": client}
    if not client:
        asked |= {"grant_type": "client_credentials", "client_secret": secret}
        del asked["refresh_token"]
    body = urllib.parse.urlencode({name: value for name, value in asked.items() if value}).encode()
    if not mailbox.token_url.startswith(("https://", "http://127.0.0.1:", "http://localhost:")):
        raise NotReached(_("The address that gives tokens must begin with https://."))
    try:
        with urllib.request.urlopen(mailbox.token_url, data=body, timeout=SECONDS) as answer:  # noqa: S310 checked above
            given: Any = json.loads(answer.read(_MOST_TOKEN))
            return str(given["access_token"])
    except (OSError, ValueError, LookupError, TypeError) as problem:
        if isinstance(problem, urllib.error.HTTPError):
            problem.close()
        raise NotReached(_("No token was given: %(problem)s") % {"problem": problem}) from problem
