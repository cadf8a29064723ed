"""What telephone systems post: the generic newCall, answer and hangup, Placetel's notices, and sipgate's pushes."""

import json
from collections.abc import Mapping
from urllib.parse import parse_qsl

from firstline.interfaces.channels.telephone.event import End, Event, What, key_of, known_number, plain

LARGEST = 64 * 1024
MOST_FIELDS = 100
MOST_PEOPLE = 20
# What each calls the three things that happen, in small letters.
_WHAT = {
    "newcall": What.RANG,
    "answer": What.ANSWERED,
    "hangup": What.ENDED,
    "incomingcall": What.RANG,
    "outgoingcall": What.RANG,
    "callaccepted": What.ANSWERED,
    "hungup": What.ENDED,
}
# How a call ended: sipgate's and the generic causes, and Placetel's types.
_ENDS = {
    "normalclearing": End.SPOKEN,
    "accepted": End.SPOKEN,
    "cancel": End.UNANSWERED,
    "noanswer": End.UNANSWERED,
    "busy": End.UNANSWERED,
    "congestion": End.UNANSWERED,
    "notfound": End.UNANSWERED,
    "missed": End.UNANSWERED,
    "voicemail": End.VOICEMAIL,
    "blocked": End.REFUSED,
}
_PEOPLE = ("user", "user[]", "caller", "caller[]", "answeringNumber", "peer", "userId", "userId[]", "fullUserId[]")
# A call that was transferred has a new id, and names the one it had: it stays one call.
_KEYS = ("originalCallId", "callId", "call_id")

Fields = Mapping[str, list[str]]


class Unreadable(ValueError):
    """This is no event of a call."""


def read(body: bytes, content_type: str = "") -> Event:
    """An event out of the body of a request, a form or JSON; `Unreadable` for anything else."""
    fields = _json(body) if "json" in content_type or body.lstrip()[:1] == b"{" else _form(body)
    return event_of(fields)


def event_of(fields: Fields) -> Event:
    """An event out of its fields. Without a word for what happened, but with two numbers, a call comes in."""
    said = _first(fields, "event").casefold()
    if not said and not (_first(fields, "from") and _first(fields, "to")):
        raise Unreadable("neither an event nor two numbers")
    if said and said not in _WHAT:
        raise Unreadable("an event that is not known")
    outbound = said == "outgoingcall" or _first(fields, "direction").casefold() in ("out", "outbound", "outgoing")
    ours, theirs = ("from", "to") if outbound else ("to", "from")
    cause = _first(fields, "cause") or _first(fields, "type")
    return Event(
        what=_WHAT.get(said, What.RANG),
        key=key_of(next((key for name in _KEYS if (key := _first(fields, name))), "")),
        number=known_number(_first(fields, theirs)),
        own_number=known_number(_first(fields, ours)),
        outbound=outbound,
        people=tuple(plain(one) for name in _PEOPLE for one in fields.get(name, ())[:MOST_PEOPLE] if plain(one)),
        end=_ENDS.get(cause.casefold(), End.UNKNOWN) if said else End.UNKNOWN,
        cause=plain(cause),
    )


def _first(fields: Fields, name: str) -> str:
    return next(iter(fields.get(name, ())), "")


def _form(body: bytes) -> Fields:
    try:
        pairs = parse_qsl(body.decode(errors="replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError as problem:
        raise Unreadable("too many fields") from problem
    fields: dict[str, list[str]] = {}
    for name, value in pairs:
        fields.setdefault(name, []).append(value)
    return fields


def _json(body: bytes) -> Fields:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as problem:
        raise Unreadable("no JSON") from problem
    if not isinstance(found, dict):
        raise Unreadable("no fields")
    return {
        name: [str(one) for one in (value if isinstance(value, list) else [value]) if isinstance(one, str | int)]
        for name, value in found.items()
    }
