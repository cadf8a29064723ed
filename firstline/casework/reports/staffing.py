"""How many analysts each half hour of a weekday needs, from one's own volumes of calls or from typed ones."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Avg, Case, Count, F, Q, QuerySet, When
from django.db.models.functions import ExtractHour, ExtractIsoWeekDay, ExtractMinute, Least

from firstline.casework.contacts.models import Channel, Contact, Outcome
from firstline.casework.reports import erlang
from firstline.casework.reports.asked import DEPARTMENT
from firstline.casework.reports.erlang import CannotBeStaffed, Goal, Load
from firstline.casework.reports.period import Period

HALF_HOUR_S = 1800
WORKING_DAYS = (1, 2, 3, 4, 5)
# Writing after the call belongs to handling it; what is closed much later was left open meanwhile.
LONGEST_WRITING = timedelta(minutes=30)
LONGEST_HANDLING = timedelta(hours=4)


@dataclass(frozen=True)
class Volumes:
    """What came in: mean calls by half hour of the day ("08:30"), of so many `days`, and the mean handling time of
    the calls `measured`; None where there was none."""

    calls: dict[str, float]
    days: int
    handling_s: float | None
    measured: int


@dataclass(frozen=True)
class HalfHour:
    """What a half hour needs. `found` is None where no number of analysts reaches the goal, or where nobody calls."""

    start: str
    calls: float
    found: erlang.Outcome | None
    roster: int
    is_out_of_reach: bool = False


def volumes(period: Period, weekdays: Sequence[int], *, now: datetime, within: tuple[int, ...] = ()) -> Volumes:
    """Calls taken in the period on these weekdays (Monday is 1), of these departments and of none."""
    days = _days(period, weekdays, now)
    rows = _calls(period, weekdays, within)
    end = Case(
        When(ended_at=None, then="closed_at"),
        When(closed_at=None, then="ended_at"),
        default=Least(F("closed_at"), F("ended_at") + LONGEST_WRITING),
    )
    took = rows.annotate(took=end - F("started_at")).exclude(outcome=Outcome.ABANDONED)
    measured = took.filter(took__gt=timedelta(0), took__lt=LONGEST_HANDLING).aggregate(mean=Avg("took"), of=Count("pk"))
    counts = rows.values("hour", "minute").order_by().annotate(count=Count("pk")).values_list("hour", "minute", "count")
    sums: Counter[str] = Counter()
    for hour, minute, count in counts:
        sums[written(hour * 2 + minute // 30)] += count
    calls = {start: count / max(days, 1) for start, count in sums.items()}
    mean = measured["mean"]
    return Volumes(_whole(calls), days, mean.total_seconds() if mean else None, measured["of"])


def written(half: int) -> str:
    """When the nth half hour of the day begins."""
    return f"{half // 2:02}:{half % 2 * 30:02}"


def plan(
    calls: Iterable[tuple[str, float]], handling_s: float, patience_s: float | None, goal: Goal, shrinkage: float
) -> list[HalfHour]:
    """The fewest analysts of each half hour who reach the goal, and how many to plan so that they are there."""
    return [_half_hour(start, count, handling_s, patience_s, goal, shrinkage) for start, count in calls]


def _half_hour(
    start: str, count: float, handling_s: float, patience_s: float | None, goal: Goal, shrinkage: float
) -> HalfHour:
    if not count:
        return HalfHour(start, count, None, 0)
    try:
        found = _staff(Load(count, HALF_HOUR_S, handling_s, patience_s), goal)
    except CannotBeStaffed:
        return HalfHour(start, count, None, 0, is_out_of_reach=True)
    return HalfHour(start, count, found, erlang.on_the_roster(found.agents, shrinkage))


@lru_cache(maxsize=1024)
def _staff(load: Load, goal: Goal) -> erlang.Outcome:
    return erlang.staff(load, goal)


def _calls(period: Period, weekdays: Sequence[int], within: tuple[int, ...]) -> QuerySet[Any]:
    zone = ZoneInfo(period.zone)
    rows = Contact.objects.filter(channel=Channel.TELEPHONE, outbound=False)
    rows = rows.filter(started_at__gte=period.start, started_at__lt=period.end)
    if within:
        rows = rows.filter(Q(**{f"{DEPARTMENT}__in": within}) | Q(**{f"{DEPARTMENT}__isnull": True}))
    parts = {"weekday": ExtractIsoWeekDay, "hour": ExtractHour, "minute": ExtractMinute}
    cut: QuerySet[Any] = rows.annotate(**{name: part("started_at", tzinfo=zone) for name, part in parts.items()})
    return cut.filter(weekday__in=weekdays)


def _days(period: Period, weekdays: Sequence[int], now: datetime) -> int:
    """How many such days of the period have begun."""
    last = min(period.last, now.astimezone(ZoneInfo(period.zone)).date())
    return sum(
        date.fromordinal(day).isoweekday() in weekdays for day in range(period.first.toordinal(), last.toordinal() + 1)
    )


def _whole(calls: dict[str, float]) -> dict[str, float]:
    """From the first half hour with a call to the last, those without any too."""
    halves = [written(half) for half in range(48)]
    used = [place for place, start in enumerate(halves) if calls.get(start)]
    return {start: calls.get(start, 0.0) for start in halves[used[0] : used[-1] + 1]} if used else {}
