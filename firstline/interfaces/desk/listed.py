"""The lists of the desk as they can be exported: limited as their screens are, with all of their rows."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from firstline.casework.contacts.models import Contact
from firstline.casework.tickets import worklist
from firstline.casework.tickets.models import CallBack, Ticket
from firstline.casework.work_orders.models import WorkOrder
from firstline.interfaces.desk import contact_list, listed_columns, order_list
from firstline.interfaces.desk.access import department_limits, within_departments
from firstline.interfaces.desk.article_list import ArticleList
from firstline.interfaces.desk.call_back_list import SUPERVISOR
from firstline.interfaces.desk.listed_reports import REPORTS, with_names
from firstline.interfaces.desk.queue import Filters
from firstline.interfaces.listings import Column, Listing, Sheet, Text, Wanted, keep, sheet_of
from firstline.reference.catalogue.models import ProblemCode
from firstline.reference.customers.directory import find
from firstline.reference.customers.models import ContactPoint, Customer
from firstline.reference.knowledge.models import Article, ArticleVersion
from firstline.reference.staff.roles import Right

MOST_FOUND = 500
LONGEST_QUESTION = 300


def tickets(wanted: Wanted) -> QuerySet[Ticket]:
    filters = Filters.read(wanted.sent)
    return with_names(Ticket.objects.wanted(filters.wanted(wanted.user)).order_by("-number"))


def contacts(wanted: Wanted) -> QuerySet[Contact]:
    return contact_list.found_by(contact_list.Filters.read(wanted.sent), wanted.user)


def work_orders(wanted: Wanted) -> QuerySet[WorkOrder]:
    filters = order_list.Filters.read(wanted.sent)
    return order_list.counted(order_list.found_by(filters, wanted.user))


def customers(wanted: Wanted) -> QuerySet[Customer]:
    """All by name, or who may be meant by what was typed."""
    asked = wanted.sent.get("q", "").replace("\x00", "").strip()[:LONGEST_QUESTION]
    rows = Customer.objects.order_by("name_key", "pk")
    if asked:
        rows = rows.filter(pk__in=[hit.customer.pk for hit in find(asked, limit=MOST_FOUND)])
    points = ContactPoint.objects.filter(customer=OuterRef("pk")).order_by("pk").values("value")
    emails = points.filter(kind=ContactPoint.Kind.EMAIL)
    return rows.annotate(
        phones=ArraySubquery(points.exclude(kind=ContactPoint.Kind.EMAIL)), emails=ArraySubquery(emails)
    )


def call_backs(wanted: Wanted) -> QuerySet[CallBack]:
    """Those that are owed, the latest first."""
    rows = worklist.visible(CallBack.objects.filter(state=CallBack.State.OWED), department_limits(wanted.user))
    if wanted.sent.get("show") == SUPERVISOR:
        rows = rows.filter(to_supervisor=True)
    seen = within_departments(Ticket.objects.filter(call_backs=OuterRef("pk")), wanted.user, "department")
    return with_tickets(rows.order_by("due_by", "pk"), seen)


def with_tickets(rows: QuerySet[CallBack], seen: QuerySet[Ticket]) -> QuerySet[CallBack]:
    """With the numbers of those tickets they are about that the reader may see."""
    return rows.annotate(covered=ArraySubquery(seen.order_by("number").values("number")))


def articles(wanted: Wanted) -> QuerySet[Article]:
    rows = ArticleList(wanted.user, wanted.sent).everything()
    versions = ArticleVersion.objects.filter(article=OuterRef("pk"))
    first = versions.filter(language=OuterRef("source_language")).order_by("-is_current", "-number")
    current = versions.filter(is_current=True).order_by("language")
    return rows.annotate(
        first_title=Subquery(first.values("title")[:1]), languages=ArraySubquery(current.values("language"))
    )


def codes(wanted: Wanted) -> QuerySet[ProblemCode]:
    path = "category__provider__department"
    rows: QuerySet[ProblemCode] = within_departments(ProblemCode.objects.all(), wanted.user, path)
    return rows.order_by(f"{path}__key", "category__provider__key", "category__key", "key")


def _listing(name: str, title: Text, rows: Any, columns: tuple[Column, ...], where: str, right: Right) -> Listing:
    def sheets(wanted: Wanted) -> list[Sheet]:
        return [sheet_of(title, rows(wanted), columns)]

    return Listing(name, title, right, sheets, where)


_LISTS = (
    ("tickets", _("Tickets"), tickets, listed_columns.TICKETS, "desk:queue", Right.READ),
    ("contacts", _("Contacts"), contacts, listed_columns.CONTACTS, "desk:contacts", Right.READ),
    ("work-orders", _("Work orders"), work_orders, listed_columns.WORK_ORDERS, "desk:work_orders", Right.READ),
    ("call-backs", _("Call-backs"), call_backs, listed_columns.CALL_BACKS, "desk:call_backs", Right.READ),
    # Whoever takes the whole file along must be one who keeps it.
    ("customers", _("Customers"), customers, listed_columns.CUSTOMERS, "desk:customers", Right.EDIT_CUSTOMERS),
    ("articles", _("Articles"), articles, listed_columns.ARTICLES, "desk:articles", Right.READ),
    ("codes", _("Problem codes"), codes, listed_columns.CODES, "desk:catalogue", Right.READ),
)

LISTINGS = (*(_listing(*facts) for facts in _LISTS), *REPORTS)
keep(LISTINGS)
