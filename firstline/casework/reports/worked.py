"""Hours of working time between two moments of a row, reckoned by the database."""

from collections.abc import Callable
from typing import Any

from django.db.models import FloatField, Func, IntegerField, Min
from django.db.models.functions import Coalesce, Least

from firstline.casework.reports.asked import Asked
from firstline.casework.reports.reckoning import HOUR, MICROSECONDS, array, at, seconds
from firstline.casework.tickets.models import Ticket
from firstline.reference.service_levels import laid_down
from firstline.reference.service_levels.working_time import Line


def worked_hours(start: Any, end: Any) -> Callable[[Asked], Any]:
    """A measure: hours between two moments in the desk's working time; without a calendar those of the clock."""

    def hours(asked: Asked) -> Any:
        desk = laid_down.current().working_time()
        if desk is None:
            return (seconds(end) - seconds(start)) / HOUR
        first = Ticket.objects.aggregate(first=Min("opened_at"))["first"] or asked.now
        line = desk.laid_out(min(first, asked.period.start), max(asked.now, asked.period.end))
        return (_worked(line, end) - _worked(line, start)) / HOUR

    return hours


def _worked(line: Line, moment: Any) -> Coalesce:
    """Seconds worked up to a moment: those before the interval in which it falls, and those of it that have passed."""
    shifts = [(total - start) / MICROSECONDS for total, start in zip(line.totals, line.starts, strict=False)]
    place = Func(
        seconds(moment), array([start / MICROSECONDS for start in line.starts]),
        function="width_bucket", output_field=IntegerField(),
    )  # fmt: skip
    ends = at([end / MICROSECONDS for end in line.ends], place)
    return Coalesce(at(shifts, place) + Least(seconds(moment), ends), 0.0, output_field=FloatField())
