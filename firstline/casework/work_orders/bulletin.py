"""The bulletin: planned events and known disturbances, shown where a contact's code or place falls in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from firstline.casework.tickets.nearness import distance, metres_between, point_of
from firstline.casework.work_orders.models import Notice, WorkOrder
from firstline.casework.work_orders.planning import check_window
from firstline.journal.prepared import Prepared
from firstline.journal.recording import record
from firstline.journal.refusal import Refused
from firstline.language.folding import fold
from firstline.reference.catalogue.models import ProblemCode, ServiceCategory
from firstline.reference.staff.models import User

FIELDS = (
    "title",
    "texts",
    "category",
    "code",
    "area",
    "latitude",
    "longitude",
    "near_metres",
    "starts_at",
    "ends_at",
)


@dataclass(frozen=True)
class Shown:
    """A notice that a contact should hear of, and why."""

    notice: Notice
    because: str


def announce(facts: Mapping[str, Any], *, by: User | None, order: WorkOrder | None = None) -> Notice:
    """Put a notice on the bulletin; `facts` are those of `FIELDS`, `order` the planned event that it announces."""
    with transaction.atomic():
        notice = Notice(order=order, **_checked(facts))
        notice.save()
        record("notice.announced", notice, by=by, context=order, facts=_said(notice))
    return notice


def change(notice: Notice, facts: Mapping[str, Any], *, by: User | None) -> Notice:
    """Say a notice otherwise."""
    with transaction.atomic():
        held = _hold(notice)
        was = _said(held)
        for name, value in _checked(facts).items():
            setattr(held, name, value)
        held.save()
        record("notice.changed", held, by=by, context=held.order, facts={"was": was, "now": _said(held)})
    return held


def withdraw(notice: Notice, *, by: User | None, at: datetime | None = None) -> Notice:
    """Take a notice off the bulletin; what was announced stays in the journal."""
    with transaction.atomic():
        held = _hold(notice)
        held.withdrawn_at = at or timezone.now()
        held.save(update_fields=["withdrawn_at"])
        record("notice.withdrawn", held, by=by, context=held.order, at=held.withdrawn_at, facts={"text": held.title})
    return held


def notices_for(
    code: ProblemCode | None,
    category: ServiceCategory | None,
    latitude: float | None,
    longitude: float | None,
    area: str,
    at: datetime,
) -> list[Shown]:
    """The notices in force at a moment that concern this code (or its category) and this place, nearest reason first.

    A notice of a code or category shows itself only when that is known to fit; a notice of a place when the place is
    known to fall in it.
    """
    categories = (code.category_id if code else _NONE, category.pk if category else _NONE)
    in_force = _IN_FORCE.all(at, at, code.pk if code else _NONE, *categories)
    shown = [(notice, _where(notice, latitude, longitude, area)) for notice in in_force]
    return [Shown(notice, _because(notice, where)) for notice, where in shown if where is not None]


# A key that no row has.
_NONE = 0
_IN_FORCE: Prepared[Notice] = Prepared(
    lambda begun, at, code, of_code, category: (
        standing(at)
        .filter(
            Q(code=code) | Q(code=None, category__in=[of_code, category]) | Q(code=None, category=None),
            starts_at__lte=begun,
        )
        .select_related("category", "code", "order")
    ),
    datetime,
    datetime,
    int,
    int,
    int,
)


def standing(at: datetime) -> QuerySet[Notice]:
    """What the bulletin holds at a moment: in force or still to come, soonest first."""
    return Notice.objects.filter(withdrawn_at=None, ends_at__gt=at)


def _where(notice: Notice, latitude: float | None, longitude: float | None, area: str) -> str | None:
    """Why the place falls in the notice: a text, empty for one that is about everywhere; `None` if it does not."""
    centre, point = point_of(notice.latitude, notice.longitude), point_of(latitude, longitude)
    if centre is not None:
        metres = metres_between(centre, point) if point else None
        if metres is None or metres > notice.near_metres:
            return None
        return distance(metres)
    if notice.area:
        same = _spelled(area) == _spelled(notice.area)
        return _("in %(area)s") % {"area": notice.area} if same else None
    return ""


def _because(notice: Notice, where: str) -> str:
    about = notice.code or notice.category
    return ", ".join(filter(None, [str(about) if about else "", where])) or _("for everyone")


def _spelled(area: str) -> str:
    return " ".join(map(fold, area.split()))


def _hold(notice: Notice) -> Notice:
    held = Notice.objects.select_for_update(of=("self",)).select_related("category", "code", "order").get(pk=notice.pk)
    if held.withdrawn_at is not None:
        raise Refused(_("This notice is withdrawn. Announce it anew."))
    return held


def _checked(facts: Mapping[str, Any]) -> dict[str, Any]:
    known = {name: facts[name] for name in FIELDS if name in facts}
    check_window(known["starts_at"], known["ends_at"], longest=None, fields=("starts_at", "ends_at"))
    return known


def _said(notice: Notice) -> dict[str, Any]:
    about = notice.code or notice.category
    return {
        "text": notice.title,
        "texts": notice.texts,
        "about": about.key if about else "",
        "area": notice.area,
        "point": [notice.latitude, notice.longitude, notice.near_metres] if notice.latitude is not None else None,
        "from": notice.starts_at.isoformat(),
        "until": notice.ends_at.isoformat(),
    }
