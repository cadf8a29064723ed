"""Messages are sent once, again when they have to be, and never disappear."""

from datetime import timedelta

import pytest

from firstline.casework.tickets.models import CallBack
from firstline.interfaces.channels import outbox
from firstline.interfaces.channels.delivery import DRY_RUN, LEASE, NO_SERVER, TOO_MANY, WAITS, send_waiting, take_back
from firstline.interfaces.channels.models import Delivery, Outgoing
from firstline.journal.models import Entry
from firstline.reference.correspondence.keeping import set_dispatch, set_sender
from firstline.reference.correspondence.occasions import Occasion
from tests import builders
from tests.builders import NOON
from tests.cast import ana
from tests.mail_server import mail_server

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(settings):
    with mail_server() as (taken, facts):
        settings.SMTP = facts
        yield taken


def put(to="carla@example.org", **facts):
    row = outbox.put(Occasion.MESSAGE, to, **{"by": None, "text": "Hello", "at": NOON, **facts})
    assert row is not None
    return row


def states():
    return list(Outgoing.objects.order_by("id").values_list("state", flat=True))


def entries(*verbs):
    return list(Entry.objects.filter(verb__in=verbs).order_by("id").values_list("verb", flat=True))


def test_a_message_is_sent_once_with_all_that_ties_its_answer_to_it(server):
    set_sender("City desk", "desk@city.example", by=None)
    ticket = builders.ticket(customer=builders.customer(), title="Pothole")
    row = put(
        ticket=ticket,
        customer=ticket.customer,
        text="Grüße\n.leading dot\n<b>no tag</b>",
        by=ana(),
        answers="abc@x.example",
    )
    assert send_waiting(NOON) == 1
    assert send_waiting(NOON) == 0
    [message], row = server.messages, Outgoing.objects.get(pk=row.pk)
    assert (message["From"], message["To"]) == ("City desk <desk@city.example>", "Carla Customer <carla@example.org>")
    assert message["Reply-To"] == f"City desk <desk+{row.tag}@city.example>"
    assert server.envelopes[0].mail_from == f"desk+{row.tag}@city.example"
    assert (message["Message-ID"], message["In-Reply-To"]) == (f"<{row.message_id}>", "<abc@x.example>")
    assert message["Auto-Submitted"] is None
    text = message.get_body(("plain",)).get_content()
    assert "Grüße\n.leading dot\n<b>no tag</b>" in text.replace("\r\n", "\n")
    assert "&lt;b&gt;no tag&lt;/b&gt;" in message.get_body(("html",)).get_content()
    assert (row.state, row.attempts, row.is_unsure) == (Delivery.SENT, 1, False)
    assert Entry.objects.get(verb="message.sent").context_id == ticket.pk


def test_what_a_server_says_decides_whether_it_is_tried_again(server):
    server.by_recipient = {"gone@example.org": "550 5.1.1 no such user", "full@example.org": "452 4.2.2 mailbox full"}
    ticket = builders.ticket(customer=builders.customer())
    gone, full, fine = put("gone@example.org", ticket=ticket), put("full@example.org"), put("fine@example.org")
    send_waiting(NOON)
    assert states() == [Delivery.FAILED, Delivery.QUEUED, Delivery.SENT]
    gone.refresh_from_db(), full.refresh_from_db()
    assert (gone.because, full.because) == ("550 5.1.1 no such user", "452 4.2.2 mailbox full")
    assert full.due_at - NOON >= timedelta(minutes=WAITS[0])
    assert entries("message.failed") == ["message.failed"]
    owed = CallBack.objects.get()
    assert list(owed.tickets.all()) == [ticket]
    del server.by_recipient["full@example.org"]
    send_waiting(full.due_at)
    assert states() == [Delivery.FAILED, Delivery.SENT, Delivery.SENT]
    assert server.recipients == ["fine@example.org", "full@example.org"]
    del server.by_recipient["gone@example.org"]
    outbox.send_again(gone, by=ana(), at=NOON)
    send_waiting(NOON)
    assert states() == [Delivery.SENT] * 3
    assert fine.tag != gone.tag


def test_a_message_that_is_never_taken_is_given_up_after_three_days(server):
    server.plan = ["451 later"] * len(WAITS)
    row, at = put(), NOON
    for _wait in WAITS:
        assert row.state == Delivery.QUEUED
        send_waiting(at)
        row.refresh_from_db()
        at = row.due_at
    assert (row.state, row.attempts, server.plan) == (Delivery.FAILED, len(WAITS), [])


def test_a_server_that_dies_after_the_text_gets_it_again_under_the_same_id(server):
    server.plan = ["die"]
    row = put()
    send_waiting(NOON)
    row.refresh_from_db()
    assert (row.state, row.is_unsure) == (Delivery.QUEUED, True)
    send_waiting(row.due_at)
    first, second = server.messages
    assert first["Message-ID"] == second["Message-ID"] == f"<{row.message_id}>"
    assert states() == [Delivery.SENT]


def test_a_server_that_does_not_answer_in_time_is_not_waited_for(server, settings):
    settings.SMTP["seconds"] = 0.3
    server.plan = ["sleep"]
    row = put()
    send_waiting(NOON)
    row.refresh_from_db()
    assert (row.state, row.is_unsure) == (Delivery.QUEUED, True)


def test_a_server_that_is_away_costs_nobody_a_message(settings):
    settings.SMTP = {"host": "127.0.0.1", "port": 1, "user": "", "password": "", "tls": "no"}
    put("a@example.org"), put("b@example.org")
    send_waiting(NOON)
    rows = list(Outgoing.objects.order_by("id"))
    assert [(row.state, row.attempts, row.is_unsure) for row in rows] == [(Delivery.QUEUED, 1, False)] * 2
    assert "ConnectionRefusedError" in rows[0].because


def test_what_a_dead_worker_had_claimed_goes_again_and_says_when_it_may_be_the_second_time(server):
    before, after = put("before@example.org"), put("after@example.org")
    Outgoing.objects.update(state=Delivery.SENDING, claimed_at=NOON)
    Outgoing.objects.filter(pk=after.pk).update(data_at=NOON)
    assert take_back(NOON + LEASE) == 0
    assert take_back(NOON + LEASE + timedelta(seconds=1)) == 2
    before.refresh_from_db(), after.refresh_from_db()
    assert (before.is_unsure, after.is_unsure) == (False, True)
    send_waiting(NOON)
    assert states() == [Delivery.SENT] * 2


def test_nothing_leaves_in_a_dry_run_or_without_a_server(server, settings):
    set_dispatch(is_dry_run=True, most_per_hour=20, by=None)
    put()
    send_waiting(NOON)
    set_dispatch(is_dry_run=False, most_per_hour=20, by=None)
    settings.SMTP = None
    put()
    send_waiting(NOON)
    assert [(row.state, row.because) for row in Outgoing.objects.order_by("id")] == [
        (Delivery.HELD, DRY_RUN),
        (Delivery.HELD, NO_SERVER),
    ]
    assert server.messages == []


def test_nobody_outside_gets_more_than_so_many_in_an_hour(server):
    set_dispatch(is_dry_run=False, most_per_hour=2, by=None)
    for _ in range(3):
        put("loop@example.org")
    put("other@example.org")
    send_waiting(NOON)
    assert states() == [Delivery.SENT, Delivery.SENT, Delivery.HELD, Delivery.SENT]
    assert Outgoing.objects.get(state=Delivery.HELD).because == TOO_MANY


def test_machines_and_ourselves_are_not_written_to():
    set_sender("City desk", "desk@city.example", by=None)
    none = ["mailer-daemon@x.example", "no-reply@x.example", "DESK+abc@city.example", "list-bounces@x.example", "a@b@c"]
    none += ["", "a b@c.example", "x@y\r\nBcc: z@example.org"]
    assert [outbox.put(Occasion.MESSAGE, to, text="x", by=None) for to in none] == [None] * len(none)
    row = outbox.put(Occasion.MESSAGE, "żółw@żółw.example", text="x", by=None)
    assert row is not None
    assert row.to == "żółw@xn--w-uga1v8h.example"


def test_a_bounce_is_trouble_until_somebody_has_seen_to_it(server):
    row = put(ticket=builders.ticket(customer=builders.customer()))
    send_waiting(NOON)
    outbox.bounced(row, is_hard=False, because="4.2.2 mailbox full")
    assert states() == [Delivery.SENT]
    outbox.bounced(row, is_hard=True, because="5.1.1 unknown")
    outbox.bounced(row, is_hard=True, because="5.1.1 unknown")
    assert entries("message.bounced") == ["message.bounced"]
    assert (Outgoing.objects.in_trouble().count(), CallBack.objects.count()) == (1, 1)
    outbox.see_to(row, by=ana())
    assert Outgoing.objects.in_trouble().count() == 0
