"""Outlook's winmail.dat, as a message holds it and by itself."""

import base64
import struct

from firstline.interfaces.channels.email import tnef
from firstline.interfaces.channels.email.message import Defect
from firstline.interfaces.channels.email.reading import read
from tests.interfaces.channels.email.messages import mixed, part


def attribute(number, data):
    return struct.pack("<BHHI", 2, number, 0, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)


def text_property(number, text):
    data = text.encode("utf-16-le") + b"\x00\x00"
    return struct.pack("<HHII", 0x1F, number, 1, len(data)) + data + bytes(-len(data) % 4)


def winmail():
    body = struct.pack("<I", 1) + text_property(0x1000, "Dark")
    names = struct.pack("<I", 1) + text_property(0x3707, "long café.txt")
    return b"".join(
        [
            b"\x78\x9f\x3e\x22\x00\x00",
            attribute(0x9003, body),
            attribute(0x9002, b"\x00" * 14),
            attribute(0x8010, b"LONG~1.TXT\x00"),
            attribute(0x800F, b"content"),
            attribute(0x9005, names),
        ]
    )


def message_with(data):
    encoded = base64.b64encode(data).decode()
    return mixed(part("Content-Type: application/ms-tnef", "Content-Transfer-Encoding: base64", "", encoded))


def test_the_files_and_the_text_come_out():
    message = read(message_with(winmail()))
    assert message.text == "Dark"
    assert [(file.name, file.content) for file in message.attachments] == [("long café.txt", b"content")]


def test_a_broken_file_is_kept_itself():
    broken = winmail()[:-20]
    message = read(message_with(broken))
    assert [file.content for file in message.attachments] == [broken, b"content"]
    assert message.defects == (Defect.TNEF,)


def test_something_else_is_no_such_file():
    assert tnef.read(b"PK\x03\x04") is None
