"""Faxes, and their pages as pictures that any browser shows."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from firstline.casework.contacts.models import Enclosure


class Fax(models.Model):
    """An enclosure that is a fax. Its pages are drawn once, by a job; `problem` says why that could not be done.

    `pages_told` is how many the sender's side counted. `language` is in which its words were read.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("the pages are being drawn")
        DRAWN = "drawn", _("the pages are drawn")
        BROKEN = "broken", _("cannot be drawn")

    enclosure = models.OneToOneField(Enclosure, on_delete=models.CASCADE, related_name="fax", primary_key=True)
    number = models.CharField(max_length=60, blank=True)
    pages_told = models.PositiveIntegerField(null=True, blank=True)
    language = models.CharField(max_length=8, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    problem = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"{self.enclosure_id} {self.number}"


class FaxPage(models.Model):
    """A page as a PNG, `width` by `height` pixels, and the words that could be read on it."""

    fax = models.ForeignKey(Fax, on_delete=models.CASCADE, related_name="pages", db_index=False)
    position = models.PositiveSmallIntegerField()
    picture = models.BinaryField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    words = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["fax", "position"]
        constraints: ClassVar = [models.UniqueConstraint("fax", "position", name="one_page")]

    def __str__(self) -> str:
        return f"{self.fax_id} {self.position}"
