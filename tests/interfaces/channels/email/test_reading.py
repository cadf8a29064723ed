"""Messages as they should be, and as they come."""

import base64
from datetime import UTC, datetime, timedelta, timezone

from firstline.interfaces.channels.email.message import Address, Defect, Part
from firstline.interfaces.channels.email.reading import read
from tests.interfaces.channels.email.messages import mixed, part, raw

TEXT = ["Content-Type: text/plain; charset=utf-8", "", "The lamp is dark."]
HTML = ["Content-Type: text/html; charset=utf-8", "", "<p>The <b>lamp</b></p>"]
PDF = ["Content-Type: application/pdf", "Content-Transfer-Encoding: base64", "Content-Disposition: attachment;"]


def test_the_fields_of_a_plain_message():
    message = read(
        raw(
            'To: "Desk, First" <desk@example.org>, bob@example.org',
            "Message-ID: <1@example.org>",
            "In-Reply-To: <0@example.org>",
            "References: <a@example.org>",
            " <0@example.org>",
            "",
            "Our lamp is dark.",
        )
    )
    assert message.sender == Address("Ana Lind", "ana@example.org")
    assert message.to == (Address("Desk, First", "desk@example.org"), Address("", "bob@example.org"))
    assert (message.subject, message.text, message.language) == ("Lamp", "Our lamp is dark.", "en")
    assert (message.message_id, message.in_reply_to) == ("1@example.org", "0@example.org")
    assert message.references == ("a@example.org", "0@example.org")
    assert message.date == datetime(2012, 4, 2, 10, tzinfo=timezone(timedelta(hours=2)))
    assert (message.structure, message.defects) == (Part("text/plain"), ())


def test_text_html_and_files_of_a_message():
    name = "filename*0*=UTF-8''caf%C3%A9; filename*1=.pdf"
    message = read(mixed(part(*TEXT), part(*HTML), part(*PDF, f" {name}", "", base64.b64encode(b"%PDF").decode())))
    assert (message.text, message.html) == ("The lamp is dark.", "<p>The <b>lamp</b></p>")
    (file,) = message.attachments
    assert (file.name, file.media_type, file.size, file.content) == ("café.pdf", "application/pdf", 4, b"%PDF")
    assert message.structure.parts == (Part("text/plain"), Part("text/html"), Part("application/pdf"))


def test_html_alone_is_told_as_text():
    message = read(raw("Content-Type: text/html", "", "<p>One</p><script>bad()</script><ul><li>Two</ul>"))
    assert message.text == "One\n\n- Two"


def test_letters_in_undeclared_and_wrong_charsets():
    fields = "From: ana@example.org\nDate: Mon, 2 Apr 2012 10:00:00 +0200"
    assert read(raw("", "é", fields=fields)).text == "é"
    latin = fields.encode() + "\nSubject: Fr\xf6sche\nContent-Type: text/plain; charset=us-ascii\n\nFr\xf6sche".encode(
        "latin-1"
    )
    assert (read(latin).subject, read(latin).text) == ("Frösche", "Frösche")
    thai = fields.encode() + b"\nContent-Type: text/plain; charset=TIS-620\n\n" + "ไฟดับ".encode("cp874")
    assert (read(thai).text, read(thai).language) == ("ไฟดับ", "th")


def test_a_letter_cut_in_two_by_encoded_words_becomes_whole():
    message = read(raw("", "x", fields="Subject: =?utf-8?B?w4Q=?= =?utf-8?Q?=C3?=\n =?utf-8?Q?=96?= b"))
    assert message.subject == "ÄÖ b"


def test_a_message_without_closing_boundary_or_declared_boundary():
    whole = mixed(part(*TEXT), part(*HTML))
    unclosed = read(whole.removesuffix(b"--edge--\r\n"))
    undeclared = read(whole.replace(b'; boundary="edge"', b""))
    for message in (unclosed, undeclared):
        assert (message.text, message.html.strip()) == ("The lamp is dark.", "<p>The <b>lamp</b></p>")
        assert message.defects == (Defect.BOUNDARY,)


def test_fields_among_lines_that_are_none():
    message = read(b"Received: x\nquite odd: x\nFrom: ana@example.org\nSubject: Lamp\n\nDark")
    assert (message.sender, message.subject, message.text) == (Address("", "ana@example.org"), "Lamp", "Dark")
    assert message.defects == (Defect.BROKEN_HEADERS, Defect.NO_DATE)


def test_a_text_without_any_field_is_a_text():
    message = read(b"the lamp is dark\nplease help")
    assert (message.text, message.sender) == ("the lamp is dark\nplease help", None)
    assert message.defects == (Defect.NO_HEADERS, Defect.NO_SENDER, Defect.NO_DATE)


def test_a_file_uuencoded_in_the_text_becomes_an_attachment():
    message = read(raw("", "See:", "begin 644 hi.txt", "#0V%T", "`", "end", "Bye"))
    assert message.text.split() == ["See:", "Bye"]
    assert [(file.name, file.size, file.content) for file in message.attachments] == [("hi.txt", 3, b"Cat")]


def test_a_forwarded_message_is_read_and_kept_as_a_file():
    inner = raw("Message-ID: <in@example.org>", "", "Help").decode().replace("Ana", "Eva").split("\r\n")
    message = read(mixed(part(*TEXT), part("Content-Type: message/rfc822", "", *inner)))
    assert message.forwarded is not None
    assert (message.forwarded.sender, message.forwarded.text) == (Address("Eva Lind", "ana@example.org"), "Help")
    assert [file.media_type for file in message.attachments] == ["message/rfc822"]
    assert message.text == "The lamp is dark."


def test_an_invitation_is_kept_as_it_came():
    calendar = part("Content-Type: text/calendar; method=REQUEST", "", "BEGIN:VCALENDAR", "END:VCALENDAR")
    message = read(mixed(part(*TEXT), calendar, kind="alternative"))
    assert (message.calendar, message.attachments) == ("BEGIN:VCALENDAR\nEND:VCALENDAR", ())


def test_lines_that_only_the_mailer_broke_are_joined():
    message = read(raw("Content-Type: text/plain; format=flowed", "", "one ", "two", "-- ", "Ana"))
    assert message.text == "one two\n-- \nAna"


def test_dates_that_are_written_otherwise():
    for text in ("2 Apr 2012 08:00:00", "Mon, 02 April 2012, 10.00 +0200", "2012-04-02T08:00:00Z"):
        message = read(raw("", "x", fields=f"From: ana@example.org\nDate: {text}"))
        assert message.date == datetime(2012, 4, 2, 8, tzinfo=UTC)


def test_what_no_database_can_hold_is_taken_away():
    assert read(raw("", "a\x00b\x07c")).text == "abc"
