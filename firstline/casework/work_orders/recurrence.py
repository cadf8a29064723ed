"""When a regular order comes back: an iCalendar RRULE on the clocks of its time zone. Pure."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice, takewhile
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dateutil.rrule import rrule, rrulestr
from django.utils.translation import gettext as _

from firstline.journal.refusal import Refused

LONGEST_RULE = 300
LONGEST_INTERVAL = 1000
MOST_AT_ONCE = 1000
FREQUENCIES = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}
ONE_EACH = {"BYHOUR", "BYMINUTE", "BYSECOND"}
PARTS = {
    "FREQ",
    "INTERVAL",
    "COUNT",
    "UNTIL",
    "WKST",
    "BYDAY",
    "BYMONTHDAY",
    "BYMONTH",
    "BYSETPOS",
    "BYYEARDAY",
    "BYWEEKNO",
    *ONE_EACH,
}
# Every day is looked at one by one until the year 9999: a daily rule that never comes would take seconds to find out.
NOT_DAILY = {"BYMONTHDAY", "BYSETPOS", "BYYEARDAY", "BYWEEKNO"}
_UNTIL = re.compile(r"\d{8}(T\d{6}Z?)?")


class WrongRule(Refused):
    """The rule is none, or comes never, or too often; or its time zone is unknown. `field` says which of the two."""


def occurrences(rule: str, first_at: datetime, time_zone: str, *, after: datetime) -> Iterator[datetime]:
    """The moments of a rule later than `after`, in UTC and in order, on the clocks of the zone across summer time.

    A time that the clocks skip comes as much later; one that they show twice comes the first time.
    """
    zone = zone_of(time_zone)
    for local in _rule(rule, first_at.astimezone(zone).replace(tzinfo=None), zone):
        moment = local.replace(tzinfo=zone).astimezone(UTC)
        if moment > after:
            yield moment


def between(rule: str, first_at: datetime, time_zone: str, after: datetime, until: datetime) -> list[datetime]:
    """The moments of a rule in `(after, until]`, a thousand at most."""
    further = occurrences(rule, first_at, time_zone, after=after)
    return list(islice(takewhile(lambda moment: moment <= until, further), MOST_AT_ONCE))


def coming(rule: str, first_at: datetime, time_zone: str, *, after: datetime, count: int) -> list[datetime]:
    """The next moments of a rule that has been checked, `count` at most."""
    return list(islice(occurrences(rule, first_at, time_zone, after=after), count))


def check(rule: str, first_at: datetime, time_zone: str) -> list[datetime]:
    """The first five moments of a rule, or `WrongRule` with a sentence about what is wrong with it."""
    try:
        first = coming(rule, first_at, time_zone, after=datetime.min.replace(tzinfo=UTC), count=5)
    except (ValueError, TypeError, IndexError, KeyError, OverflowError, AttributeError) as error:
        raise _wrong(_("This is no rule that can be understood.")) from error
    if not first:
        raise _wrong(_("This rule never comes."))
    return first


def zone_of(name: str) -> ZoneInfo:
    """The time zone of this name; `WrongRule` where there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise WrongRule(_("There is no time zone of this name."), field="time_zone") from error


def _rule(text: str, start: datetime, zone: ZoneInfo) -> rrule:
    parts = _parts(text)
    if "UNTIL" in parts:
        parts["UNTIL"] = _local(parts["UNTIL"], zone)
    found = rrulestr(";".join(f"{name}={value}" for name, value in parts.items()), dtstart=start)
    if not isinstance(found, rrule):
        raise _wrong(_("Give one rule."))
    return found


def _parts(text: str) -> dict[str, str]:
    text = text.strip().upper().removeprefix("RRULE:").rstrip(";")
    if len(text) > LONGEST_RULE or not text.isascii():
        raise _wrong(_("This is no rule that can be understood."))
    pairs = [part.strip().partition("=") for part in text.split(";")]
    parts = {name: value for name, _equals, value in pairs}
    if len(parts) < len(pairs) or not all(value for value in parts.values()) or not set(parts) <= PARTS:
        raise _wrong(_("This is no rule that can be understood."))
    _refuse_too_often(parts)
    return parts


def _refuse_too_often(parts: dict[str, str]) -> None:
    if parts.get("FREQ") in {"SECONDLY", "MINUTELY", "HOURLY"}:
        raise _wrong(_("A regular order comes daily at most: FREQ is DAILY, WEEKLY, MONTHLY or YEARLY."))
    if parts.get("FREQ") not in FREQUENCIES:
        raise _wrong(_("Say how often: FREQ is DAILY, WEEKLY, MONTHLY or YEARLY."))
    if any("," in parts.get(name, "") for name in ONE_EACH):
        raise _wrong(_("A regular order comes once a day at most: give one time of the day."))
    if parts["FREQ"] == "DAILY" and NOT_DAILY & set(parts):
        raise _wrong(_("For days of the month or the year, FREQ is MONTHLY or YEARLY."))
    interval = parts.get("INTERVAL", "1")
    if not interval.isdecimal() or not 1 <= int(interval[:9]) <= LONGEST_INTERVAL or len(interval) > 9:
        raise _wrong(_("INTERVAL is a number from 1 to %(most)s.") % {"most": LONGEST_INTERVAL})


def _local(until: str, zone: ZoneInfo) -> str:
    if not _UNTIL.fullmatch(until):
        raise _wrong(_("UNTIL is a date such as 20261231."))
    if len(until) == len("20261231"):
        return f"{until}T235959"
    if not until.endswith("Z"):
        return until
    moment = datetime.strptime(until, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    return moment.astimezone(zone).strftime("%Y%m%dT%H%M%S")


def _wrong(text: str) -> WrongRule:
    return WrongRule(text, field="rule")
