"""The queue as its address names it: filters, order, layout, and one page of rows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import QueryDict

from firstline.casework.tickets import pages
from firstline.casework.tickets.models import State, Ticket, TicketQuerySet
from firstline.casework.tickets.promised import FOR_LIST
from firstline.casework.tickets.queue import ORDERS, Place, Wanted, place_of
from firstline.interfaces.desk.access import department_limits, within_departments
from firstline.interfaces.desk.condition_values import offered, tidy
from firstline.interfaces.desk.forms.contacts import key_of
from firstline.interfaces.desk.queue_asked import also, ask_of
from firstline.reference.staff.models import User
from firstline.search.querying import query

PAGE = 50
COLUMN = 30
MOST_FOUND = 500
MOST_VALUES = 30
MOST_ASKED = 20
LONGEST_TEXT = 200
LONGEST_ADDRESS = 4000
ANY = "any"
GROUPS = ("priority", "centre", "tier", "state")
# What every list is limited by most, each with an index of its own; all else is asked in the words of criteria.
LIMITS = ("centre", "tier", "state", "priority", "assignee", "code", "department", "customer")
# What may be typed where there is no script to choose it with.
TYPED = ("code", "customer", "account")


class Light(NamedTuple):
    """What a row is ordered, grouped and recognised by; the rest is read only for rows that have to be drawn."""

    pk: int
    version: int
    number: int
    priority_rank: int
    priority_id: int
    centre_id: int
    tier: int
    state: str
    opened_at: datetime
    respond_by: datetime | None
    responded_at: datetime | None
    update_by: datetime | None
    told_at: datetime | None
    resolve_by: datetime | None


@dataclass(frozen=True)
class Filters:
    """What the queue is limited to, as it stands in the address; whatever makes no sense there is left out."""

    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    q: str = ""
    group: str = ""
    sort: str = ""
    layout: str = ""
    after: Place = ()
    before: Place = ()

    @classmethod
    def read(cls, sent: QueryDict) -> "Filters":
        chosen = {name: _sensible(name, sent.getlist(name)) for name in LIMITS} | _asked(sent)
        chosen |= {name: _typed(name, sent) for name in TYPED if not chosen.get(name)}
        filters = cls(
            {name: values for name, values in chosen.items() if values},
            q=sent.get("q", "").replace("\x00", "").strip()[:LONGEST_TEXT],
            group=_one_of(GROUPS, sent.get("group", "")),
            sort=_one_of(("newest",), sent.get("sort", "")),
            layout=_one_of(("board",), sent.get("layout", "")),
        )
        after, before = (_place(sent.get(name, ""), filters.order) for name in ("after", "before"))
        return cls(filters.chosen, filters.q, filters.group, filters.sort, filters.layout, after, before)

    @classmethod
    def read_text(cls, text: str) -> "Filters":
        """The same from the text of an address after its "?"."""
        return cls.read(QueryDict(text.encode(errors="replace")[:LONGEST_ADDRESS]))

    @property
    def order(self) -> str:
        """The order of the rows. Lists that reach beyond the open tickets stand newest first, as only that is quick."""
        if self.group:
            return self.group
        states = self.chosen.get("state", ())
        beyond_open = ANY in states or (len(states) > 1 and {"resolved", "closed"} & set(states))
        return "newest" if self.sort or beyond_open else "priority"

    @property
    def is_limited(self) -> bool:
        return bool(self.chosen or self.q)

    def address(self, **other: Any) -> str:
        """The address of this list with some of it otherwise, from its beginning."""
        facts = {**self.chosen, "q": self.q, "group": self.group, "sort": self.sort, "layout": self.layout, **other}
        return urlencode({name: value for name, value in facts.items() if value}, doseq=True)

    @property
    def asked(self) -> dict[str, tuple[str, ...]]:
        """What is asked beyond the first limits."""
        return {name: values for name, values in self.chosen.items() if name not in LIMITS}

    @property
    def here(self) -> str:
        """The address of this very page of the list."""
        return self.address(after=_written(self.after), before=_written(self.before))

    def without(self, name: str, value: str = "") -> str:
        """The address of this list without one of its limits."""
        rest = tuple(one for one in self.chosen.get(name, ()) if value and one != value)
        return self.address(**{name: rest})

    def wanted(self, user: User) -> Wanted:
        """What the tickets' own list understands; a text is searched for here."""
        keys = {name: tuple(int(value) for value in self.chosen.get(name, ()) if value.isdigit()) for name in LIMITS}
        states = self.chosen.get("state", ())
        return Wanted(
            centres=keys["centre"],
            tiers=keys["tier"],
            states=tuple(State.values) if ANY in states else states,
            priorities=keys["priority"],
            assignees=tuple(_assignees(self.chosen.get("assignee", ()), user)),
            codes=keys["code"],
            departments=keys["department"],
            customer=keys["customer"][0] if keys["customer"] else None,
            also=also(self.asked),
            idents=self._found(user) if self.q else None,
            within=tuple(department_limits(user)),
        )

    def _found(self, user: User) -> tuple[int, ...]:
        limits = department_limits(user) or None
        hits = query(
            self.q, kinds=["ticket"], limit=MOST_FOUND, departments=limits, only_open="state" not in self.chosen
        )
        number = key_of(self.q.lstrip("Tt#"))
        named = Ticket.objects.filter(number=number).values_list("pk", flat=True) if number else ()
        return (*(hit.object_id for hit in hits), *named)


def not_found(sent: QueryDict, filters: Filters) -> list[str]:
    """Texts that were typed into a limit and fit nothing, so that they limit nothing."""
    return [text for name in TYPED if (text := tidy(sent.get(f"{name}_text", ""))) and not filters.chosen.get(name)]


def is_form(sent: QueryDict) -> bool:
    """Whether an address is a whole form with its empty fields, so that there is a shorter one for it."""
    return any(f"{name}_text" in sent for name in TYPED)


def visible_to(user: User) -> TicketQuerySet:
    """The tickets that a person may see: of the departments they are limited to, and those of none."""
    rows: QuerySet[Ticket] = within_departments(Ticket.objects.all(), user, "department")
    return rows  # type: ignore[return-value]


@dataclass(frozen=True)
class QueuePage:
    """One page of the queue, and the addresses of the pages before and behind it."""

    filters: Filters
    rows: list[Light]
    earlier: str
    later: str

    @property
    def is_first(self) -> bool:
        return not (self.filters.after or self.filters.before)


def page_of(filters: Filters, user: User) -> QueuePage:
    """The page that an address names; costs the same however many tickets there are and however far down it is."""
    order = filters.order
    wanted, columns = filters.wanted(user), Light._fields
    page = pages.page_of(wanted, order, columns, after=filters.after, before=filters.before, size=PAGE)
    rows = [Light(*row) for row in page.rows]
    first, last = (_written(place_of(rows[end], order)) if rows else "" for end in (0, -1))
    return QueuePage(
        filters,
        rows,
        earlier=filters.address(before=first) if page.has_earlier and first else "",
        later=filters.address(after=last) if page.has_later and last else "",
    )


def board_of(filters: Filters, user: User) -> list[tuple[int, list[Light], str]]:
    """The first tickets of each tier, and the address of the whole list of it."""
    wanted = filters.wanted(user)
    columns = []
    for tier in wanted.tiers or (1, 2, 3):
        page = pages.page_of(replace(wanted, tiers=(tier,)), "priority", Light._fields, size=COLUMN)
        columns.append(
            (tier, [Light(*row) for row in page.rows], filters.address(layout="", tier=tier) if page.has_later else "")
        )
    return columns


def _one_of(possible: Sequence[str], value: str) -> str:
    return value if value in possible else ""


def _asked(sent: QueryDict) -> dict[str, tuple[str, ...]]:
    """What is asked in the words of criteria and makes sense, as it was sent."""
    found: dict[str, tuple[str, ...]] = {}
    for name in sent:
        values = tuple(dict.fromkeys(tidy(value) for value in sent.getlist(name)[:MOST_VALUES] if value.strip()))
        if name not in LIMITS and values and len(found) < MOST_ASKED and ask_of(name, values):
            found[name] = values
    return found


def _typed(name: str, sent: QueryDict) -> tuple[str, ...]:
    """What best fits a text that was sent without choosing."""
    text = tidy(sent.get(f"{name}_text", ""))
    return tuple(choice.key for choice in offered(FOR_LIST[name], text)[:1]) if text else ()


def _sensible(name: str, values: Sequence[str]) -> tuple[str, ...]:
    """Those of the values that can mean something, each once."""
    return tuple(dict.fromkeys(value for value in values[:MOST_VALUES] if _means_something(name, value)))


def _means_something(name: str, value: str) -> bool:
    if name == "state":
        return value in (*State.values, ANY)
    if name == "tier":
        return value in ("1", "2", "3")
    if name == "assignee" and value in ("me", "none"):
        return True
    key = key_of(value)
    return key is not None and (name != "priority" or key < 2**15)


def _assignees(values: Sequence[str], user: User) -> Iterator[int | None]:
    for value in values:
        yield None if value == "none" else user.pk if value == "me" else int(value)


def _place(text: str, order: str) -> Place:
    """A place in an order as `_written` wrote it; anything else is no place."""
    columns, parts = ORDERS[order], text.split(".")
    if len(parts) != len(columns):
        return ()
    place = [part if column == "state" else key_of(part) for column, part in zip(columns, parts, strict=True)]
    known = all(part is not None for part in place) and (order != "state" or parts[0] in State.values)
    return tuple(part for part in place if part is not None) if known else ()


def _written(place: Place) -> str:
    return ".".join(map(str, place))
