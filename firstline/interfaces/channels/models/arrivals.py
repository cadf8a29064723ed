"""Everything that arrives, by whatever channel: stored as it came before it is read, and ended exactly once."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from firstline.casework.contacts.models import Channel, Contact
from firstline.casework.tickets.models import Ticket
from firstline.reference.correspondence.models import Mailbox


class End(models.TextChoices):
    """What became of a message; one that has no end yet waits to be read."""

    CONTACT = "contact", _("contact")
    FOLLOW_UP = "follow_up", _("follow-up")
    MACHINE = "machine", _("machine mail")
    QUARANTINED = "quarantined", _("quarantined")


class ArrivalQuerySet(models.QuerySet["Arrival"]):
    def waiting(self) -> "ArrivalQuerySet":
        """Stored and not read yet, in the order in which they came."""
        return self.filter(end="").order_by("id")

    def quarantined(self) -> "ArrivalQuerySet":
        return self.filter(end=End.QUARANTINED)


class Arrival(models.Model):
    """One message that arrived. `source` is where ("mailbox:3", "portal"), `key` what makes it the same one there.

    `digest` is the SHA-256 of its bytes. What follows is known once it was read: who sent it, what about, and its
    `end` with the reason. `contact` and `ticket` are what it became or was added to; `answers_id` is the key of the
    message of ours that it answers or is about. `said` is a digest of who says what, by which copies sent to two
    mailboxes are recognised. `times` counts how often it was handed to us, `tries` how often reading it had to be
    begun again. What was `let_through` by a person is not held up a second time.
    """

    channel = models.CharField(max_length=16, choices=Channel.choices)
    source = models.CharField(max_length=80)
    key = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField(default=0)
    times = models.PositiveIntegerField(default=1)
    received_at = models.DateTimeField()

    end = models.CharField(max_length=12, choices=End.choices, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    because = models.CharField(max_length=300, blank=True)
    sender_name = models.CharField(max_length=200, blank=True)
    sender = models.CharField(max_length=254, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    message_id = models.CharField(max_length=500, blank=True)
    contact = models.ForeignKey(
        Contact, null=True, blank=True, on_delete=models.PROTECT, related_name="arrivals", db_index=False
    )
    ticket = models.ForeignKey(
        Ticket, null=True, blank=True, on_delete=models.PROTECT, related_name="arrivals", db_index=False
    )
    answers_id = models.BigIntegerField(null=True, blank=True)
    said = models.CharField(max_length=64, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    let_through = models.BooleanField(default=False)

    objects = ArrivalQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            models.Index(fields=["id"], name="arrival_waiting", condition=models.Q(end="")),
            models.Index(fields=["-id"], name="arrival_quarantined", condition=models.Q(end="quarantined")),
            models.Index(fields=["received_at", "channel", "end"], name="arrival_day"),
            models.Index(fields=["message_id"], name="arrival_message", condition=~models.Q(message_id="")),
            models.Index(fields=["contact"], name="arrival_contact", condition=~models.Q(contact=None)),
            models.Index(fields=["ticket"], name="arrival_ticket", condition=~models.Q(ticket=None)),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint("source", "key", name="one_arrival"),
            models.UniqueConstraint("source", "digest", name="one_arrival_of_bytes"),
            models.CheckConstraint(
                condition=models.Q(end="", ended_at=None) | (~models.Q(end="") & ~models.Q(ended_at=None)),
                name="ended_arrival_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.key}"

    @property
    def is_ended(self) -> bool:
        return bool(self.end)


class RawMessage(models.Model):
    """A message as it came, byte for byte."""

    arrival = models.OneToOneField(Arrival, on_delete=models.CASCADE, related_name="raw", primary_key=True)
    content = models.BinaryField()

    def __str__(self) -> str:
        return str(self.arrival)


class Fetched(models.Model):
    """How many messages a source has handed to us on a day (UTC), counted apart from the ledger they are checked by.

    `again` of them we had already.
    """

    channel = models.CharField(max_length=16, choices=Channel.choices)
    source = models.CharField(max_length=80)
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)
    again = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["-day", "source"]
        constraints: ClassVar = [models.UniqueConstraint("source", "day", name="fetched_of_a_day")]

    def __str__(self) -> str:
        return f"{self.source} {self.day}"


class MailboxState(models.Model):
    """How far a mailbox has been read: under `validity`, up to `last_uid`; and what was wrong last, if anything.

    Both numbers are the server's own and are believed only as a way to ask for less: what we have is known by its
    bytes. `troubles` counts how often each message could not be fetched.
    """

    mailbox = models.OneToOneField(Mailbox, on_delete=models.CASCADE, related_name="state", primary_key=True)
    validity = models.BigIntegerField(default=0)
    last_uid = models.BigIntegerField(default=0)
    troubles = models.JSONField(default=dict)
    fetched_at = models.DateTimeField(null=True, blank=True)
    fault = models.CharField(max_length=300, blank=True)
    fault_since = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.mailbox} {self.last_uid}"
