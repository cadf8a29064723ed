"""The mails of fax gateways are recognised, and those of people are not taken for faxes."""

from email.message import EmailMessage

import pytest

from firstline.interfaces.channels.email.reading import read
from firstline.interfaces.channels.fax.gateways import recognise

HYLAFAX = """recvq/fax00008.tif:
    Sender: +1 617 555 0101
     Pages: 2
   Quality: Fine
      Page: ISO A4
  Received: 2026:03:04 23:00:27
TimeToRecv: 0:20
SignalRate: 14400 bit/s
DataFormat: 1-D MR
ReceivedOn: ttyS0
    CommID: c00000010
"""
T38 = "CallingParty: sip:17774731277@callcentric.com\nCalledParty: sip:100@desk\nStartTime: 2026-03-04 23:00:27\n"
FAXBACK = "sender_csid: Mill 617 555 0101\nreceiver_csid: City\npage_count: 3\nmessage_completion_code: 0\n"


def mail(sender: str, subject: str, text: str, file: str = "fax.tif") -> bytes:
    message = EmailMessage()
    message["From"], message["Subject"], message["To"] = sender, subject, "fax@city.example"
    message["Message-ID"] = "<1@gateway.example>"
    message.set_content(text)
    if file:
        kind = ("application", "pdf") if file.endswith("pdf") else ("image", "tiff")
        message.add_attachment(b"II*\x00", maintype=kind[0], subtype=kind[1], filename=file)
    return message.as_bytes()


FAXES = {
    "HylaFAX": (
        mail("The HylaFAX Receive Agent <fax@city.example>", "facsimile received from +1 617 555 0101", HYLAFAX),
        ("HylaFAX", "+1 617 555 0101", "", 2, ""),
    ),
    "HylaFAX without the fax": (
        mail("The HylaFAX Receive Agent <fax@city.example>", "facsimile received from Mill", HYLAFAX, file=""),
        ("HylaFAX", "+1 617 555 0101", "", 2, "recvq/fax00008.tif"),
    ),
    "eFax": (
        mail("eFax <message@inbound.efax.com>", "eFax from Harbour Mill - 3 page(s), caller ID: 617-555-0101", "Hi"),
        ("eFax", "617-555-0101", "Harbour Mill", 3, ""),
    ),
    "eFax, newer": (
        mail("eFax <m@efax.com>", 'eFax message from "6175550101" - 1 page(s), Caller-ID: 617-555-0101', "", "a.pdf"),
        ("eFax", "617-555-0101", "6175550101", 1, ""),
    ),
    "T38": (
        mail("gateway@pbx.example", "Incoming fax", T38),
        ("T38Fax", "17774731277", "", None, ""),
    ),
    "T38, in the subject": (
        mail("gateway@pbx.example", "Fax from isdn:13195401289", "", "f.tiff"),
        ("T38Fax", "13195401289", "", None, ""),
    ),
    "FaxBack": (mail("faxserver@city.example", "Fax received", FAXBACK), ("FaxBack", "617 555 0101", "Mill", 3, "")),
    "another": (
        mail("scanner@city.example", "Télécopie de +33 1 40 20 50 50", "", "doc.pdf"),
        ("other", "+33 1 40 20 50 50", "", None, ""),
    ),
}
LETTERS = {
    "about a fax": mail("ana@mail.example", "Your fax of Monday", "I could not read it.", file=""),
    "with a file": mail("ana@mail.example", "Invoice 20260304", "See the file.", "invoice.pdf"),
    "long": mail("ana@mail.example", "My fax 617 555 0101 is broken", "It prints nothing. " * 60, "photo.pdf"),
    "a receipt": mail("eFax <m@efax.com>", "eFax Corporate: your account", "Hello", file=""),
}


@pytest.mark.parametrize("name", FAXES)
def test_a_gateways_mail_is_a_fax(name: str) -> None:
    raw, told = FAXES[name]
    notice = recognise(read(raw))
    assert notice is not None
    assert (notice.gateway, notice.number, notice.name, notice.pages, notice.place) == told


@pytest.mark.parametrize("name", LETTERS)
def test_a_persons_mail_is_none(name: str) -> None:
    assert recognise(read(LETTERS[name])) is None
