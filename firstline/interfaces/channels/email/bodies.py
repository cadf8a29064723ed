"""What the parts of a message are: its text, its HTML, its files, and what machines report."""

from dataclasses import dataclass, field

from firstline.interfaces.channels.email import charsets, markup, tnef, transfer_encoding
from firstline.interfaces.channels.email.message import Attachment, Defect, Part
from firstline.interfaces.channels.email.tree import Entity

LONGEST_TEXT = 1_000_000
_LONGEST_NAME = 255
_LONGEST_INLINE = 10_000
# Stands between a message and what is shown beneath it.
RULE = "_" * 20
_UNKNOWN = "application/octet-stream"
REPORTS = {
    "message/delivery-status", "message/global-delivery-status", "message/feedback-report", "text/rfc822-headers",
    "message/disposition-notification", "message/global-disposition-notification", "message/global-headers",
}  # fmt: skip


@dataclass
class Bodies:
    """Filled part by part, in the order of the message."""

    texts: list[str] = field(default_factory=list)
    htmls: list[str] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    reports: list[tuple[str, str]] = field(default_factory=list)
    forwarded: Entity | None = None
    calendar: str = ""
    defects: list[Defect] = field(default_factory=list)

    def read(self, entity: Entity) -> Part:
        """Take in an entity and all within, and return the tree of it."""
        if entity.media_type.startswith("multipart/") and entity.children:
            return Part(entity.media_type, tuple([self.read(child) for child in entity.children]))
        if entity.is_message:
            return self._read_message(entity)
        if entity.media_type in REPORTS:
            self.reports.append((entity.media_type, self._text_of(entity, entity.content()[0])))
        elif entity.media_type == "application/ms-tnef" or entity.name.lower() == "winmail.dat":
            self._read_tnef(entity)
        elif entity.media_type == "text/calendar" and not self.calendar:
            self.calendar = self._text_of(entity, entity.content()[0])
            self._attach_if_named(entity)
        elif _is_shown(entity) or _is_short_text(entity):
            return self._read_shown(entity)
        else:
            self.attachments.append(_attachment(entity))
        return Part(entity.media_type)

    def _read_message(self, entity: Entity) -> Part:
        self.attachments.append(_attachment(entity))
        if entity.children:
            self.forwarded = self.forwarded or entity.children[0]
        return Part(entity.media_type)

    def _attach_if_named(self, entity: Entity) -> None:
        if entity.name:
            self.attachments.append(_attachment(entity))

    def _read_shown(self, entity: Entity) -> Part:
        content, is_well = entity.content()
        if not is_well:
            self.defects.append(Defect.ENCODING)
        if entity.media_type == "text/html":
            self.htmls.append(self._text_of(entity, content))
            return Part(entity.media_type)
        text, files = self._without_files(entity, content)
        rule = f"{RULE}\n" if entity.name and self.texts else ""
        self.texts.append(rule + _flowed(text, entity.content_type))
        return Part(entity.media_type, tuple([Part(_UNKNOWN)] * files))

    def _without_files(self, entity: Entity, content: bytes) -> tuple[str, int]:
        """The text, and how many files stood in it uuencoded; these become attachments."""
        found = list(transfer_encoding.uuencoded(content)) if b"begin " in content else []
        kept, position = [], 0
        for each in found:
            kept.append(content[position : each.start])
            position = each.end
            size = len(transfer_encoding.decode(content[each.start : each.end], "uuencode")[0])
            name = _tidy(charsets.decode(each.name)[0])
            file = Attachment(name, _UNKNOWN, size, "", False, content, each.start, each.end, "uuencode")  # noqa: FBT003
            self.attachments.append(file)
        return self._text_of(entity, b"".join([*kept, content[position:]])), len(found)

    def _text_of(self, entity: Entity, content: bytes) -> str:
        if len(content) > 4 * LONGEST_TEXT:
            content = content[: 4 * LONGEST_TEXT]
            self.defects.append(Defect.CUT)
        text, fits = charsets.decode(content, entity.charset)
        if not fits:
            self.defects.append(Defect.CHARSET)
        if len(text) > LONGEST_TEXT:
            self.defects.append(Defect.CUT)
        return charsets.clean(text[:LONGEST_TEXT])

    def _read_tnef(self, entity: Entity) -> None:
        content, _well = entity.content()
        enclosed = tnef.read(content)
        if enclosed is None or not enclosed.is_whole:
            # As nobody can open it otherwise, the file itself is kept where it could not be read whole.
            self.defects.append(Defect.TNEF)
            self.attachments.append(_attachment(entity))
        if enclosed is None:
            return
        if enclosed.html and not self.htmls:
            self.htmls.append(self._text_of(entity, enclosed.html))
        if enclosed.text.strip() and not any(text.strip() for text in self.texts):
            self.texts.append(enclosed.text[:LONGEST_TEXT])
        for each in enclosed.files:
            size, name = each.end - each.start, _tidy(each.name)
            self.attachments.append(Attachment(name, _UNKNOWN, size, "", False, content, each.start, each.end))  # noqa: FBT003

    def text(self, html: str) -> str:
        """What the message says as plain text; from the HTML where no text was sent."""
        text = "\n\n".join(each.strip("\n") for each in self.texts if each.strip())
        return text[:LONGEST_TEXT] if text.strip() else charsets.clean(markup.text_of(html))[:LONGEST_TEXT]

    def html(self) -> str:
        html = "\n<hr>\n".join(each for each in self.htmls if each.strip())
        if len(html) > markup.LONGEST:
            self.defects.append(Defect.CUT)
        return markup.sanitised(html)


def _is_shown(entity: Entity) -> bool:
    """Whether a part is read, not opened as a file."""
    return (
        entity.media_type in ("text/plain", "text/html")
        and not entity.disposition.startswith("attachment")
        and not (entity.name and entity.disposition)
    )


def _is_short_text(entity: Entity) -> bool:
    """A file of plain text that is to be shown within the message, and short enough for it."""
    is_inline = entity.media_type == "text/plain" and entity.disposition == "inline"
    return is_inline and entity.end - entity.start <= _LONGEST_INLINE


def _attachment(entity: Entity) -> Attachment:
    """The part as a file. A message enclosed is the file of that message."""
    size = len(entity.content()[0])
    content_id = entity.headers.raw("content-id").decode("latin-1").strip(" <>\t\"'")
    is_inline = entity.disposition == "inline" or bool(content_id)
    name, place = _tidy(entity.name), (entity.source, entity.start, entity.end)
    return Attachment(name, entity.media_type, size, content_id, is_inline, *place, entity.encoding)


def _tidy(name: str) -> str:
    return " ".join(charsets.clean(name).split())[-_LONGEST_NAME:]


def _flowed(text: str, content_type: dict[str, str]) -> str:
    """Lines that only the mailer broke, joined again (RFC 3676)."""
    if content_type.get("format", "").lower() != "flowed":
        return text
    keeps_blank = content_type.get("delsp", "").lower() != "yes"
    lines: list[str] = []
    is_open, depth = False, 0
    for line in text.split("\n"):
        quoted = len(line) - len(line.lstrip(">"))
        words = line[quoted:].removeprefix(" ")
        if is_open and quoted == depth and words != "-- ":
            lines[-1] += words
        else:
            lines.append(("> " if quoted else "") + words if quoted < 2 else ">" * quoted + " " + words)
        is_open, depth = words.endswith(" ") and words != "-- ", quoted
        if is_open and not keeps_blank:
            lines[-1] = lines[-1][:-1]
    return "\n".join(lines)
