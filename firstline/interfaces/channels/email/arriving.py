"""Arriving mail as the one door takes it: who wrote what is new, or why it is no person's message."""

import re
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from firstline.casework.contacts.models import Channel
from firstline.interfaces.channels.email.machine import verdict
from firstline.interfaces.channels.email.message import Address, Message
from firstline.interfaces.channels.email.own import own_addresses
from firstline.interfaces.channels.email.reading import read_whole
from firstline.interfaces.channels.email.replies import trimmed
from firstline.interfaces.channels.fax.mailed import fax_in
from firstline.interfaces.channels.incoming import Came, File, Incoming, Machine, Reading, Unreadable
from firstline.interfaces.channels.models import Arrival
from firstline.interfaces.channels.readers import reads
from firstline.reference.staff.models import User

# Where servers write the address that a message was really sent to.
_DELIVERED = ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-rcpt-to")
_FORWARDED_BY_HAND = re.compile(
    r"^[ \t>*]*(?:From|De|Od|จาก|Von)[ \t]*:[ \t*]*(?P<name>[^<\n]{0,200}?)[ \t\"']*<?(?:mailto:)?"
    r"(?P<email>[^\s<>@]{1,64}@[^\s<>]{1,190})>?",
    re.IGNORECASE | re.MULTILINE,
)
_MOST_FILES = 200


@reads(Channel.EMAIL)
def read_mail(arrival: Arrival, raw: bytes) -> Reading:
    """What a raw mail says to us."""
    return said_by(read_whole(raw), source=arrival.source, holds_up=not arrival.let_through)


def said_by(message: Message, *, source: str = "", holds_up: bool = True) -> Reading:
    """The same of a message that has been read; `holds_up` what nobody could be answered or make sense of."""
    fax = fax_in(message, source)
    if fax:
        return fax
    own = own_addresses()
    who = _who(message, message.sender)
    found = verdict(message, own=own)
    if found.is_machine:
        about = tuple(filter(None, (found.original_id, message.in_reply_to, *reversed(message.references))))
        return Machine(
            because=f"{found.kind}: {found.because}",
            about=about,
            addressed=addressed(message),
            failures=found.failures,
            **who,
        )
    if holds_up and not who["sender_email"]:
        return Unreadable(because=_("it names no sender who could be answered"), **who)
    if holds_up and not (message.text.strip() or message.subject.strip() or message.attachments or message.calendar):
        return Unreadable(because=_("it is empty"), **who)
    return _incoming(message, source)


def _incoming(message: Message, source: str) -> Incoming:
    inner = _original(message)
    text = inner.text.strip()
    return Incoming(
        text=trimmed(text).text.strip() or text,
        language=inner.language or message.language,
        files=_files(message, inner),
        references=(*message.references, *filter(None, [message.in_reply_to])),
        addressed=addressed(message),
        source=source,
        received_at=message.date,
        **_who(message, inner.sender),
    )


def _who(message: Message, sender: Address | None) -> dict[str, Any]:
    return {
        "sender_name": sender.name if sender else "",
        "sender_email": sender.email if sender else "",
        "subject": message.subject,
        "message_id": message.message_id,
    }


def _original(message: Message) -> Message:
    """What a member of staff has sent on is the original sender's message; anybody else writes for themselves."""
    inner, sender = message.forwarded, message.sender
    by_hand = None if inner else _FORWARDED_BY_HAND.search(message.text)
    if sender is None or not (inner or by_hand) or not _is_ours(sender.email):
        return message
    if inner and inner.sender:
        return inner
    if by_hand:
        found = Address(by_hand["name"].strip(" \"'"), by_hand["email"].rstrip(">.,;)"))
        rest = message.text[by_hand.end() :].partition("\n\n")[2]
        return replace(message, sender=found, text=rest or message.text)
    return message


def _is_ours(address: str) -> bool:
    return User.objects.filter(email__iexact=address, is_active=True).exists()


def addressed(message: Message) -> tuple[str, ...]:
    """All addresses the message was sent to, with those that servers have noted."""
    written = [address.email for address in (*message.to, *message.cc)]
    noted = [value for name in _DELIVERED for value in message.headers.get(name, ())]
    return tuple(written + noted)[:500]


def _files(message: Message, inner: Message) -> tuple[Came, ...]:
    came = {id(file): file for each in (message, inner) for file in each.attachments}
    files: list[Came] = [*list(came.values())[:_MOST_FILES]]
    if message.calendar and not any(file.media_type == "text/calendar" for file in files):
        files.append(File(_("invitation.ics"), "text/calendar", message.calendar.encode()))
    return tuple(files)
