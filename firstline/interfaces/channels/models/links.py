"""The secret links that lead nowhere any more."""

from django.db import models

from firstline.casework.tickets.models import Ticket


class WithdrawnLink(models.Model):
    """A ticket whose secret link was withdrawn, and how many `times`: the next link is made of that number too."""

    ticket = models.OneToOneField(Ticket, on_delete=models.CASCADE, primary_key=True, related_name="withdrawn_link")
    times = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.ticket_id}: {self.times}"
