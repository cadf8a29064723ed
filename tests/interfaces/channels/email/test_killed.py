"""A worker that is killed at any step: each message ends exactly once in the ledger."""

import os
import signal
import sys
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from firstline.casework.contacts.models import Contact
from firstline.interfaces.channels import ledger, rereading
from firstline.interfaces.channels.models import Arrival, End
from tests.interfaces.channels.email.test_fetching import mailbox_at, visit
from tests.interfaces.channels.letters import mail
from tests.mail_servers import dovecot
from tests.processes import wait_until

pytestmark = pytest.mark.django_db(transaction=True)
# Whatever is done between two of these is one statement to a server, or none.
STEPS = {"bodies", "store_all", "_kept", "mark", "_end", "receive", "record", "_mark", "_remember"}
OURS = ("channels", "contacts", "recording")


def visit_and_die(mailbox, at_step):
    """A process of its own that is killed at a step; True when it came to its end before."""
    connection.close()
    child = os.fork()
    if child:
        return os.WIFEXITED(os.waitpid(child, 0)[1])
    seen = 0

    def step(frame, event, _argument):
        nonlocal seen
        code = frame.f_code
        if event == "call" and code.co_name in STEPS and any(name in code.co_filename for name in OURS):
            seen += 1
            if seen == at_step:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(step)
    try:
        visit(mailbox)
    finally:
        os._exit(0)


def not_read_by_anybody():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2")
        return cursor.fetchone()[0] == 0


def test_a_worker_killed_at_every_step_ends_each_message_exactly_once():
    with dovecot() as server:
        mailbox = mailbox_at(server.port)
        step, is_over = 0, False
        while not is_over:
            step += 1
            server.put(mail(f"Number {step}.", message_id=f"{step}@k"))
            is_over = visit_and_die(mailbox, step)
            wait_until(not_read_by_anybody)
            visit(mailbox)
            rereading.end_what_waits(timezone.now() + timedelta(hours=1))
        assert server.flags() == [True] * step
    assert step >= len(STEPS)
    assert set(Arrival.objects.values_list("end", flat=True)) == {End.CONTACT}
    words = sorted(Contact.objects.values_list("words", flat=True))
    assert words == sorted(f"Lift\n\nNumber {each}." for each in range(1, step + 1))
    assert (Arrival.objects.count(), ledger.missing()) == (step, 0)
