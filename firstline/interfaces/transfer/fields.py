"""What a mapping may fill, for each noun that can be brought in."""

from dataclasses import dataclass

from django.conf import settings

from firstline.casework.contacts.models import Channel
from firstline.casework.tickets.models import State
from firstline.casework.work_orders.models import State as OrderState
from firstline.reference.customers.models import Agreement, Degree
from firstline.reference.knowledge.models import Audience


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

_PARTY = {
    "customer": Field(longest=LONGEST_KEY),
    "customer_email": Field(longest=254),
    "account": Field(longest=200),
    "account_number": Field(longest=60),
}
_PATH = {
    "department": Field(required=True, longest=120),
    "provider": Field(longest=120),
    "category": Field(longest=120),
    "code": Field(required=True, longest=120),
}
_POINT = {"latitude": Field(), "longitude": Field()}

EQUIPMENT = {
    "key": Field(required=True, longest=LONGEST_KEY),
    "name": Field(required=True, longest=200),
    "model_number": Field(longest=80),
    "serial_number": Field(longest=80),
    "criticality": Field(choices=tuple(degree.name.lower() for degree in Degree)),
    **_PARTY,
    "agreement": Field(longest=60),
    "address": Field(longest=300),
    "area": Field(longest=120),
    "postcode": Field(longest=20),
    "city": Field(longest=120),
    "building": Field(longest=80),
    "floor": Field(longest=40),
    "unit": Field(longest=40),
    **_POINT,
}

AGREEMENTS = {
    "key": Field(required=True, longest=LONGEST_KEY),
    "number": Field(required=True, longest=60),
    "kind": Field(choices=tuple(Agreement.Kind.values)),
    "coverage": Field(),
    **_PARTY,
    "starts_on": Field(is_time=True),
    "ends_on": Field(is_time=True),
}

CATALOGUE = {
    **_PATH,
    **{f"label_{language}": Field(longest=200) for language, _name in settings.LANGUAGES},
    **{f"synonyms_{language}": Field() for language, _name in settings.LANGUAGES},
    "centre": Field(longest=120),
    "priority": Field(longest=40),
    "standard_work_order": Field(longest=60),
}

ARTICLES = {
    "key": Field(required=True, longest=LONGEST_KEY),
    "title": Field(required=True, longest=200),
    "language": Field(required=True, choices=tuple(language for language, _name in settings.LANGUAGES)),
    "body": Field(),
    "script": Field(),
    "audience": Field(choices=tuple(Audience.values)),
    "state": Field(choices=("draft", "published")),
    "translation_of": Field(longest=LONGEST_KEY),
    "department": Field(longest=120),
    "provider": Field(longest=120),
    "category": Field(longest=120),
    "code": Field(longest=120),
}

WORK_ORDERS = {
    "key": Field(required=True, longest=LONGEST_KEY),
    "title": Field(required=True, longest=200),
    **_PATH,
    "state": Field(required=True, choices=tuple(OrderState.values)),
    "raised_at": Field(required=True, is_time=True),
    "planned_start": Field(is_time=True),
    "planned_end": Field(is_time=True),
    "started_at": Field(is_time=True),
    "completed_at": Field(is_time=True),
    "hours": Field(),
    "crew": Field(longest=120),
    "instructions": Field(longest=5000),
    "result": Field(longest=20_000),
    "place": Field(longest=300),
    **_POINT,
    "tickets": Field(longest=2000),
}

NOUNS: dict[str, dict[str, Field]] = {
    "customers": CUSTOMERS,
    "equipment": EQUIPMENT,
    "agreements": AGREEMENTS,
    "catalogue": CATALOGUE,
    "articles": ARTICLES,
    "tickets": TICKETS,
    "work_orders": WORK_ORDERS,
}
