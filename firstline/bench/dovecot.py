"""A dovecot on a port of this machine, with a mailbox of its own: for measuring, and for the tests."""

import imaplib
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from grp import getgrgid
from pathlib import Path
from pwd import getpwnam, getpwuid

DOVECOT = shutil.which("dovecot") or "/usr/sbin/dovecot"
PASSWORD = "let_me_read"  # noqa: S105 of a server that lives for a moment
USER = "desk"
SECONDS_TO_START = 30.0
CONFIGURATION = """
base_dir = {home}/run
state_dir = {home}/run
log_path = {home}/log
protocols = imap
ssl = no
disable_plaintext_auth = no
listen = 127.0.0.1
default_login_user = {outside}
default_internal_user = {inside}
default_internal_group = {group}
first_valid_uid = 0
first_valid_gid = 0
mail_location = maildir:{home}/mail/%u
mail_uid = {uid}
mail_gid = {gid}
auth_mechanisms = plain login
auth_failure_delay = 0
mail_fsync = never
passdb {{
  driver = static
  args = password={word}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={home}/mail/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


def free_port() -> int:
    """A port of this machine that nobody listens at."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


class Dovecot:
    """A running server; `put` delivers a message as another server would, `client` looks into the mailbox."""

    def __init__(self, home: Path) -> None:
        self.home, self.port, self.owner = home, free_port(), (os.getuid(), os.getgid())

    @contextmanager
    def client(self) -> Iterator[imaplib.IMAP4]:
        with imaplib.IMAP4("127.0.0.1", self.port) as client:
            client.login(USER, PASSWORD)
            client.select()
            yield client

    def put(self, *messages: bytes) -> None:
        with self.client() as client:
            for raw in messages:
                client.append("INBOX", "", None, raw)

    def flags(self) -> list[bool]:
        """Of each message, whether it is marked as read."""
        with self.client() as client:
            _kind, data = client.uid("FETCH", "1:*", "(FLAGS)")
            return [b"\\Seen" in line for line in data if line]

    def forget_numbers(self) -> None:
        """Count anew, as after the server was rebuilt."""
        for path in (self.home / "mail" / USER).glob("dovecot*"):
            path.unlink()


@contextmanager
def dovecot(more: str = "") -> Iterator[Dovecot]:
    """A server of its own in a folder that is gone afterwards; FileNotFoundError where there is none installed.

    `more` are further lines of its configuration, which go before those that it has by itself.
    """
    with tempfile.TemporaryDirectory(prefix="dovecot-") as folder:
        home = Path(folder)
        server = Dovecot(home)
        people = _people(home)
        server.owner = int(str(people["uid"])), int(str(people["gid"]))
        (home / "dovecot.conf").write_text(CONFIGURATION.format(home=home, port=server.port, **people) + more)
        command = [DOVECOT, "-F", "-c", str(home / "dovecot.conf")]
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL)  # noqa: S603 found on this machine
        try:
            _wait_for(server.port)
            yield server
        finally:
            process.terminate()
            process.wait(10)


def _people(home: Path) -> dict[str, object]:
    """As whom it runs: as we do, except that it never reads mail as root."""
    ours = {"uid": os.getuid(), "gid": os.getgid(), "word": PASSWORD}
    if os.getuid():
        name, group = getpwuid(os.getuid()).pw_name, getgrgid(os.getgid()).gr_name
        return ours | {"outside": name, "inside": name, "group": group}
    nobody = getpwnam("nobody")
    home.chmod(0o755)
    (home / "mail").mkdir()
    os.chown(home / "mail", nobody.pw_uid, nobody.pw_gid)
    users = {"outside": "dovenull", "inside": "dovecot", "group": "dovecot"}
    return ours | users | {"uid": nobody.pw_uid, "gid": nobody.pw_gid}


def _wait_for(port: int) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while not _answers(port):
        if time.monotonic() > until:
            raise TimeoutError(port)
        time.sleep(0.05)


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), 1) as line:
            line.settimeout(2)
            return line.recv(20).startswith(b"* OK")
    except OSError:
        return False
