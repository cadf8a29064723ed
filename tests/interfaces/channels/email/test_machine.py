"""Machine mail is recognised, and why a message did not arrive."""

import pytest

from firstline.interfaces.channels.email.delivery_reports import Failure
from firstline.interfaces.channels.email.machine import Kind, verdict
from firstline.interfaces.channels.email.reading import read
from tests.interfaces.channels.email.messages import mixed, part, raw

DAEMON = "From: Mail Delivery System <MAILER-DAEMON@example.org>\nSubject: Undelivered Mail Returned to Sender"


def report(*lines):
    original = part("Content-Type: message/rfc822", "", "Message-ID: <our@example.org>", "", "text")
    return mixed(part("", "Sorry."), part("Content-Type: message/delivery-status", "", *lines), original, kind="report")


def test_a_delivery_report_tells_who_was_not_reached_and_why():
    fields = [
        "Reporting-MTA: dns; mx",
        "",
        "Final-Recipient: rfc822; bob@example.org",
        "Action: failed",
        "Status: 5.1.1",
    ]
    found = verdict(read(report(*fields, "Diagnostic-Code: smtp; 550 5.1.1 User unknown")))
    failure = Failure("bob@example.org", True, "5.1.1", "550", "unknown user")
    assert (found.kind, found.failures, found.original_id) == (Kind.BOUNCE, (failure,), "our@example.org")


def test_each_recipient_of_a_report_has_a_reason():
    one = [
        "Final-Recipient: rfc822; a@example.org",
        "Action: failed",
        "Diagnostic-Code: smtp; 552 5.2.2 Mailbox full",
        "",
    ]
    two = [
        "Final-Recipient: rfc822; b@example.org",
        "Action: failed",
        "Diagnostic-Code: smtp; 550 5.1.2 Host unknown",
        "",
    ]
    three = ["Final-Recipient: rfc822; c@example.org", "Action: delivered", "Status: 2.0.0"]
    found = verdict(read(report("Reporting-MTA: dns; mx", "", *one, *two, *three)))
    assert [(each.recipient, each.is_hard) for each in found.failures] == [
        ("a@example.org", False),
        ("b@example.org", True),
    ]


def test_a_message_that_arrived_is_no_failure():
    found = verdict(read(report("", "Final-Recipient: rfc822; a@example.org", "Action: delivered", "Status: 2.0.0")))
    assert (found.kind, found.is_delivery_failure) == (Kind.RECEIPT, False)


@pytest.mark.parametrize(
    ("words", "reason", "is_hard"),
    [
        ("Sorry, no mailbox here by that name. (#5.1.1)", "unknown user", True),
        ("Remote host said: 552 5.2.2 Mailbox full", "mailbox full", False),
        ("host mx said: 550 blocked using dnsbl.example.org (in reply to RCPT TO)", "sender refused", False),
        ("550 User unknown (in reply to end of DATA command)", "unknown user", False),
        ("Host or domain name not found", "unknown host", True),
        ("retry timeout exceeded", "not reachable", False),
        ("551 5.1.6 The recipient has moved", "moved", True),
        ("556 domain does not accept mail", "no mail accepted", True),
    ],
)
def test_words_of_servers(words, reason, is_hard):
    lines = [
        "",
        "I wasn't able to deliver it to:",
        "",
        "<bob@example.org>:",
        words,
        "--- Below this line is a copy",
    ]
    (failure,) = verdict(read(raw(*lines, fields=DAEMON))).failures
    assert (failure.recipient, failure.reason, failure.is_hard) == ("bob@example.org", reason, is_hard)


@pytest.mark.parametrize(
    ("field", "kind"),
    [
        ("Auto-Submitted: auto-replied", Kind.AUTO_REPLY),
        ("Auto-Submitted: no", Kind.PERSON),
        ("X-Autoreply: yes", Kind.AUTO_REPLY),
        ("Precedence: auto_reply", Kind.AUTO_REPLY),
        ("Precedence: bulk", Kind.LIST),
        ("List-Id: <news.example.org>", Kind.LIST),
        ("X-Mailer: Hand", Kind.PERSON),
        ("X-Auto-Response-Suppress: All", Kind.PERSON),
        ("Return-Path: <>", Kind.AUTO_REPLY),
    ],
)
def test_signs_in_the_fields(field, kind):
    assert verdict(read(raw(field, "", "Hello"))).kind == kind


@pytest.mark.parametrize(
    "subject",
    ["Automatic reply: Lamp", "Réponse automatique : Lampe", "Respuesta automática: luz",
     "Odpowiedź automatyczna: lampa", "ตอบกลับอัตโนมัติ: ไฟ", "Out of office", "Abwesenheitsnotiz"],
)  # fmt: skip
def test_subjects_of_people_who_are_away(subject):
    assert verdict(read(raw("", "Away", fields=f"From: a@example.org\nSubject: {subject}"))).kind == Kind.AUTO_REPLY


def test_a_customer_who_writes_of_mail_trouble_is_a_person():
    text = "I get an error: 550 5.1.1 User unknown. My mail could not be delivered."
    for subject in ("Mail trouble", "Re: failure", "Delivery of my parcel"):
        message = read(raw("", text.replace("delivered", "sent"), fields=f"From: ana@example.org\nSubject: {subject}"))
        assert verdict(message).kind == Kind.PERSON


def test_what_comes_from_ourselves_is_a_loop():
    message = read(raw("", "Hello"))
    assert verdict(message, own=frozenset({"ana@example.org"})).kind == Kind.LOOP
    assert verdict(read(raw(*["Received: by x"] * 50, "", "Hello"))).kind == Kind.LOOP


def test_complaints_and_receipts():
    complaint = part("Content-Type: message/feedback-report", "", "Feedback-Type: abuse")
    receipt = part("Content-Type: message/disposition-notification", "", "Original-Message-ID: <our@example.org>")
    assert verdict(read(mixed(complaint, kind="report"))).kind == Kind.FEEDBACK
    assert verdict(read(mixed(receipt, kind="report"))).kind == Kind.RECEIPT
