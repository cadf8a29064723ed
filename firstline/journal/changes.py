"""What an editor changed: fields set on a row, and the differences as the journal keeps them."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import models


def set_fields(row: models.Model, values: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Set fields on a locked row; returns what is different now: `[{"field": ..., "was": ..., "now": ...}]`."""
    changes = []
    for field, now in values.items():
        was = getattr(row, field)
        if was != now:
            setattr(row, field, now)
            changes.append({"field": field, "was": plain(was), "now": plain(now)})
    return changes


def plain(value: Any) -> Any:
    """A value as JSON can hold it and a person can read it: a row becomes its name, a length of time its minutes."""
    if isinstance(value, models.Model | Decimal):
        return str(value)
    if isinstance(value, timedelta):
        return round(value.total_seconds() / 60)
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value
