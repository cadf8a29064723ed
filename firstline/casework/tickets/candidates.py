"""Earlier tickets near a problem in code, place and time: one statement, each branch of which stands on an index."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import cos, degrees, radians
from typing import Any, NamedTuple

from django.db import connection

from firstline.casework.tickets.nearness import EARTH_RADIUS, Point, point_of

WINDOW = timedelta(days=45)
WINDOW_OF_OTHERS = timedelta(days=7)
FARTHEST = 600.0
MOST = 200

# What a code counts for beside the problem's own.
SAME_PROBLEM, SAME_CATEGORY, OTHER_CODE = 0.9, 0.15, 0.12

_RELATED = f"""
WITH related AS MATERIALIZED (
    SELECT code.id, (CASE WHEN code.id = own.id THEN 1.0 WHEN code.key = own.key THEN {SAME_PROBLEM}
        ELSE {SAME_CATEGORY} END)::float8 AS weight
    FROM catalogue_problemcode own
    JOIN catalogue_problemcode code ON code.category_id = own.category_id OR code.key = own.key
    WHERE own.id = %(code)s
)
"""  # noqa: S608 two constants of ours
# Each branch brings the newest of its own, so that no more of them are read than may be among the newest of all.
_FOUND = """
SELECT ticket.id, weight, ticket.opened_at, coalesce(ticket.resolved_at, ticket.closed_at), ticket.latitude,
    ticket.longitude, ticket.place, ticket.equipment_id, ticket.customer_id, ticket.title,
    left(ticket.words, 2000), coalesce(ticket.duplicate_of_id, ticket.id)
FROM (SELECT * FROM ({branches}) branches ORDER BY opened_at DESC, id DESC LIMIT {most}) near
JOIN tickets_ticket ticket ON ticket.id = near.id
ORDER BY ticket.opened_at DESC, ticket.id DESC
"""
_OF_CODES = """
(SELECT newest.id, related.weight, newest.opened_at FROM related CROSS JOIN LATERAL (
    SELECT ticket.id, ticket.opened_at FROM tickets_ticket ticket WHERE ticket.code_id = related.id AND {asked}
    ORDER BY ticket.opened_at DESC, ticket.id DESC LIMIT {most}
) newest WHERE related.weight {which})
"""
_OF_ANY = """
(SELECT ticket.id, coalesce((SELECT weight FROM related WHERE related.id = ticket.code_id), {other}::float8) AS weight,
    ticket.opened_at
FROM tickets_ticket ticket WHERE {asked} ORDER BY ticket.opened_at DESC, ticket.id DESC LIMIT {most})
"""
_SAME, _OTHERS = f">= {SAME_PROBLEM}", f"< {SAME_PROBLEM}"
_IN_BOX = "ticket.latitude BETWEEN %(south)s AND %(north)s AND ticket.longitude BETWEEN %(west)s AND %(east)s"
_LATELY = "ticket.opened_at BETWEEN %(lately)s AND %(at)s"
_JUST_NOW = "ticket.opened_at BETWEEN %(just_now)s AND %(at)s"
_ALLOWED = "ticket.id <> ALL(%(without)s)"
_AT_PLACE = "upper(ticket.place) = upper(%(place)s)"


@dataclass(frozen=True, slots=True)
class ProblemFacts:
    """What is known of a problem, whether a ticket or still being entered. Degrees of WGS 84."""

    at: datetime
    code_id: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    place: str = ""
    words: str = ""
    equipment_id: int | None = None
    customer_id: int | None = None

    @property
    def point(self) -> Point | None:
        return point_of(self.latitude, self.longitude)


class Candidate(NamedTuple):
    """One earlier ticket. `weight` is what its code counts for; `first` is what it is a duplicate of, else itself."""

    pk: int
    weight: float
    opened_at: datetime
    ended_at: datetime | None
    latitude: float | None
    longitude: float | None
    place: str
    equipment_id: int | None
    customer_id: int | None
    title: str
    words: str
    first: int


def candidates(
    facts: ProblemFacts, *, departments: Collection[int] | None, without: Collection[int]
) -> list[Candidate]:
    """The newest 200 that are near in code, place and time, or of the same equipment or customer."""
    allowed = _ALLOWED if departments is None else f"{_ALLOWED} AND ticket.department_id = ANY(%(departments)s)"
    branches = list(_branches(facts, allowed))
    if not branches:
        return []
    sql = _RELATED + _FOUND.format(branches=" UNION ALL ".join(branches), most=MOST)
    values = {**_values(facts), "without": list(without), "departments": list(departments or ())}
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [Candidate(*row) for row in cursor.fetchall()]


def _branches(facts: ProblemFacts, allowed: str) -> Iterator[str]:
    for asked in _where(facts):
        if facts.code_id is None:
            yield _of_any(f"{asked} AND {_JUST_NOW} AND {allowed}")
        else:
            yield _of_codes(_SAME, f"{asked} AND {_LATELY} AND {allowed}")
            yield _of_codes(_OTHERS, f"{asked} AND {_JUST_NOW} AND {allowed}")
    if facts.code_id is not None and not facts.place and facts.point is None:
        yield _of_codes(_SAME, f"{_JUST_NOW} AND {allowed}")
    for column in ("equipment_id", "customer_id"):
        if getattr(facts, column) is not None:
            yield _of_any(f"ticket.{column} = %({column})s AND {_LATELY} AND {allowed}")


def _of_codes(which: str, asked: str) -> str:
    return _OF_CODES.format(which=which, asked=asked, most=MOST)


def _of_any(asked: str) -> str:
    return _OF_ANY.format(other=OTHER_CODE, asked=asked, most=MOST)


def _where(facts: ProblemFacts) -> Iterator[str]:
    if facts.point is not None:
        yield _IN_BOX
    if facts.place:
        yield f"ticket.latitude IS NULL AND {_AT_PLACE}" if facts.point else _AT_PLACE


def _values(facts: ProblemFacts) -> dict[str, Any]:
    values = {
        "code": facts.code_id,
        "at": facts.at,
        "lately": facts.at - WINDOW,
        "just_now": facts.at - WINDOW_OF_OTHERS,
        "place": facts.place,
        "equipment_id": facts.equipment_id,
        "customer_id": facts.customer_id,
    }
    return values if facts.point is None else {**values, **_box(facts.point)}


def _box(point: Point) -> dict[str, float]:
    """Bounds that hold every point within reach; all longitudes where they would cross a pole or the date line."""
    reach = degrees(FARTHEST / EARTH_RADIUS)
    south, north = point.latitude - reach, point.latitude + reach
    widest = max(abs(south), abs(north))
    width = reach / cos(radians(widest)) if widest < 89 else 360.0
    west, east = point.longitude - width, point.longitude + width
    if west < -180 or east > 180:
        west, east = -180.0, 180.0
    return {"south": south, "north": north, "west": west, "east": east}
