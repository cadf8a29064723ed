"""A worker that is killed at any step: each message ends exactly once in the ledger."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import Count
from django.utils import timezone

from firstline.casework.contacts.models import Contact
from firstline.interfaces.channels import ledger, rereading
from firstline.interfaces.channels.models import Arrival, End
from tests.interfaces.channels.email.test_fetching import mailbox_at, visit
from tests.interfaces.channels.killing import die_at
from tests.interfaces.channels.letters import mail
from tests.mail_servers import dovecot
from tests.processes import wait_until

pytestmark = pytest.mark.django_db(transaction=True)
# Whatever is done between two of these is one statement to a server, or none.
STEPS = {
    "bodies",
    "store_all",
    "_made",
    "mark",
    "_end_together",
    "receive",
    "_write_all",
    "index_many",
    "_mark",
    "_end",
}
STEPS |= {"_remember"}
OURS = ("channels", "contacts", "recording", "documents")


def visit_and_die(mailbox, at_step):
    return die_at(at_step, lambda: visit(mailbox), steps=STEPS, ours=OURS)


def not_read_by_anybody():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2")
        return cursor.fetchone()[0] == 0


def test_a_worker_killed_at_every_step_ends_each_message_exactly_once():
    """Two new ones are taken in together, and an answer by itself."""
    with dovecot() as server:
        mailbox = mailbox_at(server.port)
        step, is_over = 0, False
        while not is_over:
            step += 1
            new = [mail(f"Number {step}{each}.", message_id=f"{step}{each}@k") for each in "ab"]
            server.put(*new, mail("And more.", message_id=f"{step}c@k", references=f"<{step}a@k>"))
            is_over = visit_and_die(mailbox, step)
            wait_until(not_read_by_anybody)
            visit(mailbox)
            rereading.end_what_waits(timezone.now() + timedelta(hours=1))
        assert server.flags() == [True] * step * 3
    assert step >= len(STEPS)
    ends = Arrival.objects.order_by("end").values_list("end").annotate(count=Count("id"))
    assert dict(ends) == {End.CONTACT: step * 2, End.FOLLOW_UP: step}
    words = sorted(Contact.objects.values_list("words", flat=True))
    assert words == sorted(f"Lift\n\nNumber {number}{each}." for number in range(1, step + 1) for each in "ab")
    assert (Arrival.objects.count(), ledger.missing()) == (step * 3, 0)


def test_a_worker_killed_while_it_reads_and_takes_in_at_once_ends_each_message_exactly_once():
    with dovecot() as server:
        mailbox = mailbox_at(server.port)
        server.put(*(mail(f"Number {each}.", message_id=f"{each}@b") for each in range(60)))
        died = []
        for step in (60, 31, 14):
            died.append(not visit_and_die(mailbox, step))
            wait_until(not_read_by_anybody)
        assert died[0]
        visit(mailbox)
        rereading.end_what_waits(timezone.now() + timedelta(hours=1))
        assert server.flags() == [True] * 60
    assert (Arrival.objects.filter(end=End.CONTACT).count(), ledger.missing()) == (60, 0)
    words = sorted(Contact.objects.values_list("words", flat=True))
    assert words == sorted(f"Lift\n\nNumber {each}." for each in range(60))
