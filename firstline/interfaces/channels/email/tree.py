"""The parts of a message as a tree over its bytes: only places are kept, nothing is copied until it is read."""

import re
from dataclasses import dataclass, field
from functools import cached_property

from firstline.interfaces.channels.email import headers, transfer_encoding
from firstline.interfaces.channels.email.headers import Headers
from firstline.interfaces.channels.email.message import Defect
from firstline.interfaces.channels.email.parameters import media_type, parameters

DEEPEST = 24
MOST_PARTS = 500

_ANY_BOUNDARY = re.compile(rb"(?m)^--([^\s][^\r\n]{0,200}?)[ \t]*\r?$(?=\n[A-Za-z-]+:)")
_MESSAGES = {"message/rfc822", "message/global", "message/news"}


@dataclass
class Entity:
    """A part: where its body lies in `source`, what stands above it, and the parts within."""

    source: bytes
    start: int
    end: int
    headers: Headers
    media_type: str
    children: list["Entity"] = field(default_factory=list)

    @cached_property
    def content_type(self) -> dict[str, str]:
        return parameters(self.headers.raw("content-type"))

    @cached_property
    def charset(self) -> str:
        return self.content_type.get("charset", "")

    @cached_property
    def disposition(self) -> str:
        raw = self.headers.raw("content-disposition")
        return raw.partition(b";")[0].strip(b" \t\"'").decode("latin-1").lower()

    @cached_property
    def encoding(self) -> str:
        return transfer_encoding.encoding_of(self.headers.raw("content-transfer-encoding").decode("latin-1"))

    @property
    def name(self) -> str:
        """The name of the file, without folders."""
        disposition = parameters(self.headers.raw("content-disposition"), self.charset)
        kind = parameters(self.headers.raw("content-type"), self.charset)
        name = disposition.get("filename") or kind.get("name") or disposition.get("name") or ""
        return re.split(r"[/\\]", name.strip())[-1]

    @property
    def is_message(self) -> bool:
        return self.media_type in _MESSAGES

    def content(self) -> tuple[bytes, bool]:
        return transfer_encoding.decode(self.source[self.start : self.end], self.encoding)


class TreeReader:
    """Reads one message; counts its parts, so that no message can keep us busy for long."""

    def __init__(self) -> None:
        self.defects: list[Defect] = []
        self._parts = 0

    def read(self, source: bytes, start: int, end: int, *, depth: int = 0, default: str = "text/plain") -> Entity:
        """The entity whose fields begin at `start`."""
        self._parts += 1
        found = headers.read_headers(source, start, end, top=depth == 0 or default == "message")
        self.defects += found.defects
        kind = media_type(found.raw("content-type"), "text/plain" if default == "message" else default)
        entity = Entity(source, min(found.body, end), end, found, kind)
        if not (kind.startswith("multipart/") or entity.is_message):
            return entity
        if depth >= DEEPEST:
            self.defects.append(Defect.TOO_DEEP)
        elif entity.is_message:
            self._read_message(entity, depth)
        else:
            self._read_parts(entity, depth)
        return entity

    def _read_message(self, entity: Entity, depth: int) -> None:
        source, start, end = entity.source, entity.start, entity.end
        if entity.encoding in ("base64", "quoted-printable"):
            source, _well = entity.content()
            start, end = 0, len(source)
        entity.children = [self.read(source, start, end, depth=depth + 1, default="message")]

    def _read_parts(self, entity: Entity, depth: int) -> None:
        places = self._places(entity)
        if not places:
            self.defects.append(Defect.BOUNDARY)
            entity.media_type = _looks_like(entity)
            return
        default = "message/rfc822" if entity.media_type == "multipart/digest" else "text/plain"
        for start, end in places:
            if self._parts >= MOST_PARTS:
                self.defects.append(Defect.TOO_MANY_PARTS)
                return
            entity.children.append(self.read(entity.source, start, end, depth=depth + 1, default=default))

    def _places(self, entity: Entity) -> list[tuple[int, int]]:
        """Where each part begins and ends; with a wrong or missing boundary, the one that is written in the body."""
        declared = entity.content_type.get("boundary", "").rstrip()
        boundary = declared.encode("utf-8", "surrogateescape") if declared else b""
        if boundary and (places := _split(entity, boundary)):
            if not places[-1][2]:
                self.defects.append(Defect.BOUNDARY)
            return [(start, end) for start, end, _closed in places]
        guess = _ANY_BOUNDARY.search(entity.source, entity.start, entity.end)
        if guess is None:
            return []
        self.defects.append(Defect.BOUNDARY)
        return [(start, end) for start, end, _closed in _split(entity, guess[1])]


def _split(entity: Entity, boundary: bytes) -> list[tuple[int, int, bool]]:
    """Start, end and whether a boundary follows, per part."""
    line = re.compile(rb"(?:^|(?<=\n))--" + re.escape(boundary) + rb"(--)?[ \t]*+(?:\r?\n|\r|\Z)")
    parts: list[tuple[int, int, bool]] = []
    begun: int | None = None
    for found in line.finditer(entity.source, entity.start, entity.end):
        if begun is not None:
            parts.append((begun, max(begun, _without_line_end(entity.source, found.start())), True))
        begun = None if found[1] else found.end()
        if found[1] or len(parts) > MOST_PARTS:
            break
    if begun is not None and begun < entity.end:
        parts.append((begun, entity.end, False))
    return parts


def _without_line_end(source: bytes, place: int) -> int:
    """The line end before a boundary belongs to the boundary."""
    if source[place - 1 : place] == b"\n":
        place -= 1
    if source[place - 1 : place] == b"\r":
        place -= 1
    return place


def _looks_like(entity: Entity) -> str:
    start = entity.source[entity.start : entity.start + 500].lstrip().lower()
    return "text/html" if start.startswith((b"<html", b"<!doctype html", b"<div", b"<p", b"<body")) else "text/plain"
