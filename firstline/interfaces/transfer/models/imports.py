"""Runs of imports: what was brought in from which file, what was wrong with it, and what can be undone."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from firstline.reference.staff.models import User

# A run that has said nothing for so long has lost its worker; it can be gone on with.
SILENCE = timedelta(minutes=2)


class Kind(models.TextChoices):
    CUSTOMERS = "customers", _("Customers")
    EQUIPMENT = "equipment", _("Equipment")
    AGREEMENTS = "agreements", _("Agreements")
    CATALOGUE = "catalogue", _("Catalogue")
    ARTICLES = "articles", _("Articles")
    TICKETS = "tickets", _("Tickets")
    WORK_ORDERS = "work_orders", _("Work orders")


class State(models.TextChoices):
    NEW = "new", _("to be mapped")
    TRYING = "trying", _("being tried")
    TRIED = "tried", _("tried")
    LOADING = "loading", _("being brought in")
    LOADED = "loaded", _("brought in")
    STOPPED = "stopped", _("stopped")
    REFUSED = "refused", _("refused")
    UNDOING = "undoing", _("being undone")
    UNDONE = "undone", _("undone")


BUSY = [State.TRYING, State.LOADING, State.UNDOING]


class ImportRun(models.Model):
    """One file that is, or was, brought in. `mapping` is its TOML; counts are rows of the file.

    `new + known + refused` are all `rows` once it is over; `done` are those dealt with so far. `newest` is the highest
    primary key of its kind before its first row. `is_kept` says that its file still lies in the data folder.
    """

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    file_name = models.CharField(_("file"), max_length=200)
    file_size = models.BigIntegerField(default=0)
    is_kept = models.BooleanField(default=False)
    mapping = models.TextField(blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.NEW)
    reason = models.TextField(blank=True)
    rows = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    flags = models.JSONField(default=dict, blank=True)
    newest = models.BigIntegerField(null=True, blank=True)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.file_name}"

    @property
    def is_busy(self) -> bool:
        return self.state in BUSY

    @property
    def is_begun(self) -> bool:
        """Whether rows of it may be in the database."""
        return self.newest is not None and self.state != State.UNDONE

    def is_silent(self, at: datetime) -> bool:
        """Whether it should be at work and has said nothing for too long."""
        return self.is_busy and at - self.changed_at > SILENCE


class Batch(models.Model):
    """What one transaction of a run made: `made` holds ranges of primary keys by kind, `{"ticket": [[1, 1000]]}`.

    `line` is the last line of the file that it dealt with, so that an interrupted run goes on behind it.
    """

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="batches")
    line = models.PositiveIntegerField()
    new = models.PositiveIntegerField()
    made = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.run_id}: {self.line}"


class BadLine(models.Model):
    """A row that was not brought in, and why; `is_late` when that was only seen when it was to be written."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="bad_lines", db_index=False)
    line = models.PositiveIntegerField()
    reason = models.TextField()
    is_late = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["line", "id"]
        indexes: ClassVar = [models.Index(fields=["run", "line"], name="import_bad_line")]

    def __str__(self) -> str:
        return f"{self.line}: {self.reason}"


class SourceKey(models.Model):
    """The key a thing had where it came from, for kinds that do not keep it themselves."""

    kind = models.CharField(max_length=24)
    source = models.CharField(max_length=120)
    object_id = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint("kind", "source", name="one_source_key")]
        indexes: ClassVar = [models.Index(fields=["kind", "object_id"], name="import_source_of")]

    def __str__(self) -> str:
        return f"{self.kind} {self.source}"


class KeptMapping(models.Model):
    """A mapping under its name, to be used for the next file of the same shape."""

    kind = models.CharField(max_length=12, choices=Kind.choices)
    name = models.CharField(max_length=18)
    text = models.TextField()
    kept_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["kind", "name"]
        constraints: ClassVar = [models.UniqueConstraint("kind", "name", name="one_kept_mapping")]

    def __str__(self) -> str:
        return self.name
