"""Forms as they were stored, read back as plain facts."""

import json
from base64 import b64decode
from typing import Any

from firstline.casework.contacts.models import Channel, Contact, Kind
from firstline.casework.tickets.models import Ticket
from firstline.interfaces.channels.incoming import File, Incoming, Reading, Unreadable
from firstline.interfaces.channels.models import Arrival
from firstline.interfaces.channels.readers import reads
from firstline.reference.catalogue.models import ProblemCode
from firstline.reference.customers.models import Location
from firstline.reference.customers.places import find_places

# What the list of held forms shows of their words.
LONGEST_SUBJECT = 120


@reads(Channel.PORTAL)
def read_form(arrival: Arrival, raw: bytes) -> Reading:
    """A form; one that is held back only when a person lets it through.

    It has no subject, so that no number in it can lead to what is somebody else's: an e-mail is easily pretended here.
    """
    sent = json.loads(raw)
    who = {"sender_name": sent.get("name", ""), "sender_email": sent.get("email", "")}
    if sent["held"] and not arrival.let_through:
        return Unreadable(because=sent["held"], subject=sent.get("words", "")[:LONGEST_SUBJECT], **who)
    location = _location(sent)
    return Incoming(
        **who,
        channel=Channel.PORTAL,
        sender_number=sent.get("phone", ""),
        text=sent.get("words", ""),
        language=sent["language"],
        kind=sent.get("kind") or Kind.ACTION,
        code=_code(sent.get("code", "")),
        location=location,
        place=_place(sent, location),
        files=[_photo(one) for one in sent["photos"]],
        ticket=Ticket.objects.filter(number=sent["ticket"]).first() if sent.get("ticket") else None,
        contact=Contact.objects.filter(number=sent["contact"]).first() if sent.get("contact") else None,
        verdict=sent.get("verdict", ""),
        received_at=arrival.received_at,
        source=arrival.source,
    )


def _photo(sent: dict[str, Any]) -> File:
    return File(sent["name"], sent["media_type"], b64decode(sent["content"]))


def _code(key: str) -> ProblemCode | None:
    return ProblemCode.objects.in_use().with_path().filter(pk=int(key)).first() if _is_key(key) else None


def _location(sent: dict[str, Any]) -> Location | None:
    """The landmark that was chosen, or the one place that is written exactly so."""
    if _is_key(sent.get("location", "")):
        return Location.objects.filter(pk=int(sent["location"])).first()
    text = _folded(sent.get("place", ""))
    same = [place for place in find_places(text) if text in (_folded(str(place)), _folded(place.address))]
    return same[0] if len(same) == 1 else None


def _place(sent: dict[str, Any], location: Location | None) -> str:
    parts = [sent.get("place", "") or str(location or ""), sent.get("point", "")]
    return ", ".join(part for part in parts if part)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19
