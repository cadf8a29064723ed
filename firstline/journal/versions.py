"""Optimistic versions, field by field: two people may edit one thing, and neither overwrites the other unseen."""

from typing import Any

from django.db import models
from django.utils.translation import gettext as _


class Conflict(Exception):
    """Somebody else changed this field since it was read. Carries both values and the version to answer with."""

    def __init__(self, field: str, *, theirs: Any, mine: Any, version: int) -> None:
        super().__init__(_("Somebody else changed this field in the meantime."))
        self.field, self.theirs, self.mine, self.version = field, theirs, mine, version


class Versioned(models.Model):
    """A row that counts its changes (`version`) and remembers at which count each field changed (`changed_in`)."""

    version = models.PositiveIntegerField(default=1)
    changed_in = models.JSONField(default=dict, blank=True)

    class Meta:
        abstract = True


def change(row: Versioned, values: dict[str, Any], *, seen: int | None = None) -> list[str]:
    """Set fields on a locked row and count the change; returns the names of the columns to save, none if all are equal.

    `seen` is the version of the row that the writer had read. A field that changed after it, to another value than the
    one wanted, raises `Conflict`. `seen=None` is for writers that decide by themselves under the lock.
    """
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in changed.items():
        if seen is not None and row.changed_in.get(name, 0) > seen:
            raise Conflict(name, theirs=getattr(row, name), mine=value, version=row.version)
    if not changed:
        return []
    row.version += 1
    for name, value in changed.items():
        setattr(row, name, value)
        row.changed_in[name] = row.version
    return [*changed, "version", "changed_in"]
