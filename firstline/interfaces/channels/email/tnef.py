"""Outlook's winmail.dat: the files and the text within, as MS-OXTNEF describes them."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from firstline.interfaces.channels.email import charsets

_SIGNATURE = b"\x78\x9f\x3e\x22"
_FILE_BEGINS, _FILE_NAME, _FILE_DATA, _FILE_PROPERTIES = 0x9002, 0x8010, 0x800F, 0x9005
_MESSAGE_PROPERTIES, _CODE_PAGE = 0x9003, 0x9007
_BODY, _BODY_HTML, _LONG_NAME = 0x1000, 0x1013, 0x3707
_MOST = 1_000

# Sizes of the kinds of values that have one; those of 0x1E, 0x1F, 0x0D and 0x102 say theirs.
_SIZES = {0x02: 4, 0x03: 4, 0x04: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x0A: 4, 0x0B: 4, 0x14: 8, 0x40: 8, 0x48: 16}


@dataclass(slots=True)
class EnclosedFile:
    """A file: its name, and where its bytes lie."""

    name: str = ""
    start: int = 0
    end: int = 0


@dataclass(slots=True)
class Enclosed:
    """What a winmail.dat holds; `is_whole` says whether it could be read to its end."""

    files: list[EnclosedFile]
    text: str = ""
    html: bytes = b""
    is_whole: bool = True


def read(data: bytes) -> Enclosed | None:
    """The content, as far as it can be read; None where this is no such file."""
    if not data.startswith(_SIGNATURE):
        return None
    enclosed = Enclosed([])
    charset = ""
    try:
        for attribute, start, end in _attributes(data):
            if attribute == _CODE_PAGE and end - start >= 4:
                charset = f"cp{struct.unpack_from('<I', data, start)[0]}"
            elif attribute == _FILE_BEGINS:
                enclosed.files.append(EnclosedFile())
            elif attribute == _MESSAGE_PROPERTIES:
                _read_bodies(enclosed, data, start, end, charset)
            elif enclosed.files:
                _read_file(enclosed.files[-1], attribute, data, start, end, charset)
    except (struct.error, ValueError):
        enclosed.is_whole = False
    enclosed.files = [each for each in enclosed.files if each.end > each.start]
    return enclosed


def _attributes(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Number, start and end of each attribute."""
    position = 6
    for _number in range(_MOST):
        if position + 9 >= len(data):
            return
        _level, attribute, _kind, length = struct.unpack_from("<BHHI", data, position)
        start = position + 9
        if start + length > len(data):
            raise ValueError(length)
        yield attribute, start, start + length
        position = start + length + 2


def _read_file(file: EnclosedFile, attribute: int, data: bytes, start: int, end: int, charset: str) -> None:
    if attribute == _FILE_DATA:
        file.start, file.end = start, end
    elif attribute == _FILE_NAME:
        file.name = file.name or _text(data[start:end], charset)
    elif attribute == _FILE_PROPERTIES:
        for number, kind, first, last in _properties(data, start, end):
            if number == _LONG_NAME:
                file.name = _text(data[first:last], "utf-16-le" if kind == 0x1F else charset)


def _read_bodies(enclosed: Enclosed, data: bytes, start: int, end: int, charset: str) -> None:
    for number, kind, first, last in _properties(data, start, end):
        if number == _BODY:
            enclosed.text = _text(data[first:last], "utf-16-le" if kind == 0x1F else charset)
        elif number == _BODY_HTML:
            enclosed.html = data[first:last]


def _text(raw: bytes, charset: str) -> str:
    if charset == "utf-16-le":
        return charsets.clean(raw.decode("utf-16-le", "replace"))
    return charsets.clean(charsets.decode(raw.rstrip(b"\x00"), charset)[0])


def _properties(data: bytes, start: int, end: int) -> Iterator[tuple[int, int, int, int]]:
    """Number, kind, start and end of each property's first value."""
    (count,) = struct.unpack_from("<I", data, start)
    position = start + 4
    for _number in range(min(count, _MOST)):
        kind, number = struct.unpack_from("<HH", data, position)
        position += 4
        if number >= 0x8000:
            position = _after_name(data, position)
        values = 1
        if kind & 0x1000 or kind in (0x0D, 0x1E, 0x1F, 0x102):
            (values,) = struct.unpack_from("<I", data, position)
            position += 4
        if values > _MOST:
            raise ValueError(values)
        for index in range(values):
            first, position, following = _value(data, kind & 0xFFF, position)
            if position > end:
                raise ValueError(position)
            if index == 0:
                yield number, kind & 0xFFF, first, position
            position = following


def _value(data: bytes, kind: int, position: int) -> tuple[int, int, int]:
    """Start and end of one value, and where the next thing begins."""
    if kind in (0x0D, 0x1E, 0x1F, 0x102):
        (length,) = struct.unpack_from("<I", data, position)
        first = position + 4
    else:
        length, first = _SIZES.get(kind, 4), position
    return first, first + length, first + length + -length % 4


def _after_name(data: bytes, position: int) -> int:
    """Named properties carry their name: sixteen bytes of a set, then a number or a text."""
    (by_text,) = struct.unpack_from("<I", data, position + 16)
    (length,) = struct.unpack_from("<I", data, position + 20)
    return position + 24 + (length + -length % 4 if by_text else 0)
