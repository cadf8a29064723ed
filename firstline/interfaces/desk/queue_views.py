"""The views of the queue: everybody's, one's own queues, and those kept under a name, each with its count."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.db import models
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from firstline.casework.tickets.counting import counts
from firstline.casework.tickets.models import State
from firstline.interfaces.desk.names import queues_of
from firstline.interfaces.desk.queue import ANY, Filters
from firstline.interfaces.desk.queue_asked import in_words
from firstline.journal.prepared import Prepared
from firstline.reference.catalogue.models import Department, ProblemCode
from firstline.reference.customers.models import Customer
from firstline.reference.labels import in_readers_language
from firstline.reference.service_levels.models import Priority
from firstline.reference.staff.models import SavedView, SupportCentre, User

# Further than this nobody counts by eye, and the database need not either.
MANY = 1000
SCREEN = "queue"
_KEPT: Prepared[SavedView] = Prepared(lambda user: SavedView.objects.filter(user=user, screen=SCREEN), int)


@dataclass(frozen=True)
class View:
    """A list one click away: `count` is empty where it is not known; `key` of a kept one, to remove it by."""

    name: str
    query: str
    count: str = ""
    is_current: bool = False
    key: int | None = None


def views_of(user: User, filters: Filters) -> list[View]:
    """All views of a person, counted together in one statement."""
    views = list(_views(user))
    here = _only_limits(filters)
    read = [Filters.read_text(view.query) if view.key else _read(view.query) for view in views]
    counted = [number for number, one in enumerate(read) if not one.q]
    found = dict(zip(counted, counts([read[number].wanted(user) for number in counted], MANY), strict=True))
    return [
        View(view.name, view.query, _shown(found.get(number)), _only_limits(one) == here, view.key)
        for number, (view, one) in enumerate(zip(views, read, strict=True))
    ]


@lru_cache(maxsize=256)
def _read(query: str) -> Filters:
    """A view of everybody's: it names nothing that would have to be looked up."""
    return Filters.read_text(query)


def _views(user: User) -> Iterator[View]:
    yield View(_("All open"), "")
    yield View(_("Mine"), "assignee=me")
    yield View(_("Nobody’s"), "assignee=none")
    for centre, tier, labels in queues_of(user):
        name = _("%(centre)s, tier %(tier)s") % {"centre": in_readers_language(labels), "tier": tier}
        yield View(name, f"centre={centre}&tier={tier}")
    yield View(_("To be confirmed"), "state=resolved")
    for kept in _KEPT.all(user.pk):
        yield View(kept.name, kept.query, key=kept.pk)


def _only_limits(filters: Filters) -> tuple[object, ...]:
    return (sorted(filters.chosen.items()), filters.q)


def _shown(count: int | None) -> str:
    if count is None:
        return ""
    return f"{number_format(MANY, force_grouping=True)}+" if count >= MANY else str(count)


@dataclass(frozen=True)
class Layout:
    """How the list may be laid out otherwise: `groupings` are (address, label, whether it is so now)."""

    as_list: str
    as_board: str
    groupings: list[tuple[str, str, bool]]

    @property
    def grouping(self) -> str:
        """What it is grouped by now, in words."""
        return next((label for _address, label, is_now in self.groupings if is_now), "")


def layout_of(filters: Filters) -> Layout:
    """The addresses of the same list, laid out otherwise."""
    labels = {
        "": _("Not grouped"),
        "priority": _("Priority"),
        "centre": _("Support centre"),
        "tier": _("Tier"),
        "state": _("State"),
    }
    groupings = [(filters.address(group=name), label, name == filters.group) for name, label in labels.items()]
    return Layout(filters.address(layout=""), filters.address(layout="board", group=""), groupings)


@dataclass(frozen=True)
class Chip:
    """One limit of the list in words, and the address of the list without it."""

    label: str
    text: str
    without: str


NAMED: dict[str, type[models.Model]] = {
    "centre": SupportCentre,
    "code": ProblemCode,
    "department": Department,
    "customer": Customer,
}


def chips_of(filters: Filters) -> Iterator[Chip]:
    """What the list is limited to, each limit removable by itself."""
    if not filters.is_limited:
        return
    labels = {
        "centre": _("Support centre"),
        "tier": _("Tier"),
        "state": _("State"),
        "priority": _("Priority"),
        "assignee": _("Assignee"),
        "code": _("Problem code"),
        "department": _("Department"),
        "customer": _("Customer"),
    }
    for name, values in filters.chosen.items():
        if name not in labels:
            continue
        names = _names(name, values)
        for value in values:
            yield Chip(labels[name], names.get(value, value), filters.without(name, value))
    for name, value, label, text in in_words(filters.asked):
        yield Chip(label, text, filters.without(name, value))
    if filters.q:
        yield Chip(_("Text"), f"“{filters.q}”", filters.address(q=""))


def _names(name: str, values: tuple[str, ...]) -> dict[str, str]:
    if name == "state":
        return {ANY: _("any"), **{state.value: str(state.label) for state in State}}
    if name == "priority":
        return {str(one.rank): one.label for one in Priority.objects.filter(rank__in=values)}
    if name == "assignee":
        people = User.objects.filter(pk__in=[value for value in values if value.isdigit()])
        return {"me": _("me"), "none": _("nobody"), **{str(user.pk): user.name for user in people}}
    if name in NAMED:
        return {str(row.pk): str(row) for row in NAMED[name]._default_manager.filter(pk__in=values)}
    return {}
