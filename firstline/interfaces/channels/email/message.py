"""What a mail says, once it has been read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from firstline.interfaces.channels.email import transfer_encoding


class Defect(StrEnum):
    """What was wrong with a message; it was read all the same."""

    NO_HEADERS = "no headers"
    BROKEN_HEADERS = "broken headers"
    LONG_HEADERS = "too many headers"
    NO_SENDER = "no sender"
    NO_DATE = "no date"
    BOUNDARY = "missing boundary"
    TOO_DEEP = "nested too deep"
    TOO_MANY_PARTS = "too many parts"
    CHARSET = "wrong charset"
    ENCODING = "wrong encoding"
    CUT = "text cut off"
    TNEF = "broken winmail.dat"
    UNREADABLE = "not readable"


@dataclass(frozen=True, slots=True)
class Address:
    """A person's name, which may be empty, and the address as it was written."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of a message. `size` counts its bytes once decoded; `content` decodes them anew at each call."""

    name: str
    media_type: str
    size: int
    content_id: str
    is_inline: bool
    source: bytes = field(repr=False)
    start: int = 0
    end: int = 0
    encoding: str = ""

    @property
    def content(self) -> bytes:
        return transfer_encoding.decode(self.source[self.start : self.end], self.encoding)[0]


@dataclass(frozen=True, slots=True)
class Part:
    """The tree of parts as it was sent; what stood uuencoded in a text is a part of this text."""

    media_type: str
    parts: tuple["Part", ...] = ()


@dataclass(frozen=True, slots=True)
class Message:
    """A message as a reader sees it. Texts hold neither NUL nor half characters, and end lines with LF.

    `text` is made from the HTML where nothing else was sent; `html` is safe to show and loads nothing from elsewhere.
    Ids stand without their angle brackets; `date` is aware, or None where none can be read. `headers` holds all
    fields by name in small letters, decoded, in the order they came; `forwarded` is the first message within.
    `reports` are the parts in which machines tell other machines what became of a message.
    """

    sender: Address | None = None
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    reply_to: tuple[Address, ...] = ()
    subject: str = ""
    message_id: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    date: datetime | None = None
    text: str = ""
    html: str = ""
    attachments: tuple[Attachment, ...] = ()
    forwarded: "Message | None" = None
    calendar: str = ""
    language: str = ""
    headers: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    structure: Part = Part("text/plain")
    reports: tuple[tuple[str, str], ...] = ()
    defects: tuple[Defect, ...] = ()

    def header(self, name: str) -> str:
        """The first field of a name, or nothing."""
        return next(iter(self.headers.get(name, ())), "")
