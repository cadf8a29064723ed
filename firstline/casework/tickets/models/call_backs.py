"""Promises to contact a customer, and the attempts to keep them."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from firstline.casework.contacts.models import Contact
from firstline.casework.tickets.models.ticket import Ticket
from firstline.reference.customers.models import Customer
from firstline.reference.staff.models import User


class CallBack(models.Model):
    """A promise to contact a customer by a time: about the tickets it covers, or what was said in a contact.

    `by_protocol` says that no person promised it. After `misses` in vain it goes `to_supervisor`.
    """

    class State(models.TextChoices):
        OWED = "owed", _("owed")
        KEPT = "kept", _("kept")
        CANCELLED = "cancelled", _("no longer owed")

    customer = models.ForeignKey(
        Customer, null=True, blank=True, on_delete=models.PROTECT, related_name="call_backs", db_index=False
    )
    contact = models.ForeignKey(
        Contact, null=True, blank=True, on_delete=models.PROTECT, related_name="call_backs", db_index=False
    )
    tickets = models.ManyToManyField(Ticket, blank=True, related_name="call_backs")
    number = models.CharField(_("telephone"), max_length=60, blank=True)
    because = models.CharField(_("what about"), max_length=300, blank=True)
    due_by = models.DateTimeField(_("due by"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OWED)
    by_protocol = models.BooleanField(default=False)
    misses = models.PositiveSmallIntegerField(default=0)
    to_supervisor = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["due_by", "id"]
        indexes: ClassVar = [
            models.Index(fields=["due_by", "id"], name="call_back_owed", condition=models.Q(state="owed")),
            models.Index(fields=["customer"], name="call_back_of_customer", condition=~models.Q(customer=None)),
            models.Index(fields=["contact"], name="call_back_of_contact", condition=~models.Q(contact=None)),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(state="owed", settled_at=None)
                | (~models.Q(state="owed") & ~models.Q(settled_at=None)),
                name="settled_call_back_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.due_by}"

    @property
    def is_owed(self) -> bool:
        return self.state == self.State.OWED


class Attempt(models.Model):
    """One try to keep a call-back, and how it ended."""

    class Outcome(models.TextChoices):
        REACHED = "reached", _("reached")
        NO_ANSWER = "no_answer", _("no answer")
        MESSAGE_LEFT = "message_left", _("message left")
        WRONG_NUMBER = "wrong_number", _("wrong number")

    call_back = models.ForeignKey(CallBack, on_delete=models.CASCADE, related_name="attempts")
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome.choices)
    text = models.TextField(_("what was said"), blank=True)

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.call_back} {self.outcome}"
