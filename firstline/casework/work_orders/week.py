"""The week as the board shows it: what each crew has on each day, and where that is more than it can do."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo

from django.db.models import F

from firstline.casework.work_orders.models import State, WorkOrder
from firstline.casework.work_orders.planning import LONGEST
from firstline.casework.work_orders.working_days import hours_by_day
from firstline.reference.staff.models import Crew

DAYS = 7
MOST_UNPLANNED = 50
# Less is rounding, not work.
LEAST_OVERLOAD = 0.05


@dataclass(frozen=True)
class Placed:
    """An order on one day of its crew: `hours` fall on this day; `is_first` on the first of its days in the week."""

    order: WorkOrder
    hours: float
    is_first: bool


@dataclass
class Day:
    """A crew's day: `hidden_hours` belong to orders that the reader may not see."""

    date: date
    capacity: float
    placed: list[Placed] = field(default_factory=list)
    hidden_hours: float = 0.0

    @property
    def hours(self) -> float:
        return round(sum(placed.hours for placed in self.placed) + self.hidden_hours, 2)

    @property
    def overload(self) -> float:
        """Hours more than the crew can do; 0 where it can."""
        more = self.hours - self.capacity
        return round(more, 2) if more > LEAST_OVERLOAD else 0.0

    @property
    def share(self) -> int:
        """How full the day is, in per cent, a hundred at most."""
        return min(100, round(100 * self.hours / self.capacity)) if self.capacity else 100


@dataclass(frozen=True)
class CrewWeek:
    crew: Crew
    days: list[Day]

    @property
    def hours(self) -> float:
        return round(sum(day.hours for day in self.days), 2)

    @property
    def overload(self) -> float:
        return round(sum(day.overload for day in self.days), 2)


def week(
    monday: date, crews: Sequence[Crew], *, zone: tzinfo, departments: Collection[int] | None = None
) -> list[CrewWeek]:
    """The seven days from `monday` in `zone`, crew by crew, in one query. Cancelled orders take nobody's time.

    `departments` are those whose orders the reader may see; `None`: all.
    """
    weeks = {crew.pk: CrewWeek(crew, _days(monday, crew)) for crew in crews}
    for order in _of_week(monday, crews, zone):
        if order.crew_id and order.planned_start and order.planned_end:
            hours_a_day = float(weeks[order.crew_id].crew.hours_a_day)
            hours = hours_by_day(order.planned_start, order.planned_end, hours_a_day, zone)
            _place(weeks[order.crew_id].days, order, hours, hidden=not _is_visible(order, departments))
    return list(weeks.values())


def unplanned(*, departments: Collection[int] | None = None) -> list[WorkOrder]:
    """Open orders without a time, those promised soonest first; the first fifty."""
    orders = WorkOrder.objects.filter(state__in=[State.PLANNED, State.RELEASED, State.IN_PROGRESS])
    if departments is not None:
        orders = orders.filter(code__category__provider__department__in=departments)
    soonest = F("permanent_fix_by").asc(nulls_last=True)
    return list(orders.filter(planned_start=None).select_related("crew").order_by(soonest, "number")[:MOST_UNPLANNED])


def _days(monday: date, crew: Crew) -> list[Day]:
    return [Day(monday + timedelta(days=number), float(crew.hours_a_day)) for number in range(DAYS)]


def _of_week(monday: date, crews: Sequence[Crew], zone: tzinfo) -> list[WorkOrder]:
    begins = datetime(monday.year, monday.month, monday.day, tzinfo=zone)
    ends = begins + timedelta(days=DAYS)
    orders = WorkOrder.objects.filter(crew__in=crews, planned_start__gte=begins - LONGEST, planned_start__lt=ends)
    shown = orders.filter(planned_end__gt=begins).exclude(state=State.CANCELLED)
    return list(shown.select_related("code__category__provider").order_by("planned_start", "number"))


def _place(days: list[Day], order: WorkOrder, hours: dict[date, float], *, hidden: bool) -> None:
    taken = [day for day in days if day.date in hours]
    for day in taken:
        if hidden:
            day.hidden_hours += hours[day.date]
        else:
            day.placed.append(Placed(order, hours[day.date], is_first=day is taken[0]))


def _is_visible(order: WorkOrder, departments: Collection[int] | None) -> bool:
    return departments is None or order.code.category.provider.department_id in departments
