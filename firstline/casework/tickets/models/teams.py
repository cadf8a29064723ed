"""Where a ticket has been, and who got work last."""

from typing import ClassVar

from django.db import models

from firstline.casework.tickets.models.ticket import Ticket
from firstline.reference.staff.models import SupportCentre, User


class Stay(models.Model):
    """A ticket has been at a support centre and tier, and who had it there last."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="stays", db_index=False)
    centre = models.ForeignKey(SupportCentre, on_delete=models.PROTECT, related_name="+", db_index=False)
    tier = models.PositiveSmallIntegerField()
    owner = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    left_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint("ticket", "centre", "tier", name="one_stay")]

    def __str__(self) -> str:
        return f"{self.ticket} {self.centre} {self.tier}"


class Turn(models.Model):
    """When somebody was last given a ticket, so that work goes round."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+", primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user} {self.at}"
