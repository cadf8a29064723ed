"""What the measured pages show and the measured verbs change: drawn from the desk that was built, always the same."""

from dataclasses import dataclass
from itertools import cycle, islice
from random import Random

from django.utils import timezone

from firstline.casework.contacts import reception
from firstline.casework.contacts.models import Contact, Kind
from firstline.casework.tickets.models import OPEN_STATES, Ticket
from firstline.casework.work_orders.models import WorkOrder
from firstline.reference.catalogue.models import ProblemCode
from firstline.reference.customers.models import Customer
from firstline.reference.staff.models import User

WORDS = ("The water in our street is brown since the morning", "The lamp at the corner flickers all night long")


@dataclass(frozen=True)
class Subjects:
    """Numbers, names and words, one for each request; `complete` are contacts of which a ticket can be opened."""

    tickets: list[int]
    contacts: list[int]
    complete: list[int]
    names: list[str]
    words: list[str]
    orders: list[int]


def draw(count: int, by: User) -> Subjects:
    """As many of each as there will be requests; those that a verb uses up are made for it."""
    chance = Random(11)  # noqa: S311 the same every time
    numbers = list(Ticket.objects.filter(state__in=OPEN_STATES).order_by("pk").values_list("number", flat=True)[:20000])
    names = list(Customer.objects.order_by("pk").values_list("name", flat=True)[:20000])
    words = [
        word for title in Ticket.objects.order_by("pk").values_list("title", flat=True)[:300] for word in title.split()
    ]
    code = ProblemCode.objects.filter(
        questions__isnull=True, handling__requires_location=False, handling__requires_equipment=False
    ).first()
    # Each caller has one problem or a few: nobody has hundreds of open tickets.
    callers = list(Customer.objects.order_by("-pk")[:count])
    return Subjects(
        tickets=chance.sample(numbers, min(count, len(numbers))),
        contacts=[_contact(by, WORDS[0], code, customer).number for customer in callers[:20]],
        complete=[
            _contact(by, WORDS[number % len(WORDS)], code, customer).number
            for number, customer in enumerate(islice(cycle(callers), count))
        ],
        names=[name.split()[-1] for name in chance.choices(names, k=count)],
        words=[word for word in chance.choices(words, k=count * 3) if word.isalpha()][:count],
        orders=list(WorkOrder.objects.order_by("-pk").values_list("number", flat=True)[:count]),
    )


def _contact(by: User, words: str, code: ProblemCode | None, customer: Customer) -> Contact:
    """A contact in the middle of a call: who it is, what they say, and its code."""
    contact = reception.open_contact(channel="telephone", by=by, at=timezone.now())
    contact = reception.identify(contact, customer, by=by)
    contact = reception.classify(contact, Kind.ACTION, seen=contact.version, by=by)
    contact = reception.note_down(contact, "words", words, seen=contact.version, by=by)
    return reception.note_down(contact, "code", code, seen=contact.version, by=by)
