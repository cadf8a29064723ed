"""Small typed builders: each makes one thing with sensible defaults, and what it stands on."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from firstline.casework.contacts.models import Channel, Contact
from firstline.casework.tickets.models import Ticket
from firstline.casework.work_orders.models import WorkOrder
from firstline.journal.numbers import next_number
from firstline.reference.catalogue.models import Department, ProblemCode, ServiceCategory, ServiceProvider
from firstline.reference.customers.models import Customer, Equipment, Location
from firstline.reference.handling.models import Handling, Question, StandardTask, StandardWorkOrder
from firstline.reference.knowledge import attaching, publishing, writing
from firstline.reference.knowledge.models import Article
from firstline.reference.knowledge.wording import Text
from firstline.reference.procedures.models import Branch, Occasion, Procedure, ProcedureVersion, Step
from firstline.reference.service_levels.models import Priority
from firstline.reference.staff.models import Crew, SupportCentre

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
_serial = count(1)


def department(key: str = "Public works") -> Department:
    return Department.objects.get_or_create(key=key, defaults={"labels": {"en": key}})[0]


def provider(key: str = "Street care", of: Department | None = None) -> ServiceProvider:
    return ServiceProvider.objects.get_or_create(
        key=key, department=of or department(), defaults={"labels": {"en": key}}
    )[0]


def category(key: str = "Bulky waste", of: ServiceProvider | None = None) -> ServiceCategory:
    return ServiceCategory.objects.get_or_create(key=key, provider=of or provider(), defaults={"labels": {"en": key}})[
        0
    ]


def code(key: str = "Appliance pick-up", of: ServiceCategory | None = None) -> ProblemCode:
    return ProblemCode.objects.get_or_create(key=key, category=of or category(), defaults={"labels": {"en": key}})[0]


def priority(key: str = "regular", rank: int = 3) -> Priority:
    return Priority.objects.get_or_create(
        key=key, defaults={"labels": {"en": key}, "rank": rank, "look": min(rank, 4)}
    )[0]


def centre(key: str = "Street depot", tiers: int = 2) -> SupportCentre:
    return SupportCentre.objects.get_or_create(key=key, defaults={"labels": {"en": key}, "tiers": tiers})[0]


def catch_all() -> SupportCentre:
    return SupportCentre.objects.get_or_create(
        is_catch_all=True, defaults={"key": "Unrouted", "labels": {"en": "Unrouted"}, "tiers": 1}
    )[0]


def crew(name: str = "Crew 1") -> Crew:
    return Crew.objects.get_or_create(name=name, defaults={"centre": centre()})[0]


def standard_work_order(key: str = "Collect an appliance", hours: int = 2) -> StandardWorkOrder:
    order, made = StandardWorkOrder.objects.get_or_create(
        key=key, defaults={"labels": {"en": key}, "duration": timedelta(hours=hours), "crew": crew()}
    )
    if made:
        for position, task in enumerate(("Load the appliance", "Bring it to the depot"), start=1):
            StandardTask.objects.create(standard=order, position=position, labels={"en": task})
    return order


def handled_code(key: str = "Appliance pick-up", **facts: object) -> ProblemCode:
    """A code that carries a support centre, a priority and a standard work order."""
    found = code(key)
    defaults: dict[str, object] = {
        "centre": centre(),
        "priority": None if "priority" in facts else priority(),
        "standard_work_order": standard_work_order(),
    }
    Handling.objects.get_or_create(code=found, defaults={**defaults, **facts})
    return found


def location(
    address: str = "1 Main Street", latitude: float | None = 42.3, longitude: float | None = -71.1
) -> Location:
    return Location.objects.create(address=address, city="Exampleville", latitude=latitude, longitude=longitude)


def customer(name: str = "Carla Customer", **fields: object) -> Customer:
    return Customer.objects.create(name=name, **fields)


def contact(**fields: object) -> Contact:
    defaults: dict[str, object] = {
        "number": next_number("contact"),
        "channel": Channel.TELEPHONE,
        "started_at": NOON,
    }
    return Contact.objects.create(**{**defaults, **fields})


def ticket(**fields: object) -> Ticket:
    chosen = fields.pop("priority", None) or priority()
    serial = next(_serial)
    defaults: dict[str, object] = {
        "number": next_number("ticket"),
        "title": f"Problem {serial}",
        "code": None if "code" in fields else handled_code(),
        "priority": chosen,
        "priority_rank": chosen.rank,  # type: ignore[attr-defined]
        "centre": None if "centre" in fields else centre(),
        "opened_at": NOON,
        "changed_at": NOON,
    }
    return Ticket.objects.create(**{**defaults, **fields})


def question(of: ProblemCode, text: str = "Is it still plugged in?", kind: str = "yes_no", **facts: object) -> Question:
    return Question.objects.create(code=of, position=of.questions.count() + 1, kind=kind, texts={"en": text}, **facts)


def problem(**fields: object) -> Contact:
    """A contact in which a whole problem stands: a ticket can be opened from it."""
    defaults: dict[str, object] = {"kind": "action", "words": "The fridge is to be fetched", "customer": customer()}
    return contact(**{"code": handled_code(), **defaults, **fields})


def work_order(**fields: object) -> WorkOrder:
    defaults: dict[str, object] = {
        "number": next_number("work_order"),
        "title": "Collect an appliance",
        "code": None if "code" in fields else handled_code(),
        "raised_at": NOON,
    }
    return WorkOrder.objects.create(**{**defaults, **fields})


def equipment(name: str = "Fridge", **fields: object) -> Equipment:
    return Equipment.objects.create(name=name, **fields)


def article(
    title: str = "How to dispose of a fridge",
    body: str = "The depot takes fridges free of charge.",
    language: str = "en",
    code: ProblemCode | None = None,
    audience: str = "staff",
    is_published: bool = True,
    **text: Any,
) -> Article:
    """An article in one language, published unless said otherwise, and attached to a code where one is given."""
    made = writing.start(language, Text(title, body, **text), audience=audience, by=None, at=NOON)
    if code:
        attaching.attach(made, code, by=None)
    return publishing.publish(made, by=None, at=NOON) if is_published else made


def step(key: str, act: str = "ask", **facts: object) -> Step:
    """A step that is not stored; one that asks has a text for its answer."""
    answer = {"answer_type": "text"} if act == "ask" else {"deed": "open_ticket"} if act == "do" else {}
    texts = {"title": {"en": key.capitalize()}, "say": {"en": f"{key.capitalize()}?"}}
    return Step(**{"key": key, "act": act, "texts": texts, **answer, **facts})


def procedure(*steps: Step, key: str = "pick-up", state: str = "published", **occasion: object) -> ProcedureVersion:
    """A version of a procedure with these steps, chosen for `occasion`; without any, never chosen."""
    made, _new = Procedure.objects.get_or_create(key=key, defaults={"labels": {"en": key.capitalize()}})
    facts = {"published_at": NOON} if state != "draft" else {}
    number = made.versions.count() + 1
    version = ProcedureVersion.objects.create(procedure=made, number=number, state=state, drafted_at=NOON, **facts)
    for position, one in enumerate(steps, start=1):
        one.of, one.position = version, position
        one.save()
    if occasion:
        Occasion.objects.create(procedure=made, **occasion)
    return version


def branch(of: Step, goes_to: str, condition: object) -> Branch:
    return Branch.objects.create(step=of, position=of.branches.count() + 1, goes_to=goes_to, condition=condition)
