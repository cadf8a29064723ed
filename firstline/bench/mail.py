"""What taking in mail costs: from an IMAP server to the ticket and the acknowledgement that is queued."""

import os
import resource
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.db import connection
from django.utils import timezone

from firstline.bench.dovecot import DOVECOT, PASSWORD, USER, Dovecot, dovecot
from firstline.bench.processes import postmaster, processor_seconds
from firstline.bench.promises import Figure
from firstline.casework.tickets.models import Ticket
from firstline.interfaces.channels import ledger, notices
from firstline.interfaces.channels.email.fetching import fetch
from firstline.interfaces.channels.email.imap import opened
from firstline.interfaces.channels.models import Arrival, End, Outgoing
from firstline.reference.catalogue.models import ProblemCode
from firstline.reference.correspondence import intake_rules, mailboxes
from firstline.reference.correspondence.models import Mailbox

MESSAGES = 1000
CORES = 2
# What the issue asks for.
AT_LEAST = 100
MOST_MEGABYTES = 150
LARGE = 25 * 2**20
WORD = "bollard"
SECONDS_BETWEEN = 0.25


@dataclass
class Sums:
    """What was measured: messages, seconds by the clock and of processors, ours and the database's."""

    messages: int = 0
    seconds: float = 0.0
    ours: float = 0.0
    database: float = 0.0


def all_figures(say: Callable[[str], None], *, minutes: float = 0.0) -> list[Figure]:
    """Take in a thousand messages, or for so many minutes; what was made of them stays in the database."""
    if not Path(DOVECOT).exists():
        say("mail: not measured, dovecot is not installed")
        return []
    at_first, sent_at_first = Ticket.objects.count(), Outgoing.objects.count()
    missing = ledger.missing()
    with dovecot() as server:
        mailbox = _mailbox(server)
        _put(server, 20)
        _take_in(mailbox, Sums())
        sums, until = Sums(), time.monotonic() + minutes * 60
        while sums.messages < MESSAGES or time.monotonic() < until:
            _put(server, MESSAGES)
            _take_in(mailbox, sums)
            say(f"mail: {sums.messages} messages in {sums.seconds:.0f} s")
        growth = _large(server, mailbox)
        mailboxes.retire(mailbox, by=None)
    arrived = Arrival.objects.filter(source=mailbox.source)
    processors = sums.ours + sums.database
    made = f"{Ticket.objects.count() - at_first:,} tickets, {Outgoing.objects.count() - sent_at_first:,} answers queued"
    return [
        Figure(
            f"mail: messages a second by the clock ({made})", sums.messages / sums.seconds, "", AT_LEAST, at_least=True
        ),
        Figure("mail: CPU per message, ours", sums.ours / sums.messages * 1000, "ms", 1000 * CORES / AT_LEAST),
        Figure("mail: CPU per message, database", sums.database / sums.messages * 1000, "ms", 1000 * CORES / AT_LEAST),
        Figure(
            f"mail: messages a second that {CORES} cores can do",
            CORES * sums.messages / processors,
            "",
            AT_LEAST,
            at_least=True,
        ),
        Figure("mail: a message of 25 MB adds", growth, "MB", MOST_MEGABYTES),
        Figure("mail: without an end", arrived.filter(end="").count(), "", 0),
        Figure("mail: quarantined", arrived.filter(end=End.QUARANTINED).count(), "", 0),
        Figure("mail: fetched and not in the ledger", abs(ledger.missing() - missing), "", 0),
    ]


def _mailbox(server: Dovecot) -> Mailbox:
    """The mailbox, and a rule that gives its messages a code which demands nothing more."""
    easy = ProblemCode.objects.filter(retired_at=None).exclude(handling__requires_location=True)
    code = easy.exclude(handling__requires_equipment=True).exclude(questions__required=True).order_by("pk").first()
    condition = {"all": [{"field": "words", "is": "has_any", "value": [WORD]}]}
    if not any(rule.name == WORD for rule, _test in intake_rules.RULES.now()):
        intake_rules.lay_down({"name": WORD, "condition": condition, "code": code}, by=None)
    facts = {"name": f"Bench {time.time()}", "address": "bench@city.example", "host": "127.0.0.1"}
    signs_in = {"port": server.port, "security": "none", "username": USER, "secret": PASSWORD}
    return mailboxes.add({**facts, **signs_in}, by=None)


def _put(server: Dovecot, count: int) -> None:
    """So many messages, no two alike, into the folder of the server as its own delivery would."""
    new, now = server.home / "mail" / USER / "new", time.time_ns()
    for place in range(count):
        text = (
            f"From: Carla {place} <carla.{place}.{now}@example.org>\nTo: bench@city.example\n"
            f"Subject: A {WORD} is down\n"
            f"Date: Sun, 22 Nov 2026 10:00:00 +0000\nMessage-ID: <{place}.{now}@example.org>\n\n"
            f"Somebody has driven into the {WORD} number {place} at the market. It lies in the street, and people\n"
            "fall over it. Please send somebody before it gets dark.\n\nThank you\nCarla\n"
        )
        _deliver(server, new / f"{now}.{place}.bench", text.encode())


def _deliver(server: Dovecot, path: os.PathLike[str], raw: bytes) -> None:
    if not os.path.isdir(os.path.dirname(path)):  # noqa: PTH112, PTH120 thousands of times
        with server.client():
            pass
    with open(path, "wb") as file:  # noqa: PTH123 as above
        file.write(raw)
    os.chown(path, *server.owner)


def _take_in(mailbox: Mailbox, sums: Sums) -> None:
    database = postmaster()

    def spent() -> float:
        return processor_seconds(database) if database else 0.0

    began, ours, theirs = time.perf_counter(), time.process_time(), spent()
    with _telling(), opened(mailbox) as box:
        sums.messages += fetch(box, mailbox)
    sums.seconds += time.perf_counter() - began
    sums.ours += time.process_time() - ours
    sums.database += spent() - theirs


@contextmanager
def _telling() -> Iterator[None]:
    """The worker's other half, to which reading leaves the answers: all are queued at the end of the block."""
    is_over = threading.Event()

    def tell() -> None:
        try:
            while not is_over.wait(SECONDS_BETWEEN):
                notices.read(timezone.now())
            notices.read(timezone.now())
        finally:
            connection.close()

    thread = threading.Thread(target=tell)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()


def _large(server: Dovecot, mailbox: Mailbox) -> float:
    """How much more memory than before a large message needed at its worst, in MB; measured in a process of its own."""
    new, line = (
        server.home / "mail" / USER / "new",
        b"QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5\n",
    )
    head = (
        b"From: Carla <carla@example.org>\nSubject: Large\nMIME-Version: 1.0\nMessage-ID: <%d@large>\n"
        b'Content-Type: application/octet-stream; name="large.bin"\nContent-Transfer-Encoding: base64\n\n'
        % time.time_ns()
    )
    _deliver(server, new / f"{time.time_ns()}.large", head + line * (LARGE // len(line)))
    connection.close()
    child = os.fork()
    if child == 0:
        try:
            _take_in(mailbox, Sums())
        finally:
            os._exit(0)
    # What the child had from us at its beginning is not its own need.
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    _pid, _status, used = os.wait4(child, 0)
    return max(0.0, (used.ru_maxrss - before) / 1024)
