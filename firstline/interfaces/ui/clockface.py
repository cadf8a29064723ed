"""Times as a reader wants them: short, in their own zone and language, the whole truth on pointing at it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

SOON = timedelta(minutes=30)


@dataclass(frozen=True)
class Left:
    """How much of a promise is left at one moment: `share` gone in per cent, a state and words for it."""

    state: str
    share: int
    text: str


def short(at: datetime, *, now: datetime) -> str:
    """Today: the time; this week: day and time; this year: day and month; else the date."""
    here, today = timezone.localtime(at), timezone.localtime(now)
    time = formats.time_format(here, "TIME_FORMAT")
    if here.date() == today.date():
        return time
    if abs((here.date() - today.date()).days) < 7:
        return f"{formats.date_format(here, 'D')} {time}"
    if here.year == today.year:
        return formats.date_format(here, pgettext("date format: day and short month", "j M"))
    return formats.date_format(here, pgettext("date format: day, short month and year", "j M Y"))


def whole(at: datetime) -> str:
    """Day of the week, date, time and zone."""
    here = timezone.localtime(at)
    day = formats.date_format(here, "DATE_FORMAT")
    return f"{formats.date_format(here, 'D')} {day}, {formats.time_format(here, 'TIME_FORMAT')} {here.tzname() or ''}"


def relative(at: datetime, *, now: datetime) -> str:
    """ "12 min ago", "in 3 h": the largest unit only."""
    words = span(abs(now - at))
    if abs(now - at) < timedelta(minutes=1):
        return _("now")
    return _("%(span)s ago") % {"span": words} if at <= now else _("in %(span)s") % {"span": words}


def span(length: timedelta) -> str:
    """A length of time in its largest sensible unit, short."""
    minutes = int(length.total_seconds() // 60)
    if minutes < 60:
        return _("%(count)s min") % {"count": minutes}
    if minutes < 48 * 60:
        return _("%(count)s h") % {"count": minutes // 60}
    days = minutes // (24 * 60)
    return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}


def left(by: datetime, *, since: datetime | None, now: datetime, paused: bool = False) -> Left:
    """What is left until `by`, as a share of the time since `since`."""
    remaining = by - now
    whole_time = (by - since) if since else timedelta(hours=8)
    gone = 1 - remaining / whole_time if whole_time > timedelta(0) else 1.0
    share = max(2, min(100, round(gone * 100)))
    if paused:
        return Left("paused", share, _("paused"))
    if remaining < timedelta(0):
        return Left("late", 100, _("%(span)s late") % {"span": span(-remaining)})
    state = "soon" if remaining < SOON or gone > 0.8 else "calm"
    return Left(state, share, _("%(span)s left") % {"span": span(remaining)})
