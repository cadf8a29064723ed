"""How the hours of one order lie on a crew's days. Pure: dates and hours in, dates and hours out."""

from datetime import UTC, date, datetime, timedelta, tzinfo

HOUR = timedelta(hours=1)
DAY = 24.0
# Work that begins just before midnight would otherwise take for ever.
SHORTEST_DAY = timedelta(hours=1)


def end_of(start: datetime, duration: timedelta, hours_a_day: float, zone: tzinfo) -> datetime:
    """When work of this duration ends that begins at `start`, in UTC.

    What a crew can do in a day (`hours_a_day`) it does in one go, over midnight too; longer work goes on every day at
    the same time of the clock.

    >>> from zoneinfo import ZoneInfo
    >>> eight = datetime(2026, 3, 2, 8, tzinfo=ZoneInfo("UTC"))
    >>> end_of(eight, timedelta(hours=12), 8, ZoneInfo("UTC"))
    datetime.datetime(2026, 3, 3, 12, 0, tzinfo=datetime.timezone.utc)
    """
    if _goes_through(hours_a_day) or duration <= timedelta(hours=hours_a_day):
        return start.astimezone(UTC) + duration
    _midnight, ends = _bounds(start.astimezone(zone).date(), zone)
    day = min(timedelta(hours=hours_a_day), max(ends - start.astimezone(UTC), SHORTEST_DAY))
    days, rest = divmod(duration, day)
    if not rest:
        days, rest = days - 1, day
    return later(start, timedelta(days=days), zone) + rest


def later(moment: datetime, by: timedelta, zone: tzinfo) -> datetime:
    """The same time of the day so many days later on the clocks of a zone, whatever summer time does; in UTC."""
    local = moment.astimezone(zone)
    return (local.replace(tzinfo=None) + by).replace(tzinfo=zone).astimezone(UTC)


def hours_by_day(start: datetime, end: datetime, hours_a_day: float, zone: tzinfo) -> dict[date, float]:
    """The hours that an order takes of each day.

    One that goes over midnight takes a day's hours at most from each of its days, and goes on at the time of the day at
    which it began, unless it is over by then: that is work at night.
    """
    # In UTC, since two moments of one zone are subtracted as their clocks show them.
    start, end = start.astimezone(UTC), end.astimezone(UTC)
    first, last = start.astimezone(zone).date(), (end - timedelta(microseconds=1)).astimezone(zone).date()
    if first == last:
        return {first: (end - start) / HOUR}
    hours = {}
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        begins, ends = _bounds(day, zone)
        goes_on = begins if number and _goes_through(hours_a_day) else later(start, timedelta(days=number), zone)
        hours[day] = min((min(end, ends) - (goes_on if goes_on < end else begins)) / HOUR, hours_a_day or DAY)
    return hours


def duration_of(start: datetime, end: datetime, hours_a_day: float, zone: tzinfo) -> timedelta:
    """The crew's time that lies between the two."""
    return HOUR * sum(hours_by_day(start, end, hours_a_day, zone).values())


def _goes_through(hours_a_day: float) -> bool:
    """Whether nothing is known of nights: no crew yet, or one that works around the clock."""
    return not 0 < hours_a_day < DAY


def _bounds(day: date, zone: tzinfo) -> tuple[datetime, datetime]:
    midnight = datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)
    return midnight, later(midnight, timedelta(days=1), zone)
