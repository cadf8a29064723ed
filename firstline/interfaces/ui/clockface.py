"""Times as a reader wants them: short, in their own zone and language, the whole truth on pointing at it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache

from django.utils import dateformat, timezone
from django.utils.formats import get_format
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

SOON = timedelta(minutes=30)


@dataclass(frozen=True)
class Left:
    """How much of a promise is left at one moment: `share` gone in per cent, a state and words for it."""

    state: str
    share: int
    text: str


def short(at: datetime, *, now: datetime) -> str:
    """Today: the time; this week: day and time; this year: day and month; else the date."""
    return short_and_whole(at, now=now)[0]


def whole(at: datetime) -> str:
    """Day of the week, date, time and zone."""
    zone, reader = _reader()
    return _whole(timezone.localtime(at, zone), reader)


def short_and_whole(at: datetime, *, now: datetime) -> tuple[str, str]:
    """Both, for one look at who reads."""
    zone, reader = _reader()
    here = timezone.localtime(at, zone)
    return _short(here, timezone.localdate(now, zone), reader), _whole(here, reader)


def _reader() -> tuple[tzinfo, tuple[str, str]]:
    """The reader's zone, and what the words depend on. The zone too: one moment in two zones is equal, and so would be
    its key."""
    zone = timezone.get_current_timezone()
    return zone, (str(zone), get_language() or "")


def _short(here: datetime, today: date, reader: tuple[str, str]) -> str:
    day = here.date()
    if day == today:
        return _clock(here.hour, here.minute, reader)
    if abs((day - today).days) < 7:
        return f"{_day(day, 'D', reader)} {_clock(here.hour, here.minute, reader)}"
    return _day(day, _date_form(reader, is_this_year=day.year == today.year), reader)


def _whole(here: datetime, reader: tuple[str, str]) -> str:
    day = _day(here.date(), f"D {_format('DATE_FORMAT', reader)}", reader)
    return f"{day}, {_clock(here.hour, here.minute, reader)} {here.tzname()}"


# The same days and minutes are shown again and again; Django's formatting costs more than the rest of a row.
@lru_cache(maxsize=2000)
def _day(day: date, form: str, reader: tuple[str, str]) -> str:  # noqa: ARG001 - see _reader
    return dateformat.format(day, form)


@lru_cache(maxsize=5000)
def _clock(hour: int, minute: int, reader: tuple[str, str]) -> str:
    """No language of ours shows seconds."""
    return dateformat.time_format(time(hour, minute), _format("TIME_FORMAT", reader))


@lru_cache(maxsize=64)
def _date_form(reader: tuple[str, str], *, is_this_year: bool) -> str:  # noqa: ARG001 - see _reader
    if is_this_year:
        return pgettext("date format: day and short month", "j M")
    return pgettext("date format: day, short month and year", "j M Y")


@lru_cache(maxsize=64)
def _format(name: str, reader: tuple[str, str]) -> str:  # noqa: ARG001 - see _reader
    return str(get_format(name))


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
