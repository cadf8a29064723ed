"""Calendars: keeping them, and what working time they make."""

import re
from collections.abc import Container, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import holidays
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from firstline.journal.changes import set_fields
from firstline.journal.recording import Actor, record
from firstline.journal.refusal import Refused
from firstline.reference.service_levels.models import Calendar, CalendarDay
from firstline.reference.service_levels.working_time import DAY, Hours, Interval, OverlappingHours, WorkingTime

OFFICE = [[["08:00", "18:00"]]] * 5 + [[], []]
_TIME = re.compile(r"([0-9]{1,2}):([0-5][0-9])")
# Years that anybody plans for.
FIRST_YEAR, LAST_YEAR = 1990, 2100
FACTS = {"name", "time_zone", "week", "country", "region", "rolls_over"}


@transaction.atomic
def create_calendar(facts: Mapping[str, Any], *, by: Actor | None) -> Calendar:
    """A new calendar; the first one is the default. `Refused` names the field that is wrong."""
    calendar = Calendar(**_checked(facts), changed_at=timezone.now())
    calendar.is_default = not Calendar.objects.filter(is_default=True).exists()
    if Calendar.objects.filter(name=calendar.name).exists():
        raise Refused(_("There is one of this name here already."), field="name")
    calendar.save()
    record("calendar.created", calendar, by=by, facts={"name": calendar.name, "week": calendar.week})
    return calendar


@transaction.atomic
def change_calendar(
    calendar: Calendar, facts: Mapping[str, Any], *, by: Actor | None, seen: datetime | None = None
) -> Calendar:
    """Change some facts of a calendar. Deadlines already promised stay as they are.

    With `seen`, its `changed_at` as the writer knew it, what somebody else has changed since is not written over.
    """
    row = Calendar.objects.select_for_update().get(pk=calendar.pk)
    if seen is not None and row.changed_at != seen:
        raise Refused(_("Somebody else has changed this calendar in the meantime. Look at it again."))
    changes = set_fields(row, _checked({name: getattr(row, name) for name in FACTS} | dict(facts)))
    if changes:
        if Calendar.objects.filter(name=row.name).exclude(pk=row.pk).exists():
            raise Refused(_("There is one of this name here already."), field="name")
        row.changed_at = timezone.now()
        row.save()
        record("calendar.changed", row, by=by, facts={"changes": changes})
    return row


@transaction.atomic
def set_day(calendar: Calendar, day: date, name: str, hours: Any, *, by: Actor | None) -> CalendarDay:
    """Give a date hours of its own, or none to close it."""
    check_year(day)
    row = Calendar.objects.select_for_update().get(pk=calendar.pk)
    _intervals(hours, "hours")
    made, _is_new = CalendarDay.objects.update_or_create(
        calendar=row, day=day, defaults={"name": name.strip()[:120], "hours": hours}
    )
    touch(row)
    record("calendar.day_set", row, by=by, facts={"day": day.isoformat(), "name": made.name, "hours": hours})
    return made


@transaction.atomic
def forget_day(calendar: Calendar, day: date, *, by: Actor | None) -> None:
    """A date follows the week and the holidays again."""
    row = Calendar.objects.select_for_update().get(pk=calendar.pk)
    gone, _by_model = row.days.filter(day=day).delete()
    if gone:
        touch(row)
        record("calendar.day_forgotten", row, by=by, facts={"day": day.isoformat()})


@transaction.atomic
def make_default(calendar: Calendar, *, by: Actor | None) -> Calendar:
    """The calendar that counts wherever no other is named."""
    was = Calendar.objects.select_for_update().filter(is_default=True).first()
    if was is not None and was.pk != calendar.pk:
        was.is_default = False
        was.save(update_fields=["is_default"])
    row = Calendar.objects.select_for_update().get(pk=calendar.pk)
    if not row.is_default:
        row.is_default = True
        row.save(update_fields=["is_default"])
        record("calendar.made_default", row, by=by, facts={"was": was.name if was else ""})
    return row


def working_time(calendar: Calendar) -> WorkingTime:
    """The working time of a calendar, laid out once per process and change."""
    return _laid_out(calendar.pk, calendar.changed_at)


def hours_of(calendar: Calendar) -> Hours:
    """The hours of a calendar as the pure module reads them."""
    return Hours(
        zone=calendar.time_zone,
        week=tuple(_intervals(day, "week") for day in calendar.week),
        holidays=_holidays(calendar.country, calendar.region),
        shifts={own.day: _intervals(own.hours, "hours") for own in calendar.days.all()},
        rolls_over=calendar.rolls_over,
    )


@lru_cache(maxsize=64)
def _laid_out(pk: int, _changed_at: datetime) -> WorkingTime:
    return WorkingTime(hours_of(Calendar.objects.get(pk=pk)))


def _holidays(country: str, region: str) -> Container[date]:
    return holidays.country_holidays(country, subdiv=region or None) if country else frozenset()


def touch(calendar: Calendar) -> None:
    """Say of a locked calendar that its hours are others now."""
    calendar.changed_at = timezone.now()
    calendar.save(update_fields=["changed_at"])


def check_year(day: date) -> None:
    """Whether a day lies in years that anybody plans for."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        words = {"first": FIRST_YEAR, "last": LAST_YEAR}
        raise Refused(_("Give a year from %(first)s to %(last)s.") % words, field="day")


def check_hours(hours: Any) -> None:
    """`Refused` where the hours of a day are unreadable, overlap or cross midnight."""
    _intervals(hours, "hours")


def _checked(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts as they may be kept, or `Refused` with the field to blame."""
    known: dict[str, Any] = {
        "time_zone": "UTC",
        "week": OFFICE,
        "country": "",
        "region": "",
        "rolls_over": False,
    } | dict(facts)
    known["name"] = str(known.get("name", "")).strip()
    if not known["name"]:
        raise Refused(_("Give it a name."), field="name")
    try:
        ZoneInfo(known["time_zone"])
    except (ZoneInfoNotFoundError, ValueError):
        text = _("There is no time zone called %(name)s.")
        raise Refused(text % {"name": known["time_zone"]}, field="time_zone") from None
    if not isinstance(known["week"], list) or len(known["week"]) != 7:
        raise Refused(_("A week has seven days."), field="week")
    open_hours = [_intervals(day, "week") for day in known["week"]]
    if not any(open_hours):
        raise Refused(_("A week without any hours would never keep a promise."), field="week")
    _check_country(known["country"], known["region"])
    return known


def _check_country(country: str, region: str) -> None:
    regions = holidays.list_supported_countries().get(country)
    if country and (regions is None or len(country) != 2):
        raise Refused(_("No holidays are known of %(country)s.") % {"country": country}, field="country")
    if region and region not in (regions or ()):
        text = _("%(country)s has no region %(region)s.")
        raise Refused(text % {"country": country, "region": region}, field="region")


def _intervals(hours: Any, field: str) -> tuple[Interval, ...]:
    """One day's hours in seconds; `Refused` where they are unreadable, overlap or cross midnight."""
    try:
        read = tuple((_seconds(start), _seconds(end)) for start, end in hours)
    except (TypeError, ValueError):
        raise Refused(_("Write hours as 08:00-12:00, several with commas between them."), field=field) from None
    if any(start >= end for start, end in read):
        raise Refused(_("Hours end after they begin; what crosses midnight is written on both days."), field=field)
    try:
        Hours("UTC", (read,) * 7)
    except OverlappingHours:
        raise Refused(_("Hours of one day overlap."), field=field) from None
    return read


def _seconds(text: Any) -> int:
    found = _TIME.fullmatch(str(text))
    seconds = int(found[1]) * 3600 + int(found[2]) * 60 if found else DAY + 1
    if seconds > DAY:
        raise ValueError(text)
    return seconds
