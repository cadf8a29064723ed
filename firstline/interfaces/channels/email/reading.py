"""A raw message to what it says. Nothing that arrives can break it or keep it busy for long."""

import re

from firstline.interfaces.channels.email import charsets, replies
from firstline.interfaces.channels.email.addresses import addresses
from firstline.interfaces.channels.email.bodies import Bodies
from firstline.interfaces.channels.email.headers import Headers, date_of, text_of
from firstline.interfaces.channels.email.message import Address, Defect, Message
from firstline.interfaces.channels.email.tree import Entity, TreeReader
from firstline.language.detection import detect

_ID = re.compile(r"<([^<>]{1,500})>")
_BARE_ID = re.compile(r"(?<![^\s<>,;])[^\s<>@,;]++@[^\s<>,;]++")
_LETTER = re.compile(r"[^\W\d_]")
_MOST_IDS = 200
# The language shows in so many letters.
_SAMPLE = 800
_DEEPEST_FORWARD = 5


def read(raw: bytes) -> Message:
    """What the message says; never raises. What could not be read at all is an empty message with that defect."""
    try:
        return read_whole(raw)
    except Exception:  # noqa: BLE001 - no bug of ours may lose a customer's message: the raw one is kept and shown
        return Message(defects=(Defect.UNREADABLE,))


def read_whole(raw: bytes) -> Message:
    """As `read`, but a fault of ours comes out."""
    reader = TreeReader()
    return _message(reader.read(raw, 0, len(raw)), reader.defects, 0)


def _message(entity: Entity, defects: list[Defect], depth: int) -> Message:
    bodies = Bodies()
    structure = bodies.read(entity)
    found, charset = entity.headers, _charset(entity)
    html = bodies.html()
    text = bodies.text(html)
    sender, date = _sender(found, charset), date_of(text_of(found.raw("date"), charset))
    missing = ([] if sender else [Defect.NO_SENDER]) + ([] if date else [Defect.NO_DATE])
    forwarded = bodies.forwarded if depth < _DEEPEST_FORWARD else None
    return Message(
        sender=sender,
        to=_all_addresses(found, "to", charset),
        cc=_all_addresses(found, "cc", charset),
        reply_to=_all_addresses(found, "reply-to", charset),
        subject=text_of(found.raw("subject"), charset),
        message_id=next(iter(_ids(found, "message-id")), ""),
        in_reply_to=next(iter(_ids(found, "in-reply-to")), ""),
        references=_ids(found, "references"),
        date=date,
        text=text,
        html=html,
        attachments=tuple(bodies.attachments),
        forwarded=_message(forwarded, [], depth + 1) if forwarded else None,
        calendar=bodies.calendar,
        language=_language(text) if depth == 0 else "",
        headers=_all(found, charset),
        structure=structure,
        reports=tuple(bodies.reports),
        defects=tuple(dict.fromkeys([*defects, *missing, *bodies.defects])),
    )


def _charset(entity: Entity) -> str:
    """The charset of the first part that names one: raw letters in the fields are mostly in the same."""
    for _depth in range(4):
        if entity.charset or not entity.children:
            break
        entity = next((child for child in entity.children if child.charset or child.children), entity.children[0])
    return entity.charset


def _sender(found: Headers, charset: str) -> Address | None:
    for name in ("from", "sender", "reply-to", "x-original-from", "return-path"):
        if raw := found.raw(name):
            known = addresses(raw, charset)
            if known:
                return known[0]
            if name == "from" and (text := text_of(raw, charset).strip("<> ")):
                return Address(text, "")
    return None


def _all_addresses(found: Headers, name: str, charset: str) -> tuple[Address, ...]:
    """A field may be there more than once, against the standard."""
    fields = [raw for key, raw in found.fields if key == name][:20]
    return tuple(each for raw in fields for each in addresses(raw, charset))


def _ids(found: Headers, name: str) -> tuple[str, ...]:
    text = charsets.clean(charsets.decode(found.raw(name))[0])
    ids = [re.sub(r"\s+", "", each) for each in _ID.findall(text)] or _BARE_ID.findall(text)
    if not ids and name == "message-id":
        ids = text.split()[:1]
    return tuple(dict.fromkeys(ids))[-_MOST_IDS:]


def _all(found: Headers, charset: str) -> dict[str, tuple[str, ...]]:
    values: dict[str, list[str]] = {}
    for name, raw in found.fields:
        values.setdefault(name, []).append(text_of(raw, charset))
    return {name: tuple(each) for name, each in values.items()}


def _language(text: str) -> str:
    """The language of what is new in the message; nothing where there are no letters."""
    new = replies.trimmed(text).text[:_SAMPLE]
    return detect(new, default="") if _LETTER.search(new) else ""
