"""Base64, quoted-printable and uuencode, also where a mailer wrote them wrongly."""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass

_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")
_BEGIN = re.compile(rb"(?m)^begin (?:[0-7]{3,4}) ([^\r\n]{1,255})\r?\n")
_END = re.compile(rb"(?m)^end[ \t]*\r?$")
_NAME = re.compile(r"[a-z0-9-]+")
# Longer than any line a person writes and most mailers allow.
_LONGEST_UU_LINE = 64
_MOST_FILES = 100


@dataclass(frozen=True, slots=True)
class Uuencoded:
    """A file inside a text: its name, and where the whole stands, from `begin` to `end`."""

    name: bytes
    start: int
    end: int


def encoding_of(header: str) -> str:
    """The one word of a `Content-Transfer-Encoding`, whatever else stands around it."""
    found = _NAME.search(header.lower())
    return found[0] if found else ""


def decode(data: bytes, encoding: str) -> tuple[bytes, bool]:
    """The bytes that were meant, and whether all was well. What cannot be decoded comes back as it is."""
    if encoding in ("base64", "b64"):
        return _base64(data)
    if encoding in ("quoted-printable", "qp"):
        return binascii.a2b_qp(data), True
    if encoding in ("x-uuencode", "uuencode", "x-uue", "uue"):
        begin = _BEGIN.search(data)
        return (_uu(data[begin.end() :]), True) if begin else (data, False)
    return data, encoding in ("", "7bit", "8bit", "binary")


def uuencoded(text: bytes) -> Iterator[Uuencoded]:
    """The files inside a text; something that only looks like one, without lines of it, is left alone."""
    position = 0
    for _number in range(_MOST_FILES):
        begin = _BEGIN.search(text, position)
        if begin is None:
            return
        end = _END.search(text, begin.end())
        if end is None:
            return
        if _is_uu_line(text[begin.end() : begin.end() + 80].partition(b"\n")[0].rstrip(b"\r")):
            yield Uuencoded(begin[1].strip(), begin.start(), end.end())
            position = end.end()
        else:
            position = begin.end()


def _is_uu_line(line: bytes) -> bool:
    """Whether the first letter says how long the line is; blanks at its end may be lost."""
    if not line or not 32 <= line[0] <= 96:
        return False
    return len(line) - 1 <= ((line[0] - 32 & 63) + 2) // 3 * 4 + 1


def _base64(data: bytes) -> tuple[bytes, bool]:
    try:
        return binascii.a2b_base64(data), True
    except binascii.Error:
        pass
    # A text in the clear that only claims to be encoded has words between blanks; a cut one only lacks its end.
    letters = _NOT_BASE64.sub(b"", data)
    if len(letters) < 0.7 * len(data) or (len(data) < 60 and not data.rstrip().endswith(b"=") and b" " in data.strip()):
        return data, False
    usable = letters[: len(letters) // 4 * 4]
    rest = letters[len(usable) :]
    tail = rest + b"=" * (-len(rest) % 4) if len(rest) > 1 else b""
    decoded = binascii.a2b_base64(usable + tail)
    return (decoded, False) if decoded or not data.strip() else (data, False)


def _uu(data: bytes) -> bytes:
    decoded = bytearray()
    for line in data.split(b"\n"):
        line = line.rstrip(b"\r")
        if line.strip() in (b"end", b"`", b"") and not line.startswith(b" "):
            if line.strip() == b"end":
                break
            continue
        decoded += _uu_line(line)
    return bytes(decoded)


def _uu_line(line: bytes) -> bytes:
    try:
        return binascii.a2b_uu(line)
    except binascii.Error:
        # Some encoders write more than the first letter says; some mailers take blanks away.
        count = ((line[0] - 32) & 63) * 4 // 3 + 2
        try:
            return binascii.a2b_uu(line[: min(count, _LONGEST_UU_LINE)])
        except binascii.Error:
            return b""
