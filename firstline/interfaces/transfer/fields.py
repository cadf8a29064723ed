"""What a mapping may fill, for each noun that can be brought in."""

from dataclasses import dataclass

from firstline.casework.contacts.models import Channel
from firstline.casework.tickets.models import State


@dataclass(frozen=True, slots=True)
class Field:
    """One field: whether a row must have it, the longest text it holds, and the only values it may get."""

    required: bool = False
    longest: int = 0
    choices: tuple[str, ...] = ()
    is_time: bool = False


LONGEST_KEY = 100

TICKETS = {
    "key": Field(required=True, longest=LONGEST_KEY),
    "department": Field(required=True, longest=120),
    "provider": Field(longest=120),
    "category": Field(longest=120),
    "code": Field(required=True, longest=120),
    "centre": Field(longest=120),
    "priority": Field(longest=40),
    "title": Field(),
    "words": Field(),
    "wanted": Field(),
    "place": Field(),
    "latitude": Field(),
    "longitude": Field(),
    "language": Field(longest=8),
    "channel": Field(choices=tuple(Channel.values)),
    "state": Field(required=True, choices=tuple(State.values)),
    "opened_at": Field(required=True, is_time=True),
    "due_by": Field(is_time=True),
    "closed_at": Field(is_time=True),
    "resolution": Field(),
}

CUSTOMERS = {
    "key": Field(required=True, longest=LONGEST_KEY),
    "name": Field(required=True, longest=200),
    "phone": Field(longest=254),
    "phone_2": Field(longest=254),
    "mobile": Field(longest=254),
    "fax": Field(longest=254),
    "email": Field(longest=254),
    "email_2": Field(longest=254),
    "language": Field(longest=8),
    "account": Field(longest=200),
    "account_number": Field(longest=60),
    "address": Field(longest=300),
    "area": Field(longest=120),
    "postcode": Field(longest=20),
    "city": Field(longest=120),
    "latitude": Field(),
    "longitude": Field(),
    "note": Field(),
}

NOUNS: dict[str, dict[str, Field]] = {"tickets": TICKETS, "customers": CUSTOMERS}
