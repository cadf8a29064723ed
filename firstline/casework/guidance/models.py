"""A run of a procedure, the answers given in it, and the photos among them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from firstline.journal.recording import Thing, kind_of
from firstline.journal.versions import Versioned
from firstline.reference.procedures.models import ProcedureVersion
from firstline.reference.staff.models import User

SUBJECTS = ("contact", "ticket")


class RunQuerySet(models.QuerySet["Run"]):
    def of(self, subject: models.Model | Thing) -> "RunQuerySet":
        """The runs that belong to a contact or ticket, newest first."""
        if kind_of(subject) not in SUBJECTS:
            raise ValueError(kind_of(subject))
        return self.filter(**{f"{kind_of(subject)}_id": subject.pk}).order_by("-pk")

    def open(self) -> "RunQuerySet":
        return self.filter(finished_at=None, left_at=None)

    def with_answers(self) -> "RunQuerySet":
        return self.select_related("version__procedure").prefetch_related("answers")


class Run(models.Model):
    """One version of a procedure followed for a contact, for the ticket that came of it, or for a ticket alone.

    Contacts and tickets stand on higher storeys, so a run knows only their keys. `place` is the step from which on the
    next is looked for; `jumped` that somebody went there on purpose. `due_since` is when the due step fell due. `known`
    keeps the facts that its branches asked for: what is cleared later, as a contact's problem is by its ticket, counts.
    """

    version = models.ForeignKey(ProcedureVersion, on_delete=models.PROTECT, related_name="runs")
    contact_id = models.BigIntegerField(null=True, blank=True)
    ticket_id = models.BigIntegerField(null=True, blank=True)
    place = models.CharField(max_length=40, blank=True)
    jumped = models.BooleanField(default=False)
    known = models.JSONField(default=dict, blank=True)
    due_since = models.DateTimeField()
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    finished_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            models.Index(fields=[f"{subject}_id"], name=f"run_{subject}", condition=~Q(**{f"{subject}_id": None}))
            for subject in SUBJECTS
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(contact_id=None) | ~Q(ticket_id=None), name="a_run_is_of_a_contact_or_a_ticket"
            )
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.finished_at is None and self.left_at is None


class Answer(Versioned):
    """What was answered to a step last, or why it was skipped; what was answered before stands in the journal.

    `value` is what the type of the answer demands: a text, number, yes or no, the key of a choice, an ISO date;
    of equipment, a location, code or photo {"id": ..., "text": ...}; of something done what came of it. `seconds`: how
    long the step had been due.
    """

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="answers")
    step_key = models.CharField(max_length=40)
    value = models.JSONField(null=True, blank=True)
    skipped_because = models.TextField(blank=True)
    is_skipped = models.BooleanField(default=False)
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    seconds = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [models.UniqueConstraint("run", "step_key", name="one_answer")]

    def __str__(self) -> str:
        return f"{self.step_key}: {self.value}"


class Photo(models.Model):
    """A picture that answers a step. Kept in the database, so that it is backed up and restored with all else."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="photos")
    step_key = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=20)
    content = models.BinaryField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
