"""How far two points of the earth are apart, and the box in which to look for points near one."""

from dataclasses import dataclass
from math import asin, cos, degrees, radians, sin, sqrt

from django.db.models import Q
from django.utils.formats import number_format
from django.utils.translation import gettext as _

EARTH_RADIUS = 6_371_008.8


@dataclass(frozen=True)
class Point:
    """WGS 84, in degrees."""

    latitude: float
    longitude: float


def metres_between(one: Point, other: Point) -> float:
    """Great-circle distance in metres (haversine; within half a percent of the truth)."""
    north = radians(other.latitude - one.latitude)
    east = radians(other.longitude - one.longitude)
    between = sin(north / 2) ** 2 + cos(radians(one.latitude)) * cos(radians(other.latitude)) * sin(east / 2) ** 2
    return 2 * EARTH_RADIUS * asin(min(1.0, sqrt(between)))


def box_around(centre: Point, metres: float) -> Q:
    """A condition on `latitude` and `longitude` that holds for every point within `metres`, and for few others."""
    reach = degrees(metres / EARTH_RADIUS)
    within = Q(latitude__range=(centre.latitude - reach, centre.latitude + reach))
    if abs(centre.latitude) + reach >= 90:
        return within
    # The box is widest in longitude not at the centre but a little towards the pole.
    share = sin(radians(reach)) / cos(radians(centre.latitude))
    if reach >= 90 or share >= 1:
        return within
    width = degrees(asin(share))
    west, east = centre.longitude - width, centre.longitude + width
    if west < -180:
        return within & (Q(longitude__gte=west + 360) | Q(longitude__lte=east))
    if east > 180:
        return within & (Q(longitude__gte=west) | Q(longitude__lte=east - 360))
    return within & Q(longitude__range=(west, east))


def point_of(latitude: float | None, longitude: float | None) -> Point | None:
    """The point, or `None` where one of the two is not known."""
    return Point(latitude, longitude) if latitude is not None and longitude is not None else None


def distance(metres: float) -> str:
    """A distance in words: "40 m away", "1.2 km away"."""
    if metres < 1000:
        return _("%(metres)s m away") % {"metres": round(metres)}
    return _("%(kilometres)s km away") % {"kilometres": number_format(metres / 1000, 1)}
