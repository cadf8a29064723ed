"""A worker that is killed while it sends: each message arrives, and twice only where nobody could know."""

import pytest

from firstline.interfaces.channels import delivery, outbox
from firstline.interfaces.channels.delivery import LEASE, send_waiting
from firstline.interfaces.channels.models import Delivery, Outgoing
from firstline.reference.correspondence.occasions import Occasion
from tests.builders import NOON
from tests.interfaces.channels.killing import die_at
from tests.mail_server import mail_server

pytestmark = pytest.mark.django_db(transaction=True)
STEPS = {"_claim", "_hand_over", "mark", "getreply", "_taken", "record"}
OURS = ("channels", "recording", "smtplib")


def send_and_die(at_step):
    return die_at(at_step, lambda: delivery.send_some(NOON), steps=STEPS, ours=OURS)


def test_a_worker_killed_at_every_step_of_sending_loses_nothing_and_doubles_only_what_it_could_not_know(settings):
    with mail_server() as (taken, facts):
        settings.SMTP = facts
        step, is_over, doubled = 0, False, 0
        while not is_over:
            step += 1
            row = outbox.put(Occasion.MESSAGE, f"{step}@example.org", by=None, text="Hello", at=NOON)
            del taken.envelopes[:]
            is_over = send_and_die(step)
            send_waiting(NOON + LEASE * 2)
            arrived = [each["Message-ID"] for each in taken.messages]
            assert arrived in ([f"<{row.message_id}>"], [f"<{row.message_id}>"] * 2)
            row.refresh_from_db()
            assert len(arrived) == 1 or row.is_unsure
            doubled += len(arrived) - 1
            assert set(Outgoing.objects.values_list("state", flat=True)) == {Delivery.SENT}
    assert step > len(STEPS)
    assert doubled > 0
