"""What the clocks of a ticket leave behind: when they stood still, and which steps of escalation were done."""

from typing import ClassVar

from django.db import models

from firstline.casework.tickets.models.ticket import Ticket
from firstline.reference.service_levels.models import EscalationStep


class Pause(models.Model):
    """A time in which the clocks of a ticket stood still; it goes on while there is no `ended_at`."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="pauses")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["began_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint("ticket", condition=models.Q(ended_at=None), name="one_pause_at_a_time"),
            models.CheckConstraint(
                condition=models.Q(ended_at=None) | models.Q(ended_at__gte=models.F("began_at")),
                name="pause_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ticket} {self.began_at}"


class StepDone(models.Model):
    """A step of escalation that was taken for a ticket: once for each clock, which is known by when it was started."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="steps_done", db_index=False)
    step = models.ForeignKey(EscalationStep, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()
    done_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint("ticket", "step", "since", name="step_is_done_once")]

    def __str__(self) -> str:
        return f"{self.ticket} {self.step}"
