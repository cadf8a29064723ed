"""What the board shows: which week, which crews, and the orders that have no time yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import islice
from typing import NamedTuple
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.safestring import SafeString

from firstline.casework.work_orders.models import WorkOrder
from firstline.casework.work_orders.planning import EARLIEST, LATEST
from firstline.casework.work_orders.week import DAYS, CrewWeek, Day, Placed, unplanned, week
from firstline.interfaces.desk.access import department_limits, within_departments
from firstline.interfaces.desk.drawn import drawn, joined
from firstline.journal.refusal import Refused
from firstline.reference.staff.models import Crew, SupportCentre, User
from firstline.reference.staff.roles import Right, may

LARGEST_KEY = 2**63


@dataclass(frozen=True)
class Wanted:
    """Which week and whose, as it stands in the address: `?week=2026-03-02&centre=3`."""

    monday: date
    centre: int | None = None

    @classmethod
    def read(cls, sent: Mapping[str, str]) -> "Wanted":
        """Any day of the week will do; what makes no sense is this week, and every centre."""
        centre = sent.get("centre", "")
        known = centre.isascii() and centre.isdigit() and len(centre) < 19
        return cls(monday_of(_day(sent.get("week", ""))), int(centre) if known else None)

    def address(self, monday: date | None = None, centre: int | None = None) -> str:
        facts = {"week": (monday or self.monday).isoformat(), "centre": centre or self.centre}
        return "?" + urlencode({name: value for name, value in facts.items() if value})


class Card(NamedTuple):
    """What a card shows: an order, on one of its days or without any."""

    order: WorkOrder
    placed: Placed | None
    may_move: bool


@dataclass(frozen=True)
class Cell:
    """A crew's day with the cards of its orders, drawn."""

    day: Day
    cards: SafeString


@dataclass(frozen=True)
class Row:
    of_crew: CrewWeek
    cells: list[Cell]


@dataclass(frozen=True)
class Board:
    """One week as one person sees it."""

    wanted: Wanted
    user: User
    refusal: Refused | None = None

    @property
    def may_write(self) -> bool:
        return may(self.user, Right.WORK_ORDERS)

    @property
    def days(self) -> list[date]:
        return [self.wanted.monday + timedelta(days=number) for number in range(DAYS)]

    @property
    def today(self) -> date:
        return timezone.localdate()

    @property
    def earlier(self) -> str:
        return self.wanted.address(monday=self.wanted.monday - timedelta(days=DAYS))

    @property
    def later(self) -> str:
        return self.wanted.address(monday=self.wanted.monday + timedelta(days=DAYS))

    @property
    def this_week(self) -> str:
        return self.wanted.address(monday=monday_of(self.today))

    @property
    def here(self) -> str:
        return self.wanted.address()

    @cached_property
    def centres(self) -> list[SupportCentre]:
        rows = SupportCentre.objects.filter(retired_at=None, crews__retired_at=None, crews__isnull=False).distinct()
        return list(within_departments(rows, self.user, "department"))

    @cached_property
    def crews(self) -> list[CrewWeek]:
        rows = within_departments(Crew.objects.filter(retired_at=None), self.user, "centre__department")
        if self.wanted.centre:
            rows = rows.filter(centre=self.wanted.centre)
        crews = list(rows.select_related("centre").order_by("centre__key", "name"))
        return week(self.wanted.monday, crews, zone=timezone.get_current_timezone(), departments=self._limits)

    @cached_property
    def rows(self) -> list[Row]:
        """Crew by crew, the cards of all of them drawn in one go."""
        days = [day for of_crew in self.crews for day in of_crew.days]
        cards = iter(self._drawn([(placed.order, placed) for day in days for placed in day.placed]))
        return [
            Row(of_crew, [Cell(day, joined(islice(cards, len(day.placed)))) for day in of_crew.days])
            for of_crew in self.crews
        ]

    @property
    def unplanned_cards(self) -> SafeString:
        return joined(self._drawn([(order, None) for order in self.unplanned]))

    def _drawn(self, cards: Sequence[tuple[WorkOrder, Placed | None]]) -> list[str]:
        """Cards as their template draws them; those that have not changed come from memory."""

        def facts(places: list[int]) -> dict[int, object]:
            return {place: Card(*cards[place], self.may_write and cards[place][0].is_open) for place in places}

        keys = [_shown(order, placed, may_write=self.may_write) for order, placed in cards]
        return drawn("desk/board/_card.html", keys, facts, now=timezone.now())

    @cached_property
    def unplanned(self) -> list[WorkOrder]:
        return unplanned(departments=self._limits)

    @property
    def _limits(self) -> list[int] | None:
        return department_limits(self.user) or None


def _shown(order: WorkOrder, placed: Placed | None, *, may_write: bool) -> str:
    """All that a card's look depends on."""
    here = (placed.hours, placed.is_first) if placed else ()
    facts = (order.title, order.place, order.state, order.crew_id, order.planned_start, order.duration, may_write, here)
    return f"{order.pk}:{hash(facts):x}"


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text[:10])
    except ValueError:
        return timezone.localdate()
    # A week further on either side must be a date too.
    return day if EARLIEST.date() <= day < LATEST.date() else timezone.localdate()
