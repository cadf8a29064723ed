"""What was taken out, by whom, and what is sent out regularly."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from firstline.reference.staff.models import User


class Export(models.Model):
    """One taking out: which listing, limited by which address, in which format, for whom.

    It is written in `language` and the time zone of who asked. `within` are the departments they were limited to then,
    `rows` how many are written `of` how many. `file` is the name of the finished file in the folder of exports, "" as
    long as there is none or when it is gone.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        READY = "ready", _("ready")
        TAKEN = "taken", _("taken at once")
        STOPPED = "stopped", _("stopped")
        FAILED = "failed", _("failed")
        GONE = "gone", _("deleted")

    by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="exports", db_index=False)
    listing = models.CharField(max_length=60)
    address = models.CharField(max_length=4000, blank=True)
    format = models.CharField(max_length=8)
    language = models.CharField(max_length=8)
    within = models.JSONField(default=list, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    asked_at = models.DateTimeField()
    moved_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    rows = models.PositiveBigIntegerField(default=0)
    of = models.PositiveBigIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)
    file = models.CharField(max_length=120, blank=True)
    because = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            models.Index(fields=["by", "-id"], name="export_by"),
            models.Index(fields=["state", "moved_at"], name="export_state"),
        ]

    def __str__(self) -> str:
        return f"{self.listing} {self.format}"

    @property
    def is_under_way(self) -> bool:
        return self.state in (self.State.WAITING, self.State.RUNNING)


class RegularReport(models.Model):
    """A report that is sent out by e-mail after each week or month, as `by` may see it.

    `sent_until` is the last day of the period that was sent last; `because` is why the last one could not be sent.
    """

    class Every(models.TextChoices):
        WEEK = "week", _("every week")
        MONTH = "month", _("every month")

    report = models.CharField(_("report"), max_length=60)
    address = models.CharField(_("limits"), max_length=4000, blank=True)
    every = models.CharField(_("sent"), max_length=5, choices=Every.choices, default=Every.WEEK)
    recipients = models.JSONField(_("to"), default=list)
    language = models.CharField(_("language"), max_length=8, default="en")
    with_pdf = models.BooleanField(_("also as PDF"), default=False)
    by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="regular_reports")
    made_at = models.DateTimeField()
    sent_until = models.DateField()
    sent_at = models.DateTimeField(null=True, blank=True)
    because = models.CharField(max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.report} {self.every}"
