"""Calls as the telephone systems tell of them, and whether these can be heard."""

from typing import ClassVar

from django.db import models

from firstline.casework.contacts.models import Contact
from firstline.casework.tickets.models import CallBack
from firstline.reference.correspondence.models import TelephoneLine
from firstline.reference.staff.models import User


class Call(models.Model):
    """One call, whatever is told of it in whatever order, and the contact that it is.

    `key` is its id at the telephone system, or made of its numbers where that gives none. `number` is that of the
    customer as it was told, "" where it is withheld; `normal` the same as numbers are stored. `rings_for` are the
    people it was put to. `answered_at` is told by the telephone system, `accepted_at` by who took it at the desk.
    `ending` is how it ended, in one of our words, and `cause` the telephone system's own. `call_back` is the call that
    is owed because nobody answered.
    """

    line = models.ForeignKey(TelephoneLine, on_delete=models.PROTECT, related_name="calls")
    key = models.CharField(max_length=200)
    outbound = models.BooleanField(default=False)
    number = models.CharField(max_length=60, blank=True)
    normal = models.CharField(max_length=60, blank=True)
    own_number = models.CharField(max_length=60, blank=True)
    rings_for = models.ManyToManyField(User, blank=True, related_name="+")
    rang_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ending = models.CharField(max_length=12, blank=True)
    cause = models.CharField(max_length=60, blank=True)
    contact = models.OneToOneField(Contact, on_delete=models.PROTECT, related_name="call")
    call_back = models.ForeignKey(CallBack, null=True, blank=True, on_delete=models.PROTECT, related_name="missed")

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            models.Index(fields=["rang_at"], name="call_going_on", condition=models.Q(ended_at=None)),
            models.Index(fields=["line", "normal", "-rang_at"], name="call_of_number"),
        ]
        constraints: ClassVar = [models.UniqueConstraint("line", "key", name="one_call")]

    def __str__(self) -> str:
        return f"{self.key} {self.number}"

    @property
    def is_taken(self) -> bool:
        return self.answered_at is not None or self.accepted_at is not None


class Hearing(models.Model):
    """Whether a line is heard: when it last told us something, and what is wrong since when."""

    line = models.OneToOneField(TelephoneLine, on_delete=models.CASCADE, related_name="hearing", primary_key=True)
    heard_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=300, blank=True)
    since = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.line} {self.problem}"
