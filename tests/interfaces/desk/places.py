"""Every address of the desk with something behind it, for tests that walk through all of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import URLPattern, reverse
from django.urls.converters import IntConverter
from django.utils import timezone

from firstline.casework.tickets.call_backs import promise
from firstline.casework.tickets.facts import FOR_PRIORITY
from firstline.interfaces.channels.outbox import put
from firstline.interfaces.channels.telephone.calls import hear
from firstline.interfaces.channels.telephone.event import Event, What
from firstline.interfaces.desk.urls import urlpatterns
from firstline.reference.correspondence.keeping import set_rule, set_sender
from firstline.reference.correspondence.occasions import Occasion
from firstline.reference.correspondence.telephony import create_fax_line, create_line, put_at
from firstline.reference.customers.accounts import add_account_number, create_account, create_agreement
from firstline.reference.customers.keeping import create_customer
from firstline.reference.handling.questions import add_question
from firstline.reference.service_levels.calendars import create_calendar, set_day
from firstline.reference.service_levels.criteria_tables import add_row
from firstline.reference.service_levels.criteria_tables import draft as create_criteria
from firstline.reference.service_levels.escalation_steps import add_step
from firstline.reference.service_levels.models import Kind
from firstline.reference.service_levels.protocols import set_protocol
from firstline.reference.service_levels.targets import set_target
from firstline.reference.staff.centres import join_centre
from firstline.reference.staff.crews import appoint_lead
from firstline.reference.staff.wall_links import make_wall_link
from tests import builders
from tests.cast import tomek


@dataclass(frozen=True)
class Address:
    """One pattern of the desk, filled in."""

    name: str
    url: str
    view: Any


def addresses() -> Iterator[Address]:
    """All of them, each noun's with the key of one that exists; what a noun's address names besides is 1."""
    keys = world()
    for pattern in urlpatterns:
        yield Address(
            str(pattern.name), reverse(f"desk:{pattern.name}", kwargs=_arguments(pattern, keys)), pattern.callback
        )


def _arguments(pattern: URLPattern, keys: dict[str, int]) -> dict[str, object]:
    noun = str(pattern.pattern).partition("/")[0]
    filled: dict[str, object] = {}
    for name, converter in pattern.pattern.converters.items():
        first = isinstance(converter, IntConverter) and not any(isinstance(value, int) for value in filled.values())
        filled[name] = keys.get(noun, 1) if first else 1 if isinstance(converter, IntConverter) else _WORDS[name]
    return filled


_WORDS = {
    "report_name": "volume",
    "level": "codes",
    "name": "about_department",
    "field": "words",
    "kind": "priority",
    "language": "en",
    "occasion": "done",
}


def world() -> dict[str, int]:
    """One of each noun; the number or key that stands in its addresses, by the word that begins them."""
    account = create_account("Harbour Mill", by=None)
    customer = create_customer("Carla Customer", account=account, points=[("phone", "+16502531234")], by=None)
    code, centre = builders.handled_code(), builders.centre()
    standard = builders.standard_work_order()
    article = builders.article(code=code)
    return {
        "articles": article.number,
        "attachments": article.attachments.get().pk,
        "contacts": builders.contact(customer=customer, code=code).number,
        "tickets": builders.ticket(customer=customer).number,
        "work-orders": builders.work_order().number,
        "board": builders.work_order(crew=builders.crew()).number,
        "customers": customer.pk,
        "contact-points": customer.contact_points.get().pk,
        "accounts": account.pk,
        "account-numbers": add_account_number(account, "A-1", by=None).pk,
        "agreements": create_agreement("S-1", account=account, by=None).pk,
        "equipment": builders.equipment(customer=customer).pk,
        "catalogue": code.pk,
        "questions": add_question(code, "text", {"en": "Where?"}, by=None).pk,
        "standard-work-orders": standard.pk,
        "standard-tasks": standard.tasks.all()[0].pk,
        "staff": tomek().pk,
        "responsibilities": appoint_lead(tomek(), builders.department(), by=None).pk,
        "centres": centre.pk,
        "wall-links": make_wall_link("Hall", by=None).pk,
        "memberships": join_centre(tomek(), centre, 1, by=None).pk,
        "crews": builders.crew().pk,
        "priorities": builders.priority().pk,
        **promises(),
        **procedures(),
        **telephones(),
        **correspondence(),
        "call-backs": promise(builders.contact(customer=customer), _in_an_hour(), "?", by=None).pk,
        "criteria": (draft := create_criteria(Kind.PRIORITY, by=None)).pk,
        "criteria-rows": add_row(
            draft, {"condition": {"all": []}, "priority": builders.priority()}, vocabulary=FOR_PRIORITY, by=None
        ).pk,
    }


def correspondence() -> dict[str, int]:
    """A message, a sender of a department, and a rule of its own."""
    department = builders.department()
    message = put(Occasion.MESSAGE, "carla@example.org", text="?", by=None)
    assert message is not None
    return {
        "outgoing": message.pk,
        "senders": set_sender("Desk", "desk@city.example", department=department, by=None).pk,
        "message-rules": set_rule("done", is_on=False, gather_minutes=0, department=department, by=None).pk,
    }


def telephones() -> dict[str, int]:
    """A line at which somebody answers, a call and a fax line."""
    line = create_line({"name": "Front desk"}, by=None)
    call = hear(line, Event(What.RANG, "1", "617 555 0101", "100"))
    return {
        "telephone-lines": line.pk,
        "extensions": put_at(line, "101", tomek(), by=None).pk,
        "calls": call.pk if call else 0,
        "fax-lines": create_fax_line({"name": "Fax", "folder": "fax"}, by=None).pk,
    }


def _in_an_hour() -> datetime:
    return timezone.now() + timedelta(hours=1)


def procedures() -> dict[str, int]:
    """A procedure in a draft, with a branch, and what it is chosen for."""
    version = builders.procedure(builders.step("floor"), state="draft", kind="comment")
    step = version.steps.get()
    return {
        "procedures": version.procedure_id,
        "procedure-versions": version.pk,
        "procedure-steps": step.pk,
        "procedure-branches": builders.branch(step, "end", {"all": []}).pk,
        "procedure-occasions": version.procedure.occasions.get().pk,
    }


def promises() -> dict[str, int]:
    """One of each noun of what is laid down about promises."""
    calendar, priority = create_calendar({"name": "Office"}, by=None), builders.priority()
    target = set_target(priority, {"resolve": "8h"}, by=None)
    return {
        "calendars": calendar.pk,
        "calendar-days": set_day(calendar, date(2026, 12, 24), "", [], by=None).pk,
        "targets": target.pk,
        "escalation-steps": add_step(priority, "resolve", 80, "tell_assignee", by=None).pk,
        "call-back-protocols": set_protocol(priority, "2d", by=None).pk,
    }
