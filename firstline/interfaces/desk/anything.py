"""Ctrl K: what a few letters or a number may mean, in groups, within what the reader may see."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from firstline.interfaces.desk.access import department_limits
from firstline.interfaces.desk.article_list import visible_articles
from firstline.interfaces.desk.contact_known import visible_to
from firstline.interfaces.desk.order_reach import visible_orders, visible_tickets
from firstline.interfaces.ui.places import address
from firstline.language.folding import fold
from firstline.reference.catalogue.finding import find_codes
from firstline.reference.customers import directory
from firstline.reference.knowledge.finding import best_for
from firstline.reference.labels import in_readers_language
from firstline.reference.staff.models import User
from firstline.reference.staff.roles import Right, may
from firstline.search.marks import excerpt, marked
from firstline.search.querying import query

FEW = 5
LONGEST_QUESTION = 200
LONGEST_LINE = 120
_NUMBER = re.compile(r"\s*(?P<series>[aAcCtTwW]?)\s*[-#]?\s*(?P<number>[0-9]{1,18})\s*")


@dataclass(frozen=True)
class Line:
    """One thing found: where it is, its words with those asked for marked, and what tells it from others."""

    url: str
    icon: str
    text: SafeString | str
    more: SafeString | str = ""


@dataclass(frozen=True)
class Group:
    title: str
    lines: list[Line]


@dataclass(frozen=True)
class Screen:
    """A screen that is found by its name, for whoever has the right to it."""

    view: str
    name: str | Promise
    icon: str
    right: Right


SCREENS = [
    Screen("desk:contacts", gettext_lazy("Contacts"), "headset", Right.READ),
    Screen("desk:queue", gettext_lazy("Queue"), "inbox", Right.READ),
    Screen("desk:work_orders", gettext_lazy("Work orders"), "wrench", Right.READ),
    Screen("desk:board", gettext_lazy("Board"), "calendar-range", Right.READ),
    Screen("desk:bulletin", gettext_lazy("Bulletin"), "megaphone", Right.READ),
    Screen("desk:regular_orders", gettext_lazy("Regular work orders"), "repeat", Right.READ),
    Screen("desk:customers", gettext_lazy("Customers"), "users", Right.READ),
    Screen("desk:customer_new", gettext_lazy("New customer"), "user-plus", Right.EDIT_CUSTOMERS),
    Screen("desk:account_new", gettext_lazy("New account"), "building-2", Right.EDIT_CUSTOMERS),
    Screen("desk:articles", gettext_lazy("Knowledge"), "book-open", Right.READ),
    Screen("desk:article_new", gettext_lazy("New article"), "plus", Right.EDIT_REFERENCE),
    Screen("desk:catalogue", gettext_lazy("Catalogue"), "folder-tree", Right.READ),
    Screen("desk:standard_work_orders", gettext_lazy("Standard work orders"), "clipboard-list", Right.READ),
    Screen("desk:standard_work_order_new", gettext_lazy("New standard work order"), "plus", Right.EDIT_REFERENCE),
    Screen("desk:staff", gettext_lazy("Staff"), "users-round", Right.READ),
    Screen("desk:member_new", gettext_lazy("New member of staff"), "user-plus", Right.EDIT_STAFF),
    Screen("desk:centres", gettext_lazy("Support centres"), "inbox", Right.READ),
    Screen("desk:centre_new", gettext_lazy("New support centre"), "plus", Right.EDIT_REFERENCE),
    Screen("desk:crews", gettext_lazy("Crews"), "hard-hat", Right.READ),
    Screen("desk:crew_new", gettext_lazy("New crew"), "plus", Right.EDIT_REFERENCE),
    Screen("desk:priorities", gettext_lazy("Priorities"), "arrow-up-down", Right.READ),
    Screen("desk:criteria", gettext_lazy("Criteria"), "list-ordered", Right.READ),
    Screen("desk:settings", gettext_lazy("My settings"), "settings", Right.READ),
]


def find_anything(asked: str, user: User) -> list[Group]:
    """What may be meant, the surest group first; nothing for nothing, and never an error."""
    asked = asked[:LONGEST_QUESTION].replace("\x00", " ").encode(errors="ignore").decode().strip()
    if not asked:
        return []
    groups = [
        Group(_("By number"), _by_number(asked, user)),
        Group(_("Customers"), _customers(asked)),
        *_casework(asked, user),
        Group(_("Articles"), _articles(asked)),
        Group(_("Problem codes"), _codes(asked)),
        Group(_("Screens"), _screens(asked, user)),
    ]
    return [group for group in groups if group.lines]


def _by_number(asked: str, user: User) -> list[Line]:
    """The ticket, contact and work order of this number; a letter before it says which."""
    given = _NUMBER.fullmatch(asked)
    if not given:
        return []
    series, number = given["series"].upper(), int(given["number"])
    found: list[Line] = []
    for letter, (rows, line) in _NOUNS.items():
        if series in ("", letter):
            found += [line(row, "") for row in rows(user).filter(number=number)[:1]]
    return found


def _customers(asked: str) -> list[Line]:
    return [
        Line(
            address("desk:customer", hit.customer.pk),
            "user-round",
            marked(hit.customer.name, asked, as_typed=True),
            hit.because if hit.because != _("name") else str(hit.customer.location or ""),
        )
        for hit in directory.find(asked, limit=FEW)
    ]


def _casework(asked: str, user: User) -> Iterator[Group]:
    """Tickets, contacts and work orders by their words."""
    limits = department_limits(user) or None
    for letter, kind, title in (
        ("T", "ticket", _("Tickets")),
        ("C", "contact", _("Contacts")),
        ("W", "work_order", _("Work orders")),
    ):
        rows, line = _NOUNS[letter]
        hits = query(asked, kinds=[kind], limit=FEW, as_typed=True, departments=limits)
        found = rows(user).in_bulk([hit.object_id for hit in hits]) if hits else {}
        yield Group(title, [line(found[hit.object_id], asked) for hit in hits if hit.object_id in found])


def _articles(asked: str) -> list[Line]:
    found = best_for(asked, language=get_language() or "en", limit=FEW, as_typed=True)
    return [
        Line(
            address("desk:article", one.number), "book-open", format_html("A-{} {}", one.number, one.title), one.snippet
        )
        for one in found
    ]


def _codes(asked: str) -> list[Line]:
    found = find_codes(asked, get_language() or "en", limit=FEW)
    return [
        Line(
            address("desk:catalogue_node", "codes", one.code.pk),
            "tag",
            marked(one.code.label, asked, as_typed=True),
            one.because or one.code.path,
        )
        for one in found
    ]


def _screens(asked: str, user: User) -> list[Line]:
    wanted = [fold(word) for word in asked.split()]
    return [
        Line(address(screen.view), screen.icon, marked(str(screen.name), asked, as_typed=True))
        for screen in SCREENS
        if may(user, screen.right) and all(word in fold(str(screen.name)) for word in wanted) and address(screen.view)
    ]


def _ticket_line(ticket: Any, asked: str) -> Line:
    text = f"{ticket} {ticket.title}"
    where = marked(ticket.place, asked, as_typed=True) if ticket.place else ticket.centre
    more = format_html("{} · {}", ticket.get_state_display(), where)
    return Line(address("desk:ticket", ticket.number), "ticket", marked(text, asked, as_typed=True), more)


def _contact_line(contact: Any, asked: str) -> Line:
    name = contact.customer.name if contact.customer else contact.caller_name
    words = excerpt(contact.words, asked, length=LONGEST_LINE, as_typed=True)
    return Line(address("desk:contact", contact.number), "headset", f"{contact} {name}".strip(), words)


def _order_line(order: Any, asked: str) -> Line:
    text = marked(f"{order} {order.title}", asked, as_typed=True)
    return Line(address("desk:work_order", order.number), "wrench", text, order.get_state_display())


def _article_line(article: Any, _asked: str) -> Line:
    titles = dict(article.versions.order_by("is_current", "number").values_list("language", "title"))
    text = f"{article} {in_readers_language(titles)}"
    return Line(address("desk:article", article.number), "book-open", text, article.get_state_display())


Rows = Callable[[User], QuerySet[Any]]
_NOUNS: dict[str, tuple[Rows, Callable[[Any, str], Line]]] = {
    "A": (visible_articles, _article_line),
    "T": (lambda user: visible_tickets(user).select_related("centre"), _ticket_line),
    "C": (lambda user: visible_to(user).select_related("customer"), _contact_line),
    "W": (visible_orders, _order_line),
}
