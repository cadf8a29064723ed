"""Writing into a work order: fields that save themselves, each with its version."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from firstline.casework.contacts.editing import difference
from firstline.casework.work_orders.holding import hold, save
from firstline.casework.work_orders.models import WorkOrder
from firstline.journal.recording import record
from firstline.journal.refusal import Refused
from firstline.journal.versions import change
from firstline.reference.staff.models import User

FIELDS = ("title", "instructions", "place", "location")


def write(order: WorkOrder, field: str, value: Any, *, seen: int | None, by: User | None) -> WorkOrder:
    """Change one field of an open order; `Conflict` when somebody else changed it after the version `seen`.

    A location brings its point along, by which the order is found near other problems.
    """
    with transaction.atomic():
        held = hold(order)
        if field not in FIELDS:
            raise Refused(_("This field cannot be changed here."), field=field)
        if field == "title" and not value:
            raise Refused(_("A work order needs a title."), field=field)
        was = getattr(held, field)
        columns = change(held, {field: value}, seen=seen)
        if columns and field == "location":
            held.latitude, held.longitude = (value.latitude, value.longitude) if value else (None, None)
            columns += ["latitude", "longitude"]
        if columns:
            save(held, columns)
            record("work_order.changed", held, by=by, facts={"field": field, **difference(was, value)})
    return held
