"""What was used once is retired and not deleted: offered no more, it stays with everything that has it."""

from datetime import datetime

from django.db import models
from django.utils import timezone

from firstline.journal.recording import Actor, record


class Retirable(models.Model):
    """A row with the moment it was retired."""

    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_retired(self) -> bool:
        return self.retired_at is not None


def set_aside(
    held: Retirable, noun: str, *, by: Actor | None, at: datetime | None = None, context: models.Model | None = None
) -> bool:
    """The change and the entry of a verb that retires a held row; False when it was retired already."""
    if held.retired_at is not None:
        return False
    held.retired_at = at or timezone.now()
    held.save(update_fields=["retired_at"])
    record(f"{noun}.retired", held, by=by, at=held.retired_at, context=context)
    return True


def take_up(held: Retirable, noun: str, *, by: Actor | None, at: datetime | None = None) -> bool:
    """The change and the entry of a verb that uses a held row again; False when it was in use."""
    if held.retired_at is None:
        return False
    held.retired_at = None
    held.save(update_fields=["retired_at"])
    record(f"{noun}.restored", held, by=by, at=at)
    return True
