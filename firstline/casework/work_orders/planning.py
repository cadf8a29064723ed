"""When and by whom a work order is done, and the appointment its customers can be told."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo

from django.db import transaction
from django.utils.translation import gettext as _

from firstline.casework.work_orders.holding import hold, save
from firstline.casework.work_orders.models import State, WorkOrder
from firstline.casework.work_orders.states import NotNow
from firstline.casework.work_orders.working_days import duration_of, end_of
from firstline.journal.recording import record
from firstline.journal.refusal import Refused
from firstline.reference.staff.models import Crew, User

EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
# The board looks back this far for orders that reach into its week.
LONGEST = timedelta(days=62)
SHORTEST_HOURS, LONGEST_HOURS = 0.25, 1000
MORNING, NIGHT = time(8), time(20)


class Misplanned(Refused):
    """A date cannot be so; `field` names which: "start", "end", "day" or "hours"."""


def plan(
    order: WorkOrder,
    crew: Crew | None,
    start: datetime,
    end: datetime | None,
    *,
    zone: tzinfo,
    by: User | None,
    at: datetime | None = None,
) -> WorkOrder:
    """Give an order to a crew for a time; without an end it lasts as long as the order takes, on the crew's days.

    An overload is no error: the board shows it. `zone` is where the crew's days begin.
    """
    hours_a_day = float(crew.hours_a_day) if crew else 24.0
    with transaction.atomic():
        held = hold(order)
        if crew is not None and crew.retired_at is not None:
            raise Refused(_("Crew %(crew)s is retired.") % {"crew": crew.name})
        check_window(start, end)
        end = end or end_of(start, held.duration, hours_a_day, zone)
        check_window(start, end)
        facts = {"was": said(held.planned_start, held.planned_end), "now": said(start, end)}
        facts |= {"crew": crew.name if crew else "", "crew_was": held.crew.name if held.crew else ""}
        held.crew, held.planned_start, held.planned_end = crew, start, end
        held.duration = duration_of(start, end, hours_a_day, zone)
        save(held, ["crew", "planned_start", "planned_end", "duration"])
        record("work_order.planned", held, by=by, at=at, facts=facts)
    return held


def put_on_day(order: WorkOrder, crew: Crew, day: date, hours: float, *, zone: tzinfo, by: User | None) -> WorkOrder:
    """Plan an order for a crew's day: at the time of the day it has already, else after what the crew has that day."""
    if not SHORTEST_HOURS <= hours <= LONGEST_HOURS:
        text = _("A work order takes between %(least)s and %(most)s hours.")
        raise Misplanned(text % {"least": SHORTEST_HOURS, "most": LONGEST_HOURS}, field="hours")
    if not EARLIEST.date() < day < LATEST.date():
        raise Misplanned(_("Give a date between the years 2000 and 2099."), field="day")
    with transaction.atomic():
        held = hold(order)
        held.duration = timedelta(hours=hours)
        clock = held.planned_start.astimezone(zone).time() if held.planned_start else _free_from(crew, day, zone)
        start = datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)
        return plan(held, crew, start, end_of(start, held.duration, float(crew.hours_a_day), zone), zone=zone, by=by)


def unplan(order: WorkOrder, *, by: User | None) -> WorkOrder:
    """Take an order that has not been started out of the plan; its crew is kept as the one usually sent."""
    with transaction.atomic():
        held = hold(order)
        if held.state == State.IN_PROGRESS:
            raise NotNow(held, State.PLANNED)
        facts = {"was": said(held.planned_start, held.planned_end), "now": ""}
        held.state, held.planned_start, held.planned_end = State.PLANNED, None, None
        save(held, ["state", "planned_start", "planned_end"])
        record("work_order.unplanned", held, by=by, facts=facts)
    return held


def appoint(
    order: WorkOrder, start: datetime | None, end: datetime | None, *, by: User | None, at: datetime | None = None
) -> WorkOrder:
    """Set the window in which the customers may expect the crew; neither of the two takes the appointment back."""
    with transaction.atomic():
        held = hold(order)
        if (start is None) != (end is None):
            missing = "end" if end is None else "start"
            raise Misplanned(_("An appointment needs a beginning and an end."), field=missing)
        if start is not None:
            check_window(start, end)
        facts = {"was": said(held.appointment_start, held.appointment_end), "now": said(start, end)}
        held.appointment_start, held.appointment_end = start, end
        save(held, ["appointment_start", "appointment_end"])
        record("work_order.appointed", held, by=by, at=at, facts=facts)
    return held


def check_window(
    start: datetime,
    end: datetime | None,
    *,
    longest: timedelta | None = LONGEST,
    fields: tuple[str, str] = ("start", "end"),
) -> None:
    """`Misplanned` unless both lie in this century, in their order and not too far apart."""
    for field, moment in zip(fields, (start, end), strict=True):
        if moment is not None and not EARLIEST <= moment < LATEST:
            raise Misplanned(_("Give a date between the years 2000 and 2099."), field=field)
    if end is not None and end <= start:
        raise Misplanned(_("The end must be later than the start."), field=fields[1])
    if end is not None and longest is not None and end - start > longest:
        text = _("It may last %(days)s days at most; make several of it.") % {"days": longest.days}
        raise Misplanned(text, field=fields[1])


def said(start: datetime | None, end: datetime | None) -> str:
    """A window as the journal keeps it: two moments in ISO 8601 with a stroke between."""
    return f"{start.isoformat()}/{end.isoformat()}" if start and end else ""


def _free_from(crew: Crew, day: date, zone: tzinfo) -> time:
    """When the crew's last order of a day ends, or the morning."""
    morning, night = (datetime.combine(day, clock, tzinfo=zone) for clock in (MORNING, NIGHT))
    orders = WorkOrder.objects.exclude(state=State.CANCELLED).filter(crew=crew)
    last = orders.filter(planned_start__gte=morning, planned_end__lte=night).order_by("planned_end").last()
    return last.planned_end.astimezone(zone).time() if last and last.planned_end else MORNING
