"""Own days of a calendar as lines of text, as they stand in a letter or a sheet: all of them are kept, or none."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from firstline.journal.recording import Actor, record
from firstline.journal.refusal import Refused
from firstline.reference.service_levels import written_hours
from firstline.reference.service_levels.calendars import check_hours, check_year, touch
from firstline.reference.service_levels.models import Calendar, CalendarDay

MOST_LINES = 2000
MOST_TOLD = 20
LONGEST_NAME = 120
_LINE = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[\s;,]+(.*))?", re.DOTALL)
_HOURS = re.compile(r"[0-9]{1,2}(?::[0-9]{2})?\s*[-–—]\s*[0-9]{1,2}(?::[0-9]{2})?(?![0-9:])[\s;,]*")


@dataclass(frozen=True)
class DayLine:
    """One line that could be read; without hours the day is closed."""

    day: date
    name: str
    hours: list[list[str]]


@transaction.atomic
def set_days(calendar: Calendar, text: str, *, by: Actor | None) -> int:
    """Give dates hours of their own, or close them; returns how many. `Refused` names every line that is wrong."""
    lines = read_days(text)
    row = Calendar.objects.select_for_update().get(pk=calendar.pk)
    CalendarDay.objects.bulk_create(
        [CalendarDay(calendar=row, day=line.day, name=line.name, hours=line.hours) for line in lines],
        update_conflicts=True,
        unique_fields=["calendar", "day"],
        update_fields=["name", "hours"],
    )
    touch(row)
    days: list[Mapping[str, Any]] = [{"day": line.day.isoformat(), "name": line.name} for line in lines]
    record("calendar.days_set", row, by=by, facts={"days": days})
    return len(lines)


def read_days(text: str) -> list[DayLine]:
    """The lines of a text such as "2026-12-24 08:00-12:00 Christmas Eve"; empty ones and those with # are left out."""
    numbered = [(number, line.strip()) for number, line in enumerate(text.splitlines(), start=1)]
    wanted = [(number, line) for number, line in numbered if line and not line.startswith("#")]
    if not wanted:
        raise Refused(_("Write at least one day."), field="days")
    if len(wanted) > MOST_LINES:
        raise Refused(_("At most %(count)s lines at once.") % {"count": MOST_LINES}, field="days")
    found: dict[date, DayLine] = {}
    wrong = []
    for number, line in wanted:
        try:
            read = _read(line)
            if read.day in found:
                raise Refused(_("%(day)s stands here twice.") % {"day": read.day.isoformat()})
            found[read.day] = read
        except Refused as refusal:
            wrong.append(_("Line %(number)s: %(reason)s") % {"number": number, "reason": refusal})
    if wrong:
        more = len(wrong) - MOST_TOLD
        told = [*wrong[:MOST_TOLD], *([_("and %(count)s more") % {"count": more}] if more > 0 else [])]
        raise Refused("\n".join(told), field="days")
    return list(found.values())


def _read(line: str) -> DayLine:
    found = _LINE.fullmatch(line)
    try:
        if found is None:
            raise ValueError(line)
        day = date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        raise Refused(_("it does not begin with a day such as 2026-12-24.")) from None
    check_year(day)
    rest, hours = found[4] or "", []
    while part := _HOURS.match(rest):
        hours += written_hours.read(part[0].strip(" \t;,"))
        rest = rest[part.end() :]
    check_hours(hours)
    name = rest.strip()
    if len(name) > LONGEST_NAME:
        raise Refused(_("At most %(count)s characters.") % {"count": LONGEST_NAME})
    return DayLine(day, name, hours)
