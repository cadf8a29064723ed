"""The fields above a message or part: found, unfolded, decoded."""

import binascii
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from firstline.interfaces.channels.email import charsets
from firstline.interfaces.channels.email.message import Defect

MOST_BYTES = 256_000
MOST_FIELDS = 2_000
LONGEST_VALUE = 20_000

_FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]*:[ \t]*")
_WORD = re.compile(r"=\?([^?\s=]{1,60})\?([bBqQ])\?([^?]{0,10000}?)(?:\?=|$)")
_LANGUAGE = re.compile(r"\*[A-Za-z-]+$")
_DATE = re.compile(
    r"(\d{1,2})[ -]([A-Za-z]{3})[a-z]*[ -](\d{4}|\d\d)[ ,T]+(\d{1,2})[:.](\d\d)(?:[:.](\d\d))?\s*([+-]\d{4})?"
)
_ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?")
_LEADING = re.compile(rb"(?:[ \t]*+\r?\n)+")
_BLANKS = re.compile(r"\s+")


@dataclass(slots=True)
class Headers:
    """The fields of one message or part as raw bytes, unfolded, and where the body begins."""

    fields: list[tuple[str, bytes]] = field(default_factory=list)
    body: int = 0
    defects: list[Defect] = field(default_factory=list)

    def raw(self, name: str) -> bytes:
        """The first field of a name that is not empty; `name` in small letters."""
        return next((value for key, value in self.fields if key == name and value), b"")


def read_headers(source: bytes, start: int, end: int, *, top: bool = False) -> Headers:
    """The fields from `start` to the first empty line; lines that are none are passed over.

    Where no empty line divides the fields from the text, the text begins at the first line that can be no field.
    """
    headers = Headers()
    position = _skip_mailbox_line(source, start, end) if top else start
    limit = min(end, position + MOST_BYTES)
    odd: int | None = None
    while position < limit and len(headers.fields) < MOST_FIELDS:
        following = source.find(b"\n", position, limit) + 1 or limit
        line = source[position:following].rstrip(b"\r\n")
        if not line.strip():
            headers.body = following
            break
        if line[:1] in b" \t" and headers.fields:
            _continue(headers, line, is_odd=odd is not None)
        elif (found := _FIELD.match(line)) and line[:5] not in (b"From ", b">From"):
            if odd is not None:
                headers.defects.append(Defect.BROKEN_HEADERS)
            odd = None
            headers.fields.append((found[1].decode("ascii").lower(), line[found.end() :][:LONGEST_VALUE]))
        elif odd is None and line[:5] not in (b"From ", b">From"):
            odd = position
        position = following
    else:
        headers.body = limit
        if limit < end or len(headers.fields) >= MOST_FIELDS:
            headers.defects.append(Defect.LONG_HEADERS)
            headers.body = _after_empty_line(source, position, end)
            return headers
    if odd is not None:
        headers.body = odd
        headers.defects.append(Defect.BROKEN_HEADERS if headers.fields else Defect.NO_HEADERS)
    return headers


def _skip_mailbox_line(source: bytes, start: int, end: int) -> int:
    """Empty lines, and the line that old mailboxes put before each message."""
    if found := _LEADING.match(source, start, end):
        start = found.end()
    if source[start : start + 5] in (b"From ", b">From"):
        return source.find(b"\n", start, end) + 1 or end
    return start


def _continue(headers: Headers, line: bytes, *, is_odd: bool) -> None:
    name, value = headers.fields[-1]
    if not is_odd and len(value) < LONGEST_VALUE:
        headers.fields[-1] = (name, value + b" " + line.strip(b" \t"))


def _after_empty_line(source: bytes, position: int, end: int) -> int:
    places = [place for mark in (b"\n\n", b"\n\r\n") if (place := source.find(mark, max(position - 2, 0), end)) >= 0]
    if not places:
        return end
    place = min(places)
    return place + (2 if source[place + 1 : place + 2] == b"\n" else 3)


def text_of(raw: bytes, charset: str = "") -> str:
    """A field's value as a person reads it. `charset` is the body's: raw letters are often in the same."""
    text = charsets.decode(raw, charset)[0]
    return _BLANKS.sub(" ", charsets.clean(decode_words(text))).strip()


def decode_words(text: str) -> str:
    """The text with its encoded words decoded; letters cut in two by the end of a word become whole again."""
    if "=?" not in text:
        return text
    pieces: list[str] = []
    waiting: list[tuple[str, bytes]] = []
    position = 0
    for word in _WORD.finditer(text):
        between = text[position : word.start()]
        charset, data = _LANGUAGE.sub("", word[1]).lower(), _word_bytes(word[2], word[3])
        if waiting and (between.strip() or waiting[-1][0] != charset):
            pieces.append(_joined(waiting))
        if between.strip() or (not pieces and not waiting):
            pieces.append(between)
        waiting.append((charset, data))
        position = word.end()
    return "".join([*pieces, _joined(waiting), text[position:]])


def _joined(waiting: list[tuple[str, bytes]]) -> str:
    """The text of words in one charset; empties the list."""
    if not waiting:
        return ""
    charset, apart = waiting[0][0], [data for _charset, data in waiting]
    waiting.clear()
    whole, fits = charsets.decode(b"".join(apart), charset)
    # Charsets that shift begin anew in each word.
    return whole if fits and "2022" not in charset else "".join(charsets.decode(data, charset)[0] for data in apart)


def _word_bytes(kind: str, word: str) -> bytes:
    data = word.encode("utf-8", "replace")
    if kind in "qQ":
        return binascii.a2b_qp(data.replace(b" ", b"_"), header=True)
    letters = re.sub(rb"[^A-Za-z0-9+/]", b"", data)
    if len(letters) % 4 == 1:
        letters = letters[:-1]
    return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))


def date_of(text: str) -> datetime | None:
    """An aware time, in UTC where the field names no zone; None where there is none to be read."""
    for read in (parsedate_to_datetime, _loose_date, _iso_date):
        try:
            found = read(text[:200])
        except (ValueError, TypeError, IndexError, OverflowError, AttributeError):
            continue
        if found is not None and 1970 <= found.year <= 2200:
            return found if found.tzinfo else found.replace(tzinfo=UTC)
    return None


def _loose_date(text: str) -> datetime | None:
    found = _DATE.search(text)
    if not found:
        return None
    day, month, year, hour, minute, second, zone = found.groups()
    year = year if len(year) == 4 else "20" + year
    return parsedate_to_datetime(f"{day} {month} {year} {hour}:{minute}:{second or '00'} {zone or '-0000'}")


def _iso_date(text: str) -> datetime | None:
    found = _ISO_DATE.search(text)
    return datetime.fromisoformat(found[0]) if found else None
