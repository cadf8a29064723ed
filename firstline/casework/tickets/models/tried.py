"""What was tried to solve a ticket."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from firstline.casework.tickets.models.ticket import Ticket
from firstline.reference.staff.models import User


class Reproduction(models.Model):
    """An attempt to see the fault oneself: where, how, and what came of it."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="reproductions")
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    environment = models.TextField(_("environment"), blank=True)
    steps = models.TextField(_("steps"))
    result = models.TextField(_("result"))
    reproduced = models.BooleanField(_("the fault was seen"))

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.result


class Proposal(models.Model):
    """A solution proposed to the customer, and what came of it."""

    class Outcome(models.TextChoices):
        OPEN = "open", _("not tried yet")
        WORKED = "worked", _("worked")
        FAILED = "failed", _("did not work")
        REFUSED = "refused", _("refused by the customer")

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="proposals")
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("proposed solution"))
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome.choices, default=Outcome.OPEN)
    outcome_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.text
