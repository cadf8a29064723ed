"""Mail handed over by SMTP and LMTP: said to be taken only when it is kept."""

import smtplib
import socket

import pytest

from firstline.interfaces.channels.email.receiving import taking_mail
from firstline.interfaces.channels.models import Arrival, End, Fetched
from firstline.reference.correspondence.models import Sender
from tests.interfaces.channels.letters import mail
from tests.mail_servers import free_port
from tests.processes import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


def ended():
    return Arrival.objects.exclude(end="").count()


def test_what_is_handed_over_is_kept_before_it_is_taken_and_read_after():
    Sender.objects.create(name="Desk", address="desk@city.example")
    port = free_port()
    with taking_mail([f"smtp://127.0.0.1:{port}"]):
        with smtplib.SMTP("127.0.0.1", port, local_hostname="relay") as line:
            raw = mail("By SMTP.", message_id="s@x")
            assert line.sendmail("carla@example.org", ["desk+abc@city.example"], raw) == {}
            assert Arrival.objects.count() == 1
            line.sendmail("carla@example.org", ["desk@city.example"], raw)
            with pytest.raises(smtplib.SMTPRecipientsRefused):
                line.sendmail("carla@example.org", ["someone@elsewhere.example"], raw)
            line.sendmail("x@example.org", ["desk@city.example"], b"\xff\x00 no mail at all \xfe")
        wait_until(lambda: ended() == 2)
    first = Arrival.objects.get(times=2)
    assert (first.end, first.contact.words, first.source) == (End.CONTACT, "Lift\n\nBy SMTP.", "smtp")
    assert b"X-Original-To: desk+abc@city.example" in bytes(first.raw.content)
    assert list(Fetched.objects.values_list("count", "again")) == [(3, 1)]


def test_lmtp_answers_for_each_recipient():
    port = free_port()
    with taking_mail([f"lmtp://127.0.0.1:{port}"]):
        with socket.create_connection(("127.0.0.1", port), 5) as line:
            said = line.makefile("rb")
            for words, answers in (
                (b"", 1),
                (b"LHLO relay\r\n", 0),
                (b"MAIL FROM:<carla@example.org>\r\n", 1),
                (b"RCPT TO:<one@city.example>\r\n", 1),
                (b"RCPT TO:<two@city.example>\r\n", 1),
                (b"DATA\r\n", 1),
                (mail("By LMTP.") + b".\r\n", 2),
            ):
                line.sendall(words)
                if not answers:
                    while said.readline()[3:4] == b"-":
                        pass
                last = [said.readline()[:3] for _answer in range(answers)]
        wait_until(lambda: ended() == 1)
    assert last == [b"250", b"250"]
