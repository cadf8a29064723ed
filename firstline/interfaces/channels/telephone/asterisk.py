"""The events of Asterisk's manager interface that are about calls, as events of a telephone system like any other.

All channels of one call share their `Linkedid`, which is the call's key. A call rings when it joins a queue or dials
somebody, is answered when an agent or the dialled channel takes it, and ends with the channel that began it.
"""

import re
from collections.abc import Collection

from firstline.interfaces.channels.telephone.event import End, Event, What, key_of, known_number, plain
from firstline.interfaces.channels.telephone.packets import Packet

# "PJSIP/101-0000002a", "Local/101@agents-00000001;2", "SIP/101": whom a channel belongs to.
_CHANNEL = re.compile(r"(?:\w+/)?(?P<who>[^@/;-]+(?:-[^@/;-]+)*?)(?:@[^;]*)?(?:-[0-9a-f]{6,})?(?:;\d)?", re.IGNORECASE)
_NOT_ANSWERED = {"17", "18", "19", "20", "21"}


def event_of(packet: Packet, extensions: Collection[str] = ()) -> Event | None:
    """An event out of a packet; None for one that says nothing of a call of ours, as between two extensions."""
    reader = _READERS.get(packet.get("event", "").casefold())
    return reader(packet, extensions) if reader else None


def _joined(packet: Packet, _extensions: Collection[str]) -> Event | None:
    return _of_queue(packet, What.RANG)


def _called(packet: Packet, _extensions: Collection[str]) -> Event | None:
    return _of_queue(packet, What.RANG, people=_agents(packet))


def _connected(packet: Packet, _extensions: Collection[str]) -> Event | None:
    return _of_queue(packet, What.ANSWERED, people=_agents(packet))


def _completed(packet: Packet, _extensions: Collection[str]) -> Event | None:
    """An agent has done with the caller; whoever was passed on to somebody else speaks on."""
    if packet.get("reason", "").casefold() == "transfer":
        return None
    return _of_queue(packet, What.ENDED, end=End.SPOKEN, begins=False, cause=plain(packet.get("reason")))


def _abandoned(packet: Packet, _extensions: Collection[str]) -> Event | None:
    return _of_queue(packet, What.ENDED, end=End.UNANSWERED, cause="abandoned")


def _of_queue(packet: Packet, what: What, **facts: object) -> Event | None:
    key = _key(packet)
    number, called = known_number(packet.get("calleridnum")), plain(packet.get("exten") or packet.get("queue"))
    return Event(what, key, number, called, **facts) if key else None  # type: ignore[arg-type]


def _dialled(packet: Packet, extensions: Collection[str]) -> Event | None:
    return _of_dial(packet, extensions, What.RANG)


def _dial_ended(packet: Packet, extensions: Collection[str]) -> Event | None:
    if packet.get("dialstatus", "").casefold() != "answer":
        return None
    return _of_dial(packet, extensions, What.ANSWERED)


def _of_dial(packet: Packet, extensions: Collection[str], what: What) -> Event | None:
    """A dialled call goes out when an extension of ours dials what is none."""
    key, caller = _key(packet), plain(packet.get("calleridnum") or packet.get("connectedlinenum"))
    dialled = who_of(packet.get("destchannel", "")) or who_of(packet.get("dialstring", ""))
    ours = {extension.casefold() for extension in extensions}
    from_us = caller.casefold() in ours or who_of(packet.get("channel", "")).casefold() in ours
    to_us = dialled.casefold() in ours
    if not key or (from_us and to_us):
        return None
    if from_us:
        number = known_number(packet.get("exten") or packet.get("destcalleridnum") or dialled)
        people = (caller, who_of(packet.get("channel", "")))
        return Event(what, key, number, caller, outbound=True, people=people) if number else None
    return Event(what, key, known_number(caller), plain(packet.get("exten")), people=(dialled,) if dialled else ())


def _hung_up(packet: Packet, _extensions: Collection[str]) -> Event | None:
    """A call ends with its first channel; that of one agent out of several may end before."""
    if packet.get("uniqueid") != packet.get("linkedid"):
        return None
    cause = plain(packet.get("cause"))
    end = End.UNANSWERED if cause in _NOT_ANSWERED else End.UNKNOWN
    key = _key(packet)
    return Event(What.ENDED, key, "", "", end=end, cause=plain(packet.get("cause-txt")), begins=False) if key else None


def who_of(channel: str) -> str:
    """The extension of a channel, or of what was dialled: "101" of "PJSIP/101-0000002a"."""
    found = _CHANNEL.fullmatch(plain(channel))
    return found["who"] if found else ""


def _key(packet: Packet) -> str:
    return key_of(packet.get("linkedid") or packet.get("uniqueid"))


def _agents(packet: Packet) -> tuple[str, ...]:
    found = (packet.get("membername"), packet.get("interface"), packet.get("destchannel"))
    named = [plain(found[0]), *(who_of(one or "") for one in found)]
    return tuple(dict.fromkeys(name for name in named if name))


_READERS = {
    "queuecallerjoin": _joined,
    "agentcalled": _called,
    "agentconnect": _connected,
    "agentcomplete": _completed,
    "queuecallerabandon": _abandoned,
    "dialbegin": _dialled,
    "dialend": _dial_ended,
    "hangup": _hung_up,
}
