"""Entries of the journal, the outbox of their readers, and the counters of numbers without gaps."""

from typing import ClassVar

from django.db import models
from django.db.models import Q


class EntryQuerySet(models.QuerySet["Entry"]):
    def about(self, kind: str, ident: int) -> "EntryQuerySet":
        """Entries whose subject or context is this one thing."""
        return self.filter(Q(subject_kind=kind, subject_id=ident) | Q(context_kind=kind, context_id=ident))


class Entry(models.Model):
    """One thing that happened: who did what to which subject, in which context, and the facts of it.

    `subject` is what changed (kind "ticket", id 42); `context` is what it happened in or because of (the contact that a
    ticket was opened from, the ticket that a work order was raised for). `facts` are plain JSON values.
    """

    at = models.DateTimeField()
    verb = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=24)
    subject_id = models.BigIntegerField()
    context_kind = models.CharField(max_length=24, default="", blank=True)
    context_id = models.BigIntegerField(null=True, blank=True)
    actor_id = models.BigIntegerField(null=True, blank=True)
    actor_name = models.CharField(max_length=200, default="", blank=True)
    facts = models.JSONField(default=dict)

    objects = EntryQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["subject_kind", "subject_id", "id"], name="journal_subject"),
            models.Index(
                fields=["context_kind", "context_id", "id"],
                name="journal_context",
                condition=Q(context_id__isnull=False),
            ),
            models.Index(fields=["verb", "at"], name="journal_verb"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_kind}:{self.subject_id}"


class OutboxItem(models.Model):
    """An entry that one reader has not taken yet; it goes in the transaction in which the reader has done its part."""

    reader = models.CharField(max_length=40)
    entry = models.ForeignKey(Entry, on_delete=models.DO_NOTHING, related_name="+", db_index=False)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["reader", "id"], name="journal_outbox")]

    def __str__(self) -> str:
        return f"{self.reader} {self.entry_id}"


class Counter(models.Model):
    """The last number given out of one series; a number is given in the transaction that uses it, so none is lost."""

    series = models.CharField(max_length=24, primary_key=True)
    last = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.series} {self.last}"
