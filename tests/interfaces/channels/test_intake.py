"""The one door: what a message becomes, or is added to."""

from datetime import UTC, datetime, timedelta

import pytest

from firstline.casework.contacts.enclosing import content_of, enclosed_in
from firstline.casework.contacts.models import Contact
from firstline.casework.tickets.models import State, Ticket
from firstline.casework.tickets.resolution import ask_customer, resolve
from firstline.interfaces.channels import ledger, rereading
from firstline.interfaces.channels.intake import end
from firstline.interfaces.channels.models import Arrival, End, Fetched, Outgoing
from firstline.journal.recording import history_of
from firstline.reference.correspondence import intake_rules
from firstline.reference.customers.keeping import add_contact_point
from tests import builders, cast
from tests.interfaces.channels.letters import mail

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 10, tzinfo=UTC)


def arrive(raw, *, source="mailbox:1", at=AT):
    return end(ledger.store("email", source, f"1:{Arrival.objects.count() + 1}", raw, at=at), at=at)


def verbs(thing):
    return [entry.verb for entry in history_of(thing)]


def test_a_first_mail_becomes_a_contact_with_its_words_sender_and_language():
    customer = builders.customer("Carla Customer", language="fr")
    add_contact_point(customer, "email", "Carla@Example.org", by=cast.ana())
    quoted = (
        "Bonjour, l'ascenseur est en panne.\n\nLe lun. 3 août 2026 à 10:00, Desk <d@x.example> a écrit :\n> hello\n"
    )
    arrival = arrive(mail(quoted, subject="RE: Ascenseur en panne"))
    contact = arrival.contact
    assert (arrival.end, arrival.ticket, arrival.sender, arrival.subject) == (
        End.CONTACT, None, "carla@example.org", "RE: Ascenseur en panne")  # fmt: skip
    assert contact.words == "Ascenseur en panne\n\nBonjour, l'ascenseur est en panne."
    assert (contact.customer, contact.caller_email, contact.language) == (customer, "carla@example.org", "fr")
    assert (contact.channel, contact.is_open, contact.ended_at) == ("email", True, AT)
    assert verbs(contact) == ["contact.opened"]
    assert end(arrival, at=AT).contact == contact
    assert Contact.objects.count() == 1


def test_a_rule_of_the_desk_gives_the_code_and_so_a_ticket():
    builders.catch_all()
    code = builders.handled_code()
    condition = {"all": [{"field": "words", "is": "has_any", "value": ["fridge"]}]}
    intake_rules.lay_down({"name": "Fridges", "condition": condition, "code": code, "urgency": 1}, by=None)
    noise = {"all": [{"field": "sender", "is": "begins", "value": "news@"}]}
    intake_rules.lay_down({"name": "News", "condition": noise, "is_machine": True}, by=None)
    arrival = arrive(mail("Please collect my old fridge.", subject="Fridge"))
    ticket = arrival.ticket
    assert (ticket.title, ticket.code, ticket.urgency, ticket.channel) == ("Fridge", code, 1, "email")
    assert (arrival.end, arrival.because) == (End.CONTACT, "the rule “Fridges”")
    assert (arrival.contact.is_open, arrival.contact.outcome) == (False, "ticketed")
    news = arrive(mail("Sale!", sender="news@shop.example"))
    assert (news.end, news.contact, news.because) == (End.MACHINE, None, "the rule “News”")


def test_an_answer_goes_to_the_ticket_it_names_only_from_a_sender_who_may():
    ticket = builders.ticket(contact=builders.contact(caller_email="carla@example.org"))
    ask_customer(ticket, "Which floor?", by=cast.tomek(), at=AT)
    answer = arrive(mail("The third.", subject=f"Re: [T{ticket.number}] Lift", message_id="a@x"))
    ticket.refresh_from_db()
    assert (answer.end, answer.ticket, ticket.state) == (End.FOLLOW_UP, ticket, State.NEW)
    assert verbs(ticket)[-1] == "ticket.customer_answered"
    more = arrive(mail("And it smells.", subject="Lift", references="<a@x>"))
    assert (more.end, more.ticket) == (End.FOLLOW_UP, ticket)
    stranger = arrive(mail("Me too", subject=f"T{ticket.number}", sender="eve@example.org", in_reply_to="<a@x>"))
    assert (stranger.end, stranger.ticket) == (End.CONTACT, None)


def test_our_own_secret_address_leads_an_answer_and_a_bounce_to_what_they_are_about():
    ticket = builders.ticket(contact=builders.contact(caller_email="carla@example.org"))
    facts = {"occasion": "answer", "language": "en", "subject": "Lift", "body": "?", "queued_at": AT, "due_at": AT}
    tag = "abcdefghijklmnopqrstuvwx"
    sent = Outgoing.objects.create(
        to="carla@example.org",
        ticket=ticket,
        contact=ticket.contact,
        message_id="ours@x",
        tag=tag,
        state="sent",
        **facts,
    )
    to_us = {"delivered_to": f"desk+{tag}@city.example"}
    # Whoever has the address has it from us, from wherever they write.
    answer = arrive(mail("From my other address.", sender="carla@elsewhere.example", **to_us))
    assert (answer.end, answer.ticket, answer.answers_id) == (End.FOLLOW_UP, ticket, sent.pk)
    failure = "<carla@example.org>:\n550 5.1.1 no mailbox here\n"
    bounce = arrive(mail(failure, sender="MAILER-DAEMON@example.org", subject="failure notice", **to_us))
    sent.refresh_from_db()
    assert (bounce.end, bounce.ticket, bounce.contact, sent.state) == (
        End.MACHINE, ticket, ticket.contact, "bounced")  # fmt: skip


def test_what_answers_a_resolved_ticket_confirms_it_thanks_or_opens_it_again():
    builders.catch_all()
    for text, state in (
        ("Yes, it works now. Thank you!", State.CLOSED),
        ("ขอบคุณมากครับ ใช้ได้แล้ว", State.CLOSED),
        ("Thanks a lot", State.RESOLVED),
        ("Thanks, but it still drips", State.NEW),
        ("Cela ne marche toujours pas.", State.NEW),
    ):
        ticket = builders.ticket(contact=builders.contact(caller_email="carla@example.org"))
        resolve(ticket, "Tightened the tap.", by=cast.tomek(), at=AT)
        arrive(mail(text, subject=f"Re: T{ticket.number}", message_id=f"{ticket.number}@x"), at=AT + timedelta(days=1))
        ticket.refresh_from_db()
        assert (text, ticket.state) == (text, state)


def test_the_same_message_comes_twice_in_every_way_and_makes_one_contact():
    raw = mail(message_id="one@x")
    first = arrive(raw)
    assert arrive(raw) == first
    other_mailbox = arrive(b"Received: from elsewhere\r\n" + raw, source="mailbox:2")
    assert (other_mailbox.end, other_mailbox.contact) == (End.FOLLOW_UP, first.contact)
    forged = arrive(mail("Something else.", message_id="one@x"))
    assert (forged.end, forged.contact == first.contact) == (End.CONTACT, False)
    day = ledger.days(AT.date(), AT.date() + timedelta(days=1))
    assert [(row.source, row.fetched, row.again, row.ended, row.difference) for row in day] == [
        ("mailbox:1", 3, 1, 2, 0), ("mailbox:2", 1, 0, 1, 0)]  # fmt: skip
    assert ledger.missing() == 0
    Fetched.objects.filter(source="mailbox:1").update(count=9)
    assert ledger.missing() == 6


def test_files_come_along_and_the_same_bytes_are_kept_once():
    raw = mail("See the picture.", message_id="f@x").replace(
        b"text/plain; charset=utf-8", b"multipart/mixed; boundary=b"
    )
    part = b'--b\r\nContent-Type: image/png; name="a.png"\r\nContent-Disposition: attachment; filename="a.png"\r\n'
    part += b"Content-Transfer-Encoding: base64\r\n\r\nAAEC\r\n"
    head, _, _text = raw.partition(b"\r\n\r\n")
    body = b"--b\r\nContent-Type: text/plain\r\n\r\nSee.\r\n" + part + part.replace(b"a.png", b"b.png") + b"--b--\r\n"
    contact = arrive(head + b"\r\n\r\n" + body).contact
    files = enclosed_in(contact)
    assert [(file.name, file.media_type, content_of(file)) for file in files] == [
        ("a.png", "image/png", b"\x00\x01\x02"), ("b.png", "image/png", b"\x00\x01\x02")]  # fmt: skip
    assert files[0].stored_id == files[1].stored_id


def test_machine_mail_opens_nothing_and_what_staff_forward_is_the_customers():
    away = arrive(mail("I am away.", auto_submitted="auto-replied"))
    assert (away.end, away.contact, away.because) == (End.MACHINE, None, "automatic reply: Auto-Submitted")
    cast.ana()
    text = "Please take care.\n\n-----Original Message-----\nFrom: Carla Customer <carla@example.org>\n"
    text += "Subject: Tap\n\nIt drips."
    sent_on = arrive(mail(text, sender="Ana <ana@example.org>", subject="Fwd: Tap"))
    assert (sent_on.contact.caller_email, sent_on.contact.words) == ("carla@example.org", "Tap\n\nIt drips.")


def test_what_cannot_be_read_is_kept_shown_and_read_again():
    empty = arrive(b"\r\n\r\n")
    assert empty.end in (End.QUARANTINED, End.MACHINE)
    nobody = arrive(mail("Hello?", sender=""))
    assert (nobody.end, nobody.because) == (End.QUARANTINED, "it names no sender who could be answered")
    assert rereading.read_again(nobody, by=cast.marc(), at=AT).end == End.QUARANTINED
    let = rereading.let_through(nobody, by=cast.marc(), at=AT)
    assert (let.end, let.contact.words) == (End.CONTACT, "Lift\n\nHello?")
    assert Ticket.objects.count() == 0


def test_what_was_stored_and_left_is_read_later_and_what_kills_its_reader_is_set_aside():
    left = ledger.store("email", "mailbox:1", "1:1", mail(), at=AT)
    poison = ledger.store("email", "mailbox:1", "1:2", mail("x"), at=AT)
    Arrival.objects.filter(pk=poison.pk).update(tries=rereading.MOST_TRIES)
    assert rereading.end_what_waits(AT) == 0
    assert rereading.end_what_waits(AT + timedelta(minutes=1)) == 2
    left.refresh_from_db()
    poison.refresh_from_db()
    assert (left.end, poison.end) == (End.CONTACT, End.QUARANTINED)
    assert poison.because == "reading it broke off 3 times"
