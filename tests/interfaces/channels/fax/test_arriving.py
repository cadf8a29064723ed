"""Faxes come by mail over a real SMTP server or lie in a folder, and are contacts with pages to look at."""

import os
import smtplib
import time
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

import pytest

from firstline.casework.contacts.models import Contact
from firstline.interfaces.channels.email.receiving import taking_mail
from firstline.interfaces.channels.fax.folder import fetch_faxes
from firstline.interfaces.channels.fax.taking import draw_pages, read_words
from firstline.interfaces.channels.models import Arrival, End, Fax, FaxPage
from firstline.reference.correspondence.models import Sender
from firstline.reference.correspondence.telephony import create_fax_line
from firstline.reference.customers.keeping import create_customer
from tests.cast import ana
from tests.interfaces.channels.fax import made
from tests.mail_servers import free_port
from tests.processes import wait_until
from tests.stories.desk import sign_in

PAGES = ("Please fetch the old fridge", "12 Mill Lane, second floor")


def mail(sender: str, subject: str, text: str, raw: bytes = b"", kind: str = "image/tiff") -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, "fax@city.example", subject
    message["Message-ID"] = f"<{abs(hash(subject + text))}@gateway.example>"
    message.set_content(text)
    if raw:
        main, _slash, sub = kind.partition("/")
        message.add_attachment(raw, maintype=main, subtype=sub, filename=f"fax.{sub[:3]}")
    return message.as_bytes(policy=SMTP)


def mails(folder: Path) -> list[bytes]:
    """One in each documented format, with faxes as they are really made."""
    g4 = made.tiff(*PAGES)
    hylafax = "Sender: 617 555 0101\nPages: 2\nReceived: 2026:03:04 23:00:27\nCommID: c00000010\n"
    t38 = "CallingParty: sip:16175550101@callcentric.com\nStartTime: 2026-03-04 23:00:27\n"
    faxback = "sender_csid: 617 555 0101\nreceiver_csid: City\npage_count: 2\n"
    efax = "eFax from Mill - 2 page(s), caller ID: 617-555-0101"
    agent = "The HylaFAX Receive Agent <fax@city.example>"
    return [
        mail(agent, "facsimile received from 617 555 0101", hylafax, made.two_dimensional(g4, folder)),
        mail(agent, "facsimile received from Mill", f"recvq/fax00008.tif\n{hylafax}"),
        mail("eFax <m@efax.com>", efax, "", made.pdf(*PAGES), made.PDF),
        mail("pbx@city.example", "Incoming fax", t38, made.tiff(*PAGES, compression="group3", dpi=(204, 98))),
        mail("faxserver@city.example", "Fax received", faxback, g4),
    ]


@pytest.mark.django_db(transaction=True)
def test_in_every_documented_format_a_mail_over_smtp_is_a_fax_of_its_sender(tmp_path: Path) -> None:
    carla = create_customer("Carla", points=[("fax", "+1 617 555 0101")], by=None)
    Sender.objects.create(name="Desk", address="fax@city.example")
    sent, port = mails(tmp_path), free_port()
    with taking_mail([f"smtp://127.0.0.1:{port}"]):
        with smtplib.SMTP("127.0.0.1", port, local_hostname="gateway") as line:
            for raw in sent:
                line.sendmail("gateway@city.example", ["fax@city.example"], raw)
        wait_until(lambda: not Arrival.objects.filter(end="").exists() and Arrival.objects.count() == len(sent))
    assert [(arrival.end, arrival.because) for arrival in Arrival.objects.all()] == [(End.CONTACT, "")] * 5
    contacts = Contact.objects.order_by("number")
    assert {(contact.channel, contact.customer) for contact in contacts} == {("fax", carla)}
    assert [contact.words for contact in contacts if contact.words] == [
        "The fax waits on the fax server: recvq/fax00008.tif"
    ]
    for fax in Fax.objects.filter(state="waiting"):
        draw_pages(fax=fax.pk)
    drawn = [(fax.state, fax.problem, fax.pages.count(), fax.pages_told) for fax in Fax.objects.order_by("pk")]
    assert drawn == [("drawn", "", 2, told) for told in (2, 2, None, 2)]


@pytest.mark.django_db
def test_what_lies_in_a_folder_is_taken_once_shown_by_pages_and_read(tmp_path: Path, settings: Any) -> None:
    settings.FAX_FOLDER = str(tmp_path)
    carla = create_customer("Carla", points=[("fax", "+1 617 555 0101")], language="en", by=None)
    line = create_fax_line({"name": "Machine", "folder": "hall", "region": "US"}, by=None)
    assert fetch_faxes(datetime.now(UTC)) == 0
    hall = tmp_path / "hall"
    hall.mkdir()
    for name, raw in (
        ("fax00001.tif", made.tiff(*PAGES, sender="617 555 0101")),
        ("in_16175550101.pdf", made.pdf("Thank you")),
        ("broken.tif", b"not one at all"),
        ("notes.txt", b"left alone"),
    ):
        (hall / name).write_bytes(raw)
        os.utime(hall / name, (time.time() - 60, time.time() - 60))
    (hall / "growing.tif").write_bytes(b"II*\x00")
    (hall / "link.tif").symlink_to("/etc/passwd")
    assert (fetch_faxes(datetime.now(UTC)), fetch_faxes(datetime.now(UTC))) == (3, 0)
    assert sorted(arrival.end for arrival in Arrival.objects.filter(source=f"fax_line:{line.pk}")) == [
        End.CONTACT,
        End.CONTACT,
        End.QUARANTINED,
    ]
    assert sorted(entry.name for entry in hall.iterdir()) == ["growing.tif", "link.tif", "notes.txt", "taken"]
    first = Contact.objects.order_by("number").filter(customer=carla).get(caller_number="617 555 0101")
    fax = Fax.objects.get(enclosure__of_id=first.pk)
    draw_pages(fax=fax.pk)
    read_words(fax=fax.pk)
    draw_pages(fax=fax.pk)
    first.refresh_from_db()
    assert FaxPage.objects.filter(fax=fax).count() == 2
    assert first.words == "" or "old fridge" in first.words
    client = sign_in(ana())
    screen = client.get(f"/contacts/{first.number}/").content.decode()
    assert f'src="/faxes/{fax.pk}/pages/2/"' in screen
    picture = client.get(f"/faxes/{fax.pk}/pages/2/")
    assert (picture["Content-Type"], picture.content[:4]) == ("image/png", b"\x89PNG")
    wrong = (f"/faxes/{fax.pk}/pages/3/", f"/faxes/{10**30}/pages/1/", f"/faxes/{fax.pk}/pages/{10**30}/")
    assert [client.get(url).status_code for url in wrong] == [404] * 3
