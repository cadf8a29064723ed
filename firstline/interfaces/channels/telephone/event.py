"""What a telephone system tells of a call, whichever words it uses."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from firstline.reference.customers import numbers

LONGEST_KEY = 200
LONGEST_TEXT = 120


class What(StrEnum):
    """What has happened to a call."""

    RANG = "rang"
    ANSWERED = "answered"
    ENDED = "ended"


class End(StrEnum):
    """How a call ended, where the telephone system says so."""

    UNKNOWN = ""
    SPOKEN = "spoken"
    UNANSWERED = "unanswered"
    VOICEMAIL = "voicemail"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Event:
    """One event of one call.

    `key` is the call's id at the telephone system, "" where it gives none. `number` is that of the customer ("" where
    it is withheld) and `own_number` ours, in any spelling. `people` are those it is put to or who answered, as the
    system calls them. One that does not begin a call is forgotten where no call is known.
    """

    what: What
    key: str
    number: str
    own_number: str
    outbound: bool = False
    people: tuple[str, ...] = ()
    end: End = End.UNKNOWN
    cause: str = ""
    begins: bool = True


def plain(value: object, longest: int = LONGEST_TEXT) -> str:
    """A text of a telephone system, without what no database holds, shortened."""
    text = "" if value is None else str(value)
    return text[:longest].replace("\x00", "").encode(errors="ignore").decode().strip()


def known_number(value: object) -> str:
    """A number as it came; "" for "anonymous", "unknown", "unavailable" and all else without a digit."""
    number = plain(value, numbers.LONGEST)
    return number if numbers.digits(number) else ""


def key_of(value: object) -> str:
    """The id of a call; of one that is too long, its digest."""
    whole = plain(value, 10 * LONGEST_KEY)
    return whole if len(whole) <= LONGEST_KEY else hashlib.sha256(whole.encode()).hexdigest()
