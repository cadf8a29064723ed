"""What a problem code carries (K2), and the templates of work orders."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from firstline.reference.catalogue.models import ProblemCode
from firstline.reference.labels import Labelled
from firstline.reference.retiring import Retirable
from firstline.reference.service_levels.models import Priority
from firstline.reference.staff.models import Crew, SupportCentre


class StandardWorkOrder(Labelled, Retirable):
    """A template of a work order. An open one covers a new ticket within `near_metres` and `window_days` of it."""

    key = models.CharField(max_length=60, unique=True)
    crew = models.ForeignKey(Crew, null=True, blank=True, on_delete=models.PROTECT, related_name="standard_work_orders")
    duration = models.DurationField(_("duration"))
    near_metres = models.PositiveIntegerField(_("covers problems within metres"), default=100)
    window_days = models.PositiveIntegerField(_("covers problems within days"), default=14)
    instructions = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering: ClassVar = ["key"]


class StandardTask(Labelled):
    standard = models.ForeignKey(StandardWorkOrder, on_delete=models.CASCADE, related_name="tasks")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["position", "id"]


class Before(models.TextChoices):
    """What a search in the knowledge base can have to come before."""

    ANSWER = "answer", _("an answer")
    TICKET = "ticket", _("a ticket")
    WORK_ORDER = "work_order", _("a work order")


class SearchFirst(models.Model):
    """Before which acts the knowledge base has to be searched."""

    search_before_answer = models.BooleanField(_("search before an answer"), default=False)
    search_before_ticket = models.BooleanField(_("search before a ticket"), default=False)
    search_before_work_order = models.BooleanField(_("search before a work order"), default=False)

    class Meta:
        abstract = True

    def asks_for_search(self, before: Before) -> bool:
        """Whether the search has to come before this act."""
        return bool(getattr(self, f"search_before_{before}"))


class KindHandling(SearchFirst):
    """What contacts of one kind need, whatever their code; `kind` is a word of the contacts."""

    kind = models.CharField(max_length=16, unique=True)

    def __str__(self) -> str:
        return self.kind


class Handling(SearchFirst):
    """Where a problem code goes and what it needs. Turnarounds are elapsed time from the opening of the ticket."""

    code = models.OneToOneField(ProblemCode, on_delete=models.CASCADE, related_name="handling")
    centre = models.ForeignKey(SupportCentre, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    tier = models.PositiveSmallIntegerField(_("tier"), default=1)
    priority = models.ForeignKey(Priority, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    standard_work_order = models.ForeignKey(
        StandardWorkOrder, null=True, blank=True, on_delete=models.PROTECT, related_name="handlings"
    )
    temporary_turnaround = models.DurationField(_("temporary fix within"), null=True, blank=True)
    permanent_turnaround = models.DurationField(_("permanent fix within"), null=True, blank=True)
    requires_location = models.BooleanField(_("a location is required"), default=False)
    requires_equipment = models.BooleanField(_("equipment is required"), default=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(tier__range=(1, 3)), name="handling_tier"),
        ]

    def __str__(self) -> str:
        return str(self.code)


class Question(models.Model):
    """Something to ask when a code is reported. `texts` per language; `choices` a list of texts per language."""

    class Kind(models.TextChoices):
        TEXT = "text", _("text")
        NUMBER = "number", _("number")
        YES_NO = "yes_no", _("yes or no")
        CHOICE = "choice", _("choice")
        DATE = "date", _("date")

    code = models.ForeignKey(ProblemCode, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.TEXT)
    texts = models.JSONField(default=dict)
    choices = models.JSONField(default=list, blank=True)
    required = models.BooleanField(_("required"), default=True)

    class Meta:
        ordering: ClassVar = ["position", "id"]

    def __str__(self) -> str:
        return str(self.texts.get("en", ""))
