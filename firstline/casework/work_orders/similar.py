"""Open work orders that already cover a problem: the same equipment, the same place, or near in place and time."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Concat, Left
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from firstline.casework.tickets.models import Ticket
from firstline.casework.tickets.nearness import Point, box_around, distance, metres_between, point_of
from firstline.casework.work_orders.models import OPEN_STATES, Link, WorkOrder
from firstline.journal.prepared import Prepared
from firstline.language.tokens import analyse
from firstline.reference.handling.models import StandardWorkOrder

NEAR_METRES, WINDOW_DAYS = 100, 14
LONGEST_WINDOW = 3650
MOST_CANDIDATES = 200
LONGEST_WORDS = 400
# What each reason is worth; nearness and the share of common words add up to one each.
SAME_EQUIPMENT, SAME_LOCATION, SAME_CODE, NEAR, WORDS = 3.0, 2.0, 1.0, 1.0, 1.0


@dataclass(frozen=True)
class Problem:
    """What is known of a problem, whether it is a ticket's or still being entered; degrees of WGS 84."""

    at: datetime
    code_id: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    location_id: int | None = None
    equipment_id: int | None = None
    words: str = ""
    place: str = ""

    @property
    def point(self) -> Point | None:
        return point_of(self.latitude, self.longitude)


@dataclass(frozen=True)
class Similar:
    """An open order that may cover the problem: why, how far away in metres (if known), and how well it fits.

    The `reasons` are in English, as they are kept with a link, and shown in the reader's language.
    """

    order: WorkOrder
    reasons: list[str]
    raised: str
    metres: float | None
    score: float

    @property
    def because(self) -> list[str]:
        """Why, in the reader's language."""
        return [*(_(reason) for reason in self.reasons), self.raised]

    @property
    def distance(self) -> str:
        """How far away, in words; empty where that is not known."""
        return distance(self.metres) if self.metres is not None else ""


def problem_of(ticket: Ticket) -> Problem:
    """What a ticket says of its problem."""
    point = ticket if ticket.latitude is not None or ticket.location is None else ticket.location
    return Problem(
        at=ticket.opened_at,
        code_id=ticket.code_id,
        latitude=point.latitude,
        longitude=point.longitude,
        location_id=ticket.location_id,
        equipment_id=ticket.equipment_id,
        words=f"{ticket.title}\n{ticket.words}",
        place=ticket.place,
    )


def similar_open(
    problem: Problem, *, departments: Collection[int] | None = None, without: Sequence[int] = (), limit: int = 5
) -> list[Similar]:
    """The open orders that fit a problem, best first; none where nothing is known that could be compared.

    `departments` are those whose orders the reader may see (`None`: all); `without` the keys of orders to leave out.
    """
    if not _can_be_compared(problem):
        return []
    standard = _standard(problem)
    near = standard.near_metres if standard else NEAR_METRES
    days = min(standard.window_days, LONGEST_WINDOW) if standard else WINDOW_DAYS
    asked = _roots(problem.words)
    found = []
    for order in _candidates(problem, near, timedelta(days=days), departments).exclude(pk__in=without)[
        :MOST_CANDIDATES
    ]:
        similar = _compared(order, problem, near, asked)
        if similar:
            found.append(similar)
    return sorted(found, key=lambda similar: (-similar.score, -similar.order.number))[:limit]


_STANDARD: Prepared[StandardWorkOrder] = Prepared(
    lambda code: StandardWorkOrder.objects.filter(handlings__code=code)[:1], int
)


def _can_be_compared(problem: Problem) -> bool:
    is_placed = problem.point is not None or bool(problem.place.strip())
    return (
        problem.equipment_id is not None
        or problem.location_id is not None
        or (is_placed and problem.code_id is not None)
    )


def _standard(problem: Problem) -> StandardWorkOrder | None:
    if problem.code_id is None or (problem.point is None and not problem.place.strip()):
        return None
    return _STANDARD.first(problem.code_id)


def _candidates(
    problem: Problem, near: float, span: timedelta, departments: Collection[int] | None
) -> QuerySet[WorkOrder]:
    """One query of which every branch stands on an index of its own."""
    asked = Q(pk__in=[])
    if problem.equipment_id is not None:
        asked |= Q(equipment=problem.equipment_id)
    if problem.location_id is not None:
        asked |= Q(location=problem.location_id)
    if problem.place.strip() and problem.code_id is not None:
        # A place as it was typed says no more than that: only the same words of the same code are the same.
        in_time = Q(raised_at__range=_around(problem.at, span))
        asked |= Q(code=problem.code_id, place__iexact=problem.place.strip()) & in_time
    if problem.point is not None and problem.code_id is not None:
        in_time = Q(raised_at__range=_around(problem.at, span))
        asked |= Q(code=problem.code_id) & box_around(problem.point, near) & in_time
    orders = WorkOrder.objects.filter(asked, state__in=OPEN_STATES).select_related("crew")
    if departments is not None:
        orders = orders.filter(code__category__provider__department__in=departments)
    first = Link.objects.filter(order=OuterRef("pk")).order_by("pk")
    words = Concat("ticket__title", Value(" "), Left("ticket__words", LONGEST_WORDS * 6), output_field=TextField())
    return orders.annotate(said=Subquery(first.values(text=words)[:1])).order_by("-number")


def _around(at: datetime, span: timedelta) -> tuple[datetime, datetime]:
    earliest, latest = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
    return at - min(span, at - earliest), at + min(span, latest - at)


def _compared(order: WorkOrder, problem: Problem, near: float, asked: set[str]) -> Similar | None:
    because, score = [], 0.0
    if problem.equipment_id is not None and order.equipment_id == problem.equipment_id:
        because, score = [gettext_noop("same equipment")], SAME_EQUIPMENT
    if _is_same_place(order, problem):
        because, score = [*because, gettext_noop("same location")], score + SAME_LOCATION
    metres = _metres(order, problem)
    is_same_code = problem.code_id is not None and order.code_id == problem.code_id
    is_near = is_same_code and metres is not None and metres <= near
    if not because and not is_near:
        return None
    if is_same_code:
        because, score = [*because, gettext_noop("same problem code")], score + SAME_CODE
    if metres is not None and is_near:
        score += NEAR * (1 - metres / max(near, 1))
    common = asked & _roots(f"{order.title} {order.place} {getattr(order, 'said', '') or ''}")
    if asked and common:
        score += WORDS * len(common) / len(asked)
        because = [*because, gettext_noop("similar words")] if len(common) * 3 >= len(asked) else because
    return Similar(order, because, _raised(order, problem), metres, round(score, 4))


def _is_same_place(order: WorkOrder, problem: Problem) -> bool:
    if problem.location_id is not None and order.location_id == problem.location_id:
        return True
    typed = problem.place.strip().casefold()
    return bool(typed) and order.code_id == problem.code_id and order.place.strip().casefold() == typed


def _metres(order: WorkOrder, problem: Problem) -> float | None:
    point = point_of(order.latitude, order.longitude)
    return metres_between(point, problem.point) if point and problem.point else None


def _raised(order: WorkOrder, problem: Problem) -> str:
    days = (problem.at - order.raised_at) // timedelta(days=1)
    if days > 0:
        return ngettext("raised %(days)s day earlier", "raised %(days)s days earlier", days) % {"days": days}
    days = (order.raised_at - problem.at) // timedelta(days=1)
    if days > 0:
        return ngettext("raised %(days)s day later", "raised %(days)s days later", days) % {"days": days}
    return _("raised on the same day")


def _roots(text: str) -> set[str]:
    return {token.root for token in analyse(text, LONGEST_WORDS)}
