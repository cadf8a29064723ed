"""A message as bytes for a mail server: headers, plain text, simple HTML, and what goes along with it."""

import re
from collections.abc import Sequence
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from django.utils.html import escape

from firstline.casework.contacts.enclosing import File
from firstline.interfaces.channels.models import Outgoing
from firstline.reference.correspondence.models import Sender
from firstline.reference.correspondence.occasions import WRITTEN, Occasion

_URL = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]]")
_TYPE = re.compile(r"[\w.+-]{1,60}/[\w.+-]{1,60}", re.ASCII)
_UNSEEN = re.compile(r"[\x00-\x1f\x7f]+")
# Lines of a header may hold no more than 998 characters; nobody reads so many names.
MOST_IDS = 900
_POLICY = SMTP.clone(max_line_length=78)


def composed(outgoing: Outgoing, sender: Sender, files: Sequence[File] = ()) -> bytes:
    """The whole message. Answers and bounces come to an address with its tag; what follows answers its Message-ID."""
    message = EmailMessage(policy=_POLICY)
    message["From"] = _address(sender.name, sender.address)
    message["To"] = _address(outgoing.name, outgoing.to)
    message["Reply-To"] = _address(sender.name, sender.tagged(outgoing.tag))
    message["Subject"] = _line(outgoing.subject)
    message["Date"] = format_datetime(outgoing.queued_at)
    message["Message-ID"] = f"<{outgoing.message_id}>"
    answered = _line(outgoing.answers).strip("<> ")
    if 0 < len(answered) <= MOST_IDS and answered.isascii() and " " not in answered:
        message["In-Reply-To"] = message["References"] = f"<{answered}>"
    message["Content-Language"] = outgoing.language
    for name, value in _signs(outgoing, sender):
        message[name] = value
    message.set_content(outgoing.body + "\n", cte="quoted-printable")
    message.add_alternative(html(outgoing.body, outgoing.language), subtype="html", cte="quoted-printable")
    for file in files:
        _attach(message, file)
    return message.as_bytes()


def _signs(outgoing: Outgoing, sender: Sender) -> list[tuple[str, str]]:
    """What tells other machines not to answer. A person's own words are no automatic message."""
    if outgoing.occasion in WRITTEN and outgoing.by_id and outgoing.occasion != Occasion.LINK:
        return []
    signs = [("Auto-Submitted", "auto-generated"), ("X-Auto-Response-Suppress", "All"), ("X-Loop", sender.address)]
    if outgoing.user_id:
        signs.append(("List-Id", f"<notices.{sender.address.rpartition('@')[2]}>"))
    return signs


def html(text: str, language: str) -> str:
    """Paragraphs, lines and links, and nothing else: it reads the same everywhere, and fetches nothing."""
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}"><head><meta charset="utf-8"></head>\n'
        f'<body dir="auto">\n{paragraphs(text)}</body></html>\n'
    )


def paragraphs(text: str) -> str:
    """The text as HTML, without what stands around it."""
    return "".join(f"<p>{_linked(one)}</p>\n" for one in re.split(r"\n{2,}", text.strip()))


def _linked(text: str) -> str:
    pieces, end = [], 0
    for found in _URL.finditer(text):
        address = escape(found[0])
        pieces += [escape(text[end : found.start()]), f'<a href="{address}">{address}</a>']
        end = found.end()
    return "".join([*pieces, escape(text[end:])]).replace("\n", "<br>\n")


def _attach(message: EmailMessage, file: File) -> None:
    kind = file.media_type if _TYPE.fullmatch(file.media_type) else "application/octet-stream"
    # Text and whole messages would be taken apart; as plain bytes they arrive as they are.
    main, _slash, sub = (
        kind.partition("/") if not kind.startswith(("message/", "multipart/")) else ("application", "", "")
    )
    message.add_attachment(
        file.content, maintype=main, subtype=sub or "octet-stream", filename=_line(file.name) or "file"
    )


def _address(name: str, address: str) -> Address:
    local, _at, domain = address.rpartition("@")
    return Address(_line(name), local, domain)


def _line(text: str) -> str:
    """A text without what would break a header."""
    return " ".join(_UNSEEN.sub(" ", text).split())
