"""What is asked of a server about the messages of the chosen folder; its answers are believed as little as possible."""

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from firstline.interfaces.channels.email.imap import Box
from firstline.reference.correspondence.models import Mailbox

# Of a message that is too large, or that cannot be had whole, so much is kept.
BEGINNING = 2**20
_FACTS = re.compile(rb"UID (\d+)|RFC822\.SIZE (\d+)|FLAGS \(([^)]*)\)", re.IGNORECASE)
_UID = re.compile(rb"UID (\d+)", re.IGNORECASE)


class Found(NamedTuple):
    """What the server says of a message: its size in bytes, and whether it is marked as read."""

    size: int
    is_seen: bool


class Refuses(ValueError):
    """The server does not do what it was asked."""


def validity(box: Box, mailbox: Mailbox) -> int:
    """Which count of messages is valid now; another one means that all numbers are new. Chooses the folder anew."""
    box.folder.set(mailbox.folder)
    _kind, data = box.client.response("UIDVALIDITY")
    return int(data[0]) if data and data[0] and data[0].isdigit() else 0


def matching(box: Box, asked: str) -> list[int]:
    """The numbers of the messages that match, least first."""
    kind, data = box.client.uid("SEARCH", asked)
    if kind != "OK":
        raise Refuses(f"{kind} {data}")
    return sorted({int(uid) for line in data if line for uid in line.split() if uid.isdigit()})


def found(box: Box, uids: Sequence[int]) -> dict[int, Found]:
    """What the server says of these messages; of those that are gone, nothing."""
    answers = {}
    for some in chunks(uids, 1000):
        _kind, data = box.client.uid("FETCH", written(some), "(UID RFC822.SIZE FLAGS)")
        wanted = set(some)
        for item in data:
            text = item if isinstance(item, bytes) else b" ".join(item or ())
            facts = _FACTS.findall(text)
            uid, size, flags = (next((each[place] for each in facts if each[place]), b"") for place in range(3))
            if uid and int(uid) in wanted:
                answers[int(uid)] = Found(int(size or 0), b"\\seen" in flags.lower())
    return answers


def bodies(box: Box, uids: Sequence[int], *, beginning: bool = False) -> dict[int, bytes]:
    """The messages byte for byte, or only the beginning of each."""
    part = f"(UID BODY.PEEK[]<0.{BEGINNING}>)" if beginning else "(UID BODY.PEEK[])"
    kind, data = box.client.uid("FETCH", written(uids), part)
    if kind != "OK":
        raise Refuses(f"{kind} {data}")
    answers = {}
    for place, item in enumerate(data):
        if isinstance(item, tuple):
            after = data[place + 1] if place + 1 < len(data) and isinstance(data[place + 1], bytes) else b""
            match = _UID.search(item[0]) or _UID.search(after)
            if match and int(match[1]) in uids:
                answers[int(match[1])] = item[1]
    return answers


def mark(box: Box, mailbox: Mailbox, uids: Sequence[int]) -> None:
    """Say to the server that we have them, in the way the desk has chosen; only ever called after our commit."""
    for some in chunks(uids, 500):
        kind, data = box.client.uid("STORE", written(some), "+FLAGS.SILENT", "(\\Seen)")
        if kind != "OK":
            raise Refuses(f"{kind} {data}")
        if mailbox.after == Mailbox.After.MOVE and mailbox.move_to:
            box.move([str(uid) for uid in some], mailbox.move_to)
        elif mailbox.after == Mailbox.After.DELETE:
            box.delete([str(uid) for uid in some])


def written(uids: Sequence[int]) -> str:
    """Numbers as the protocol writes them.

    >>> written([1, 2, 3, 7])
    '1:3,7'
    """
    parts: list[list[int]] = []
    for uid in sorted(uids):
        if parts and uid == parts[-1][1] + 1:
            parts[-1][1] = uid
        else:
            parts.append([uid, uid])
    return ",".join(str(first) if first == last else f"{first}:{last}" for first, last in parts)


def chunks(items: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    """The items in runs of at most `size`."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
