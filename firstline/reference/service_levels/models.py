"""Priorities."""

from typing import ClassVar

from django.db import models

from firstline.reference.labels import Labelled


class Priority(Labelled):
    """A label with a rank: 1 is done first. `look` chooses one of the four colours and shapes of the screens."""

    key = models.CharField(max_length=40, unique=True)
    rank = models.PositiveSmallIntegerField()
    look = models.PositiveSmallIntegerField(default=3)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["rank", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(look__range=(1, 4)), name="priority_look"),
            models.UniqueConstraint("rank", condition=models.Q(retired_at__isnull=True), name="priority_rank"),
        ]
