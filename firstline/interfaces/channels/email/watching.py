"""Reading all mailboxes while the worker runs: each in a thread of its own, told by its server, else each minute."""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, close_old_connections, connection
from django.utils.translation import gettext as _

from firstline.interfaces.channels.email.fetching import failed, fetch
from firstline.interfaces.channels.email.imap import FAULTS, Box, NotReached, opened
from firstline.interfaces.channels.notices import soon
from firstline.reference.correspondence.models import Mailbox

# However silent a server is, so often is it asked.
SECONDS_BETWEEN = 60.0
SECONDS_AFTER_FAULT = 30.0
SECONDS_TO_LOOK = 10.0
# So soon a thread sees that it is to end.
SLICE = 1.0
SECONDS_TO_STOP = 3.0
_log = logging.getLogger("firstline.mail")


@contextmanager
def reading_mailboxes() -> Iterator[None]:
    """Read the mailboxes until the end of the block."""
    stop = threading.Event()
    thread = threading.Thread(target=_look_after, args=[stop], name="mailboxes", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(SECONDS_TO_STOP)


def _look_after(stop: threading.Event) -> None:
    """Have a thread for each mailbox there is; one that was added or changed is read without a restart."""
    threads: dict[int, threading.Thread] = {}
    while not stop.is_set():
        try:
            wanted = set(Mailbox.objects.filter(retired_at=None).values_list("pk", flat=True))
        except DatabaseError:
            wanted = set()
        connection.close()
        for key in wanted:
            if key not in threads or not threads[key].is_alive():
                threads[key] = threading.Thread(target=_watch, args=[key, stop], name=f"mailbox {key}", daemon=True)
                threads[key].start()
        stop.wait(SECONDS_TO_LOOK)
    for thread in threads.values():
        thread.join(SECONDS_TO_STOP)


def _watch(key: int, stop: threading.Event) -> None:
    try:
        while not stop.is_set():
            if not _one_visit(key, stop):
                return
    finally:
        connection.close()


def _one_visit(key: int, stop: threading.Event) -> bool:
    """Stay at the mailbox while all goes well; whether it is still to be read."""
    try:
        close_old_connections()
        mailbox = Mailbox.objects.filter(pk=key, retired_at=None).first()
        if mailbox is None:
            return False
        _stay(mailbox, stop)
    except NotReached as problem:
        _keep_fault(key, str(problem))
        stop.wait(SECONDS_AFTER_FAULT)
    except DatabaseError:
        stop.wait(SECONDS_AFTER_FAULT)
    except Exception as problem:  # noqa: BLE001 a fault of ours must not end the reading of a mailbox
        _log.exception("mailbox %s", key)
        _keep_fault(key, _("A fault of the program: %(problem)s") % {"problem": repr(problem)})
        stop.wait(SECONDS_AFTER_FAULT)
    return True


def _stay(mailbox: Mailbox, stop: threading.Event) -> None:
    with opened(mailbox) as box:
        while not stop.is_set():
            close_old_connections()
            if fetch(box, mailbox):
                soon()
            _wait(box, stop)
            close_old_connections()
            if _is_changed(mailbox):
                return


def _is_changed(mailbox: Mailbox) -> bool:
    now = Mailbox.objects.filter(pk=mailbox.pk).values().first()
    return now is None or any(getattr(mailbox, name) != value for name, value in now.items())


def _wait(box: Box, stop: threading.Event) -> None:
    """Until the server says that something has come, or it is time to ask."""
    until = time.monotonic() + SECONDS_BETWEEN
    if "IDLE" not in box.client.capabilities:
        stop.wait(SECONDS_BETWEEN)
        return
    try:
        box.idle.start()  # type: ignore[no-untyped-call]
        while not stop.is_set() and time.monotonic() < until:
            if box.idle.poll(timeout=SLICE):
                break
        box.idle.stop()  # type: ignore[no-untyped-call]
    except FAULTS as problem:
        raise NotReached(_("The server failed: %(problem)s") % {"problem": problem}) from problem


def _keep_fault(key: int, because: str) -> None:
    try:
        failed(Mailbox(pk=key), because)
    except DatabaseError:
        _log.warning("mailbox %s: %s", key, because)
