"""What a ticket, and the problem of a contact, is known by: the one vocabulary of rules, filters and reports."""

from collections.abc import Callable, Collection
from typing import Any

from django.conf import settings
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from firstline.casework.contacts.facts import levels, point, shared
from firstline.casework.contacts.models import Channel, Kind
from firstline.casework.tickets.asking import at_time_of_day, in_force, keyed, keys_of, on_weekday, with_words, worded
from firstline.casework.tickets.models import State, Ticket
from firstline.casework.tickets.searching import document
from firstline.criteria.vocabulary import Choices, Field, Named, Text, Type, Vocabulary
from firstline.reference.catalogue.models import Department, ProblemCode, ServiceCategory, ServiceProvider
from firstline.reference.customers.models import Account, Agreement, Customer, Degree, Equipment
from firstline.reference.service_levels.models import Priority
from firstline.reference.staff.models import SupportCentre, User

TIERS = [("1", "1"), ("2", "2"), ("3", "3")]
WEEKDAYS: list[tuple[str, Text]] = [
    ("1", _("Monday")),
    ("2", _("Tuesday")),
    ("3", _("Wednesday")),
    ("4", _("Thursday")),
    ("5", _("Friday")),
    ("6", _("Saturday")),
    ("7", _("Sunday")),
]
# All that facts are taken from, to be loaded with the rows when many are asked.
RELATED = ("contact", "code__category__provider", "location", "equipment", "agreement")


def _listed(rows: Callable[[], QuerySet[Any]]) -> Choices:
    return lambda: [(str(row.pk), str(row)) for row in rows()]


def _named(rows: Callable[[], QuerySet[Any]]) -> Named:
    def names(keys: Collection[str]) -> dict[str, Text]:
        return {str(row.pk): str(row) for row in rows().filter(pk__in=keys_of(keys))}

    return names


def _of_rows(name: str, label: Text, rows: Callable[[], QuerySet[Any]], path: str = "", *, few: bool = True) -> Field:
    """A field whose values are rows of another table: `few` enough to be listed, or found by a search of their own."""
    choices = _listed(rows) if few else None
    return Field(name, label, Type.CHOICE, choices=choices, named=_named(rows), query=keyed(path or name))


def _of_list(name: str, label: Text, listed: Collection[tuple[Any, Text]], path: str = "") -> Field:
    choices = [(str(key), text) for key, text in listed]
    asked = keyed if choices[0][0].isdigit() else worded
    return Field(name, label, Type.CHOICE, choices=lambda: choices, query=asked(path or name))


def _in_use(model: type[Model]) -> Callable[[], QuerySet[Any]]:
    return lambda: model._default_manager.filter(retired_at=None)


_PROBLEM = (
    _of_list("kind", _("kind of contact"), Kind.choices, "contact__kind"),
    _of_list("channel", _("channel"), Channel.choices),
    _of_rows("department", _("department"), _in_use(Department)),
    _of_rows("provider", _("service provider"), _in_use(ServiceProvider), "code__category__provider"),
    _of_rows("category", _("service category"), _in_use(ServiceCategory), "code__category"),
    _of_rows("code", _("problem code"), ProblemCode.objects.in_use),
    _of_list("impact", _("impact"), Degree.choices),
    _of_list("urgency", _("urgency"), Degree.choices),
    Field("people_affected", _("people affected"), Type.NUMBER, "people_affected"),
    Field("whole_site_down", _("whole site down"), Type.YES_NO, "whole_site_down"),
    _of_rows("equipment", _("equipment"), _in_use(Equipment), few=False),
    _of_list("criticality", _("criticality of the equipment"), Degree.choices, "equipment__criticality"),
    Field("place", _("place"), Type.TEXT, "place"),
    Field("area", _("area"), Type.TEXT, "location__area"),
    Field("point", _("point on the map"), Type.POINT, "latitude,longitude"),
    _of_rows("account", _("account"), Account.objects.all, few=False),
    _of_rows("agreement", _("agreement"), Agreement.objects.all, few=False),
    _of_list("agreement_kind", _("kind of agreement"), Agreement.Kind.choices, "agreement__kind"),
    Field("agreement_in_force", _("agreement is in force"), Type.YES_NO, query=in_force),
    _of_rows("customer", _("customer"), Customer.objects.all, few=False),
    _of_list("language", _("language"), settings.LANGUAGES),
    Field("words", _("words"), Type.WORDS, query=with_words),
    Field("time", _("time of day"), Type.CLOCK, query=at_time_of_day),
    Field("weekday", _("weekday"), Type.CHOICE, choices=lambda: WEEKDAYS, query=on_weekday),
)
_PRIORITY = _of_rows("priority", _("priority"), _in_use(Priority))
_DECIDED = (
    _of_list("state", _("state"), State.choices),
    _of_rows("centre", _("support centre"), _in_use(SupportCentre)),
    _of_list("tier", _("tier"), TIERS),
    _of_rows("assignee", _("assigned to"), lambda: User.objects.filter(is_active=True)),
)

VOCABULARY = Vocabulary((*_PROBLEM, _PRIORITY, *_DECIDED))
# What is known before something is decided, and so what a rule that decides it can ask.
FOR_PRIORITY = Vocabulary(_PROBLEM)
FOR_ROUTE = Vocabulary((*_PROBLEM, _PRIORITY))
DECIDING = {"priority": FOR_PRIORITY, "route": FOR_ROUTE}


def facts_of(ticket: Ticket) -> dict[str, Any]:
    """What is known of a ticket; without further queries where it was loaded with `RELATED`."""
    found = document(ticket)
    return {
        **shared(ticket, ticket.contact.kind if ticket.contact else "", ticket.opened_at),
        **levels(ticket.code),
        "department": ticket.department_id,
        "place": ticket.place,
        **point(ticket.location, ticket),
        "words": f"{found.title}\n{found.body}",
        "state": ticket.state,
        "priority": ticket.priority_id,
        "centre": ticket.centre_id,
        "tier": ticket.tier,
        "assignee": ticket.assignee_id,
    }
