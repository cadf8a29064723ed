"""Mutilated, endless and nested messages: nothing breaks, nothing grows."""

import tracemalloc

from hypothesis import given, settings
from hypothesis import strategies as st

from firstline.interfaces.channels.email import html_replies, markup, replies
from firstline.interfaces.channels.email.machine import verdict
from firstline.interfaces.channels.email.message import Defect, Part
from firstline.interfaces.channels.email.reading import read_whole
from firstline.interfaces.channels.email.tree import DEEPEST, MOST_PARTS
from tests.interfaces.channels.email.messages import mixed, part, raw

SEED = mixed(
    part("Content-Type: text/plain; charset=utf-8", "", "On 1/2/2012 10:00, Bob wrote:", "> begin 644 x", "5.1.1"),
    part("Content-Type: text/html; name*0*=utf-8''a%20", "Content-Transfer-Encoding: base64", "", "PGI+w6Q8L2I+"),
    part("Content-Type: message/rfc822", "", "Subject: =?utf-8?Q?=C3=A4?=", "", "begin 644 a", "#0V%T", "`", "end"),
    part("Content-Type: message/delivery-status", "", "Final-Recipient: rfc822;a@b", "Status: 5.1.1", "Action: failed"),
    part("Content-Type: application/ms-tnef", "", '\x78\u009f>"'),
)
FRAGMENTS = st.sampled_from(
    [
        b"\r\n\r\n",
        b"--edge\r\n",
        b"Content-Type: multipart/mixed\r\n",
        b"=?",
        b"?=",
        b'"',
        b"<",
        b"\x00",
        b"\xff",
        b":",
        b";",
    ]
)


@st.composite
def mutilated(draw: st.DrawFn) -> bytes:
    message = SEED
    for _cut in range(draw(st.integers(1, 5))):
        start = draw(st.integers(0, len(message)))
        end = min(len(message), start + draw(st.integers(0, 80)))
        message = message[:start] + draw(st.one_of(FRAGMENTS, st.binary(max_size=20))) + message[end:]
    return message


@settings(max_examples=150)
@given(st.one_of(mutilated(), st.binary(max_size=400)))
def test_no_message_breaks_the_reading(message):
    found = read_whole(message)
    for text in (found.subject, found.text, found.html, found.calendar):
        assert "\x00" not in text
        assert text.encode().decode() == text
    assert [len(file.content) for file in found.attachments] == [file.size for file in found.attachments]
    assert verdict(found) == verdict(found)


@settings(max_examples=100)
@given(st.text(alphabet=st.sampled_from(list(">\n On:-wrote@<a/div1blockquote \"'=&;")), max_size=200))
def test_no_text_breaks_the_trimming(text):
    kept, quoted = replies.unquoted(text)
    assert len(kept) + len(quoted) <= len(text)
    assert bool(kept.strip()) == bool(text.strip())
    html = markup.sanitised(text)
    assert markup.sanitised(html_replies.trimmed_html(html)[0]) is not None


def deep(part: Part) -> int:
    return 1 + max(map(deep, part.parts), default=0)


def test_parts_within_parts_end_somewhere():
    message = b"\r\nx"
    for number in range(200):
        edge = b"e%d" % number
        message = b"Content-Type: multipart/mixed; boundary=%b\r\n\r\n--%b\r\n%b\r\n--%b--" % (
            edge,
            edge,
            message,
            edge,
        )
    found = read_whole(message)
    assert (deep(found.structure), Defect.TOO_DEEP in found.defects) == (DEEPEST + 1, True)
    messages = b"Content-Type: message/rfc822\r\n\r\n" * 200
    assert Defect.TOO_DEEP in read_whole(messages).defects


def test_thousands_of_parts_end_somewhere():
    found = read_whole(raw("Content-Type: multipart/mixed; boundary=x", "", *["--x\r\n\r\ny"] * 5000))
    assert (len(found.structure.parts), Defect.TOO_MANY_PARTS in found.defects) == (MOST_PARTS - 1, True)


def test_endless_fields_end_somewhere():
    found = read_whole(raw(*["X-A: b"] * 50_000, "", "text"))
    assert (found.subject, found.text, found.defects) == ("Lamp", "text", (Defect.LONG_HEADERS,))


def test_html_that_blows_up_in_a_browser_stays_small():
    closing = "".join(f"<font size={number}></div><div>" for number in range(3000))
    assert len(markup.sanitised(f"<div>{closing}")) < 10 * len(closing)
    assert markup.text_of(markup.sanitised("<div>" * 50_000 + "x")) == "x"


def test_a_large_file_needs_little_memory():
    file = part("Content-Type: application/pdf", "Content-Transfer-Encoding: base64", "", ("A" * 76 + "\r\n") * 80_000)
    message = mixed(part("", "text"), file)
    tracemalloc.start()
    try:
        found = read_whole(message)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert [each.size for each in found.attachments] == [80_000 * 57]
    assert peak < 6 * len(message)
