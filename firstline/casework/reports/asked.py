"""What a report is asked for: a period, what the person may see, and any limit of the desk; for rows of every noun."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from firstline.casework.contacts.models import Contact, LookUp
from firstline.casework.reports.period import Period
from firstline.casework.tickets.asking import Query, keyed, worded
from firstline.casework.tickets.models import CallBack, Rating, Ticket
from firstline.casework.tickets.promised import FOR_LIST
from firstline.casework.tickets.worklist import visible
from firstline.casework.work_orders.models import WorkOrder
from firstline.criteria.compiling import query
from firstline.criteria.conditions import All, Condition, asks
from firstline.criteria.vocabulary import Operator, Vocabulary
from firstline.journal.models import Entry

M = TypeVar("M", bound=Model)
DEPARTMENT = "code__category__provider__department"
_TREE = {
    "code": "code",
    "category": "code__category",
    "provider": "code__category__provider",
    "department": DEPARTMENT,
}


def _first_or_own(path: str) -> Query:
    """A question about the code of a contact: that of the first ticket made of it, else the one that stands in it."""
    first, own = keyed(f"first_{path}"), keyed(path)

    def ask(operator: Operator, value: Any) -> Q:
        is_first = Q(first_code__isnull=False)
        return is_first & first(operator, value) | ~is_first & own(operator, value)

    return ask


def _own(queries: dict[str, Any], same: Iterable[str] = ()) -> Vocabulary:
    """The words that a noun answers for itself, with its own questions or (`same`) with those of tickets."""
    asked = [replace(FOR_LIST[name], query=one) for name, one in queries.items()]
    return Vocabulary((*asked, *(FOR_LIST[name] for name in same)))


OF_CONTACTS = _own(
    {
        **{name: _first_or_own(path) for name, path in _TREE.items()},
        **{name: worded(name) for name in ("kind", "channel", "language")},
        **{name: keyed(name) for name in ("customer", "account", "agreement", "equipment", "impact", "urgency")},
    },
    same=("people_affected", "whole_site_down", "place"),
)
OF_CALL_BACKS = _own({"customer": keyed("customer")})
OF_WORK_ORDERS = _own(
    {**{name: keyed(path) for name, path in _TREE.items()}, "equipment": keyed("equipment")}, same=("place",)
)


@dataclass(frozen=True)
class Asked:
    """The limits of a report. `within` are the departments a person may see (none: all), with those rows of none.

    `asks` are conditions in the tickets' vocabulary; `attribute` is that of imported tickets by which to take apart.
    Without `has_persons` nothing is taken apart by who did it.
    """

    period: Period
    within: tuple[int, ...] = ()
    asks: tuple[Condition, ...] = ()
    attribute: str = ""
    has_persons: bool = True
    now: datetime = field(kw_only=True, compare=False)

    @property
    def key(self) -> str:
        """The same text for the same question."""
        return repr((self.period, self.within, self.asks, self.attribute))

    @property
    def is_limited(self) -> bool:
        return bool(self.within or self.asks)

    @property
    def until(self) -> datetime:
        """Up to when anything can be known: the end of the period, or now."""
        return min(self.period.end, self.now)


def contacts(asked: Asked) -> QuerySet[Contact]:
    """The contacts a person may see, with the limits asked for; where only a ticket can answer, one of it has to."""
    rows = Contact.objects.order_by()
    made = Ticket.objects.filter(contact=OuterRef("pk"))
    if asked.within:
        within = made.filter(_seen("department", asked))
        rows = rows.filter(_seen(DEPARTMENT, asked)).filter(~Exists(made) | Exists(within))
    return _limited(rows, asked, OF_CONTACTS, made)


def tickets(asked: Asked) -> QuerySet[Ticket]:
    rows = Ticket.objects.order_by()
    if asked.within:
        rows = rows.filter(_seen("department", asked))
    return rows.filter(query(All(asked.asks), FOR_LIST)) if asked.asks else rows


def call_backs(asked: Asked) -> QuerySet[CallBack]:
    """The same of call-backs."""
    rows = visible(CallBack.objects.order_by(), asked.within)
    return _limited(rows, asked, OF_CALL_BACKS, Ticket.objects.filter(call_backs=OuterRef("pk")))


def work_orders(asked: Asked) -> QuerySet[WorkOrder]:
    rows = WorkOrder.objects.order_by()
    if asked.within:
        rows = rows.filter(_seen(DEPARTMENT, asked))
    return _limited(rows, asked, OF_WORK_ORDERS, Ticket.objects.filter(links__order=OuterRef("pk")))


def ratings(asked: Asked) -> QuerySet[Rating]:
    rows = Rating.objects.order_by()
    return rows.filter(ticket__in=tickets(asked)) if asked.is_limited else rows


def look_ups(asked: Asked) -> QuerySet[LookUp]:
    rows = LookUp.objects.order_by()
    return rows.filter(contact__in=contacts(asked)) if asked.is_limited else rows


def entries(asked: Asked, verbs: Sequence[str]) -> QuerySet[Entry]:
    """What happened to the things a person may see; to a run what happened to that for which it is followed."""
    rows = Entry.objects.order_by().filter(verb__in=verbs)
    if not asked.is_limited:
        return rows
    about = Q()
    for kind, of in (("ticket", tickets(asked)), ("contact", contacts(asked)), ("work_order", work_orders(asked))):
        keys = of.values("pk")
        about |= Q(subject_kind=kind, subject_id__in=keys)
        about |= Q(subject_kind="run", context_kind=kind, context_id__in=keys)
    return rows.filter(about)


def _seen(path: str, asked: Asked) -> Q:
    return Q(**{f"{path}__in": asked.within}) | Q(**{f"{path}__isnull": True})


def _limited(rows: QuerySet[M], asked: Asked, own: Vocabulary, about: QuerySet[Ticket]) -> QuerySet[M]:
    mine = tuple(one for one in asked.asks if all(ask.field in own for ask in asks(one)))
    others = tuple(one for one in asked.asks if one not in mine)
    if mine:
        rows = rows.filter(query(All(mine), own))
    return rows.filter(Exists(about.filter(query(All(others), FOR_LIST)))) if others else rows
