"""Priorities, and the calendars in which promises are counted."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

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


class Calendar(models.Model):
    """When the desk works: a week, the holidays of a country or region, and single days of its own.

    `week` holds seven days, Monday first, each a list of `["HH:MM", "HH:MM"]`; "24:00" is the end of a day.
    """

    name = models.CharField(_("name"), max_length=120, unique=True)
    time_zone = models.CharField(_("time zone"), max_length=60, default="UTC")
    week = models.JSONField(_("week"), default=list)
    country = models.CharField(_("holidays of"), max_length=2, blank=True)
    region = models.CharField(_("region"), max_length=20, blank=True)
    rolls_over = models.BooleanField(_("due at the next opening instead of at closing time"), default=False)
    is_default = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint("is_default", condition=models.Q(is_default=True), name="one_default_calendar"),
        ]

    def __str__(self) -> str:
        return self.name


class CalendarDay(models.Model):
    """A date with hours of its own, as those of `Calendar.week`; without hours it is closed."""

    calendar = models.ForeignKey(Calendar, on_delete=models.CASCADE, related_name="days")
    day = models.DateField(_("day"))
    name = models.CharField(_("name"), max_length=120, blank=True)
    hours = models.JSONField(_("hours"), default=list, blank=True)

    class Meta:
        ordering: ClassVar = ["day"]
        constraints: ClassVar = [models.UniqueConstraint("calendar", "day", name="one_calendar_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.name}".strip()
