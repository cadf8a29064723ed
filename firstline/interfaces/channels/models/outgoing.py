"""Messages that go out: one row for one message to one recipient, from queue to delivery."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from firstline.casework.contacts.models import Contact
from firstline.casework.tickets.models import Ticket
from firstline.casework.work_orders.models import WorkOrder
from firstline.journal.versions import Versioned
from firstline.reference.correspondence.occasions import Occasion
from firstline.reference.customers.models import Customer
from firstline.reference.staff.models import User


class Delivery(models.TextChoices):
    """How far a message has come. What was `sent` was taken over by the mail server that is nearest to us."""

    QUEUED = "queued", _("queued")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    BOUNCED = "bounced", _("bounced")
    FAILED = "failed", _("failed")
    HELD = "held", _("not sent")
    GATHERED = "gathered", _("sent with others")


# What somebody has to look after.
TROUBLE = (Delivery.FAILED, Delivery.BOUNCED)
WAITING = (Delivery.QUEUED, Delivery.SENDING)


class OutgoingQuerySet(models.QuerySet["Outgoing"]):
    def in_trouble(self) -> "OutgoingQuerySet":
        """Those that did not arrive, and that nobody has looked after yet."""
        return self.filter(state__in=TROUBLE, seen_to_at=None)

    def of_ticket(self, ticket: Ticket) -> "OutgoingQuerySet":
        """What was sent about a ticket to its customer, newest first."""
        return self.filter(ticket=ticket, user=None).order_by("-id")

    def of_contact(self, contact: Contact) -> "OutgoingQuerySet":
        """The same of a contact, and of the tickets made from it."""
        return self.filter(contact=contact, user=None).order_by("-id")


class Outgoing(models.Model):
    """One message to one recipient: a customer, or a member of staff (`user`).

    `cause` is the entry of the journal that it tells of: one message per recipient and event. `tag` makes the address
    that answers go to and `message_id` what their References name. `due_at` is when it is tried next. `claimed_at` is
    when a worker took it, `data_at` when it began to hand over the text: where that is set and the end is unknown, the
    message may arrive twice (`is_unsure`), both times with the same `message_id`. `gist` is what of it stands in a
    message that it goes together with others in.
    """

    channel = models.CharField(max_length=16, default="email")
    occasion = models.CharField(_("occasion"), max_length=20, choices=Occasion.choices)
    language = models.CharField(_("language"), max_length=8)
    name = models.CharField(_("recipient"), max_length=200, blank=True)
    to = models.CharField(_("address"), max_length=254)
    subject = models.CharField(_("subject"), max_length=300)
    body = models.TextField(_("text"))

    customer = models.ForeignKey(
        Customer, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    contact = models.ForeignKey(
        Contact, null=True, blank=True, on_delete=models.PROTECT, related_name="outgoing", db_index=False
    )
    ticket = models.ForeignKey(
        Ticket, null=True, blank=True, on_delete=models.PROTECT, related_name="outgoing", db_index=False
    )
    order = models.ForeignKey(
        WorkOrder, null=True, blank=True, on_delete=models.PROTECT, related_name="outgoing", db_index=False
    )
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    cause = models.BigIntegerField(null=True, blank=True)
    gathered_in = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="gathered", db_index=False
    )
    gathers = models.BooleanField(default=False)
    gist = models.TextField(blank=True)

    message_id = models.CharField(max_length=200, unique=True)
    tag = models.CharField(max_length=32, unique=True)
    answers = models.CharField(max_length=500, blank=True)

    state = models.CharField(_("state"), max_length=10, choices=Delivery.choices, default=Delivery.QUEUED)
    because = models.CharField(_("reason"), max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    is_unsure = models.BooleanField(default=False)
    queued_at = models.DateTimeField()
    due_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    data_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    seen_to_at = models.DateTimeField(null=True, blank=True)

    objects = OutgoingQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            models.Index(fields=["due_at", "id"], name="outgoing_due", condition=models.Q(state__in=WAITING)),
            models.Index(fields=["state", "-id"], name="outgoing_state"),
            models.Index(fields=["to", "queued_at"], name="outgoing_to"),
            models.Index(fields=["ticket", "-id"], name="outgoing_ticket", condition=~models.Q(ticket=None)),
            models.Index(fields=["contact", "-id"], name="outgoing_contact", condition=~models.Q(contact=None)),
            models.Index(fields=["gathered_in"], name="outgoing_gathered", condition=~models.Q(gathered_in=None)),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                "cause",
                "occasion",
                "to",
                "ticket",
                name="one_message_per_event",
                nulls_distinct=False,
                condition=~models.Q(cause=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.occasion} {self.to}"

    @property
    def is_in_trouble(self) -> bool:
        return self.state in TROUBLE

    @property
    def can_be_sent_again(self) -> bool:
        return self.state in (*TROUBLE, Delivery.HELD)


class Draft(Versioned):
    """A reply that somebody is writing, kept as they write it: one per person and ticket."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", db_index=False)
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="drafts")
    text = models.TextField(_("message"), blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint("user", "ticket", name="one_draft")]

    def __str__(self) -> str:
        return f"{self.user} {self.ticket}"
