"""Regular orders: laid down with a recurrence, changed, ended, and raised by the clock when they are due."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from firstline.casework.work_orders.models import RegularOrder, WorkOrder
from firstline.casework.work_orders.planning import check_window
from firstline.casework.work_orders.raising import from_standard, write_order
from firstline.casework.work_orders.recurrence import between, check, zone_of
from firstline.casework.work_orders.working_days import end_of
from firstline.journal.recording import record
from firstline.journal.refusal import Refused
from firstline.reference.staff.models import User

FIELDS = (
    "standard",
    "code",
    "title",
    "crew",
    "location",
    "equipment",
    "rule",
    "first_at",
    "time_zone",
    "days_ahead",
)
MOST_DAYS_AHEAD = 366
# An occurrence that the clock slept through is still raised a day later, not weeks later.
MISSED = timedelta(days=1)


def lay_down(facts: Mapping[str, Any], *, by: User | None, at: datetime | None = None) -> RegularOrder:
    """Lay down a regular order; `facts` are those of `FIELDS`. Occurrences before now are not made up for."""
    at = at or timezone.now()
    with transaction.atomic():
        regular = RegularOrder(raised_until=at, **_checked(facts))
        regular.save()
        record("regular_order.laid_down", regular, by=by, at=at, facts=_said(regular))
    return regular


def change_regular(
    regular: RegularOrder, facts: Mapping[str, Any], *, by: User | None, at: datetime | None = None
) -> RegularOrder:
    """Say otherwise how it comes back; orders that are raised already stay as they are."""
    with transaction.atomic():
        held = _hold(regular)
        was = _said(held)
        for name, value in _checked(facts).items():
            setattr(held, name, value)
        held.save()
        record("regular_order.changed", held, by=by, at=at, facts={"was": was, "now": _said(held)})
    return held


def end(regular: RegularOrder, *, by: User | None, at: datetime | None = None) -> RegularOrder:
    """It comes back no more; orders that are raised already stay."""
    with transaction.atomic():
        held = _hold(regular)
        held.ended_at = at or timezone.now()
        held.save(update_fields=["ended_at"])
        record("regular_order.ended", held, by=by, at=held.ended_at, facts={"text": held.title})
    return held


def raise_due(at: datetime, *, by: User | None = None) -> int:
    """Raise the orders of every regular order that occur within its days ahead; returns how many.

    May run as often as one likes, and twice at once: an occurrence is raised once.
    """
    standing = RegularOrder.objects.filter(ended_at=None).order_by("pk")
    return sum(_raise_due(regular, at, by=by) for regular in standing.values_list("pk", flat=True))


def _raise_due(pk: int, at: datetime, *, by: User | None) -> int:
    with transaction.atomic():
        related = "standard__crew", "crew", "code__category__provider", "location", "equipment"
        found = RegularOrder.objects.select_for_update(of=("self",), skip_locked=True).select_related(*related)
        regular = found.filter(pk=pk, ended_at=None).first()
        until = at + timedelta(days=regular.days_ahead) if regular else at
        if regular is None or until <= regular.raised_until:
            return 0
        after = max(regular.raised_until, at - MISSED)
        due = between(regular.rule, regular.first_at, regular.time_zone, after, until)
        for moment in due:
            _raise(regular, moment, at, by=by)
        regular.raised_until = until
        regular.save(update_fields=["raised_until"])
    return len(due)


def _raise(regular: RegularOrder, moment: datetime, at: datetime, *, by: User | None) -> WorkOrder:
    taken_over = from_standard(regular.standard)
    crew = regular.crew or taken_over["crew"]
    hours_a_day = float(crew.hours_a_day) if crew else 24.0
    place, duration = regular.location, taken_over["duration"]
    facts = {
        **taken_over,
        "title": regular.title,
        "crew": crew,
        "regular": regular,
        "occurs_at": moment,
        "code": regular.code,
        "equipment": regular.equipment,
        "location": place,
        "place": str(place)[:300] if place else "",
        "latitude": place.latitude if place else None,
        "longitude": place.longitude if place else None,
        "planned_start": moment,
        "planned_end": end_of(moment, duration, hours_a_day, zone_of(regular.time_zone)),
    }
    order = write_order(facts, at=at)
    record(
        "work_order.raised", order, by=by, context=regular, at=at, facts={"number": order.number, "text": order.title}
    )
    return order


def _hold(regular: RegularOrder) -> RegularOrder:
    held = (
        RegularOrder.objects.select_for_update(of=("self",))
        .select_related("standard", "code", "crew")
        .get(pk=regular.pk)
    )
    if held.ended_at is not None:
        raise Refused(_("This regular order has ended. Lay down a new one."))
    return held


def _checked(facts: Mapping[str, Any]) -> dict[str, Any]:
    known = {name: facts[name] for name in FIELDS if name in facts}
    check_window(known["first_at"], None, fields=("first_at", ""))
    check(known["rule"], known["first_at"], known["time_zone"])
    if not 0 <= known["days_ahead"] <= MOST_DAYS_AHEAD:
        text = _("Between 0 and %(most)s days ahead.") % {"most": MOST_DAYS_AHEAD}
        raise Refused(text, field="days_ahead")
    return known


def _said(regular: RegularOrder) -> dict[str, Any]:
    return {
        "text": regular.title,
        "rule": regular.rule,
        "first": regular.first_at.isoformat(),
        "zone": regular.time_zone,
        "standard": regular.standard.key,
        "code": regular.code.key,
        "crew": regular.crew.name if regular.crew else "",
    }
