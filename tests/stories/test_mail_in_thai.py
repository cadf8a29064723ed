"""A mail in Thai, from its arrival to the answer, the confirmation and the rating; letters leave by a real server."""

import re
from email.header import Header
from email.message import EmailMessage

import pytest
from django.utils import timezone

from firstline.casework.tickets.models import Rating, State, Ticket
from firstline.interfaces.channels import ledger
from firstline.interfaces.channels.intake import end
from firstline.interfaces.channels.models import Arrival, Delivery, End, Outgoing
from firstline.interfaces.channels.posting import tell_and_send
from firstline.reference.correspondence.keeping import set_sender, sign
from firstline.reference.correspondence.shipping import ship_messages
from tests import builders
from tests.cast import ana
from tests.interfaces.channels.letters import mail
from tests.interfaces.portal.telephone import Telephone
from tests.mail_server import Taken, mail_server
from tests.stories.desk import Caller, sign_in

pytestmark = pytest.mark.django_db
WORDS = "ตู้เย็นเก่าวางอยู่หน้าบ้าน ช่วยมารับไปทิ้งให้หน่อยค่ะ"
SENDER = f"{Header('ดาว ใจดี', 'utf-8').encode()} <dao@example.org>"


def arrive(raw: bytes) -> Arrival:
    return end(ledger.store("email", "mailbox:1", str(Arrival.objects.count()), raw))


def post(server: Taken) -> EmailMessage:
    """Let the clock tell and send, until what waits for others is due too; gives the last letter that left."""
    tell_and_send(timezone.now())
    Outgoing.objects.filter(state=Delivery.QUEUED).update(due_at=timezone.now())
    tell_and_send(timezone.now())
    return server.messages[-1]


def text(letter: EmailMessage) -> str:
    plain = letter.get_body(("plain",))
    assert plain is not None
    return str(plain.get_content())


def path(letter: EmailMessage, word: str) -> str:
    """The address in a letter that leads to a page of this kind."""
    found = re.search(rf"https?://[^/\s]+(/\S*/{word}/?\S*)", text(letter))
    assert found is not None, text(letter)
    return found[1]


def test_a_mail_in_thai_to_its_answer_confirmation_and_rating(settings) -> None:
    ship_messages()
    set_sender("City desk", "desk@city.example", by=None)
    sign(None, "th", "ศูนย์บริการเมือง", by=None)
    builders.catch_all()
    code, client = builders.handled_code(), sign_in(ana())
    with mail_server() as (server, settings.SMTP):
        subject = Header("ตู้เย็นเก่า", "utf-8").encode()
        arrived = arrive(mail(WORDS, sender=SENDER, subject=subject, message_id="first@example.org"))
        assert (arrived.end, arrived.contact.language) == (End.CONTACT, "th")
        letter = post(server)
        assert letter["To"].addresses[0].addr_spec == "dao@example.org"
        assert letter["Subject"].startswith(f"C{arrived.contact.number} ได้รับเรื่องแล้ว")
        assert "ศูนย์บริการเมือง" in text(letter)

        call = Caller(client, arrived.contact.number)
        call.press("kind/", kind="action")
        call.type("code", code.pk)
        call.press("tickets/")
        ticket = Ticket.objects.get()
        client.post(f"/tickets/{ticket.number}/question/", {"text": "ตู้เย็นมีกี่ตู้คะ"})
        asked = post(server)
        assert (asked["In-Reply-To"], "ตู้เย็นมีกี่ตู้คะ" in text(asked)) == ("<first@example.org>", True)

        reply_to, asked_id = asked["Reply-To"].addresses[0].addr_spec, asked["Message-ID"]
        answer = mail(
            "สองตู้ค่ะ", sender=SENDER, subject=f"Re: {ticket}", message_id="second@example.org", In_Reply_To=asked_id
        )
        followed = arrive(answer.replace(b"To: desk@city.example", f"To: {reply_to}".encode()))
        ticket.refresh_from_db()
        assert (followed.end, followed.ticket, ticket.state) == (End.FOLLOW_UP, ticket, State.NEW)

        client.post(f"/tickets/{ticket.number}/messages/", {"text": "รถจะไปรับพรุ่งนี้ค่ะ"})
        assert "รถจะไปรับพรุ่งนี้ค่ะ" in text(post(server))
        client.post(f"/tickets/{ticket.number}/resolution/", {"resolution": "Collected"})
        done = post(server)
        # How it was solved is written for colleagues.
        assert ("เสร็จแล้ว" in done["Subject"], "Collected" in text(done)) == (True, False)

    phone = Telephone("th")
    assert phone.open(path(done, "follow")).status_code == 200
    phone.send(f"{phone.at}messages/", verdict="confirmed", words="")
    ticket.refresh_from_db()
    assert (ticket.state, ticket.confirmed_at is not None) == (State.CLOSED, True)
    phone.open(path(done, "rating"))
    assert not Rating.objects.exists()
    phone.send(phone.at, score="5")
    assert Rating.objects.get(ticket=ticket).score == 5
    assert {row.state for row in Outgoing.objects.all()} == {Delivery.SENT}
