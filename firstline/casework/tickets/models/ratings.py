"""What a customer thinks of how a ticket was solved."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from firstline.casework.tickets.models.ticket import Ticket
from firstline.reference.staff.models import User

WORST, BEST = 1, 5


class Rating(models.Model):
    """One word of the customer about a resolved ticket, from 1 to 5, with reasons where they gave some.

    `by` is who wrote it down; nobody, where the customer gave it with their own hand.
    """

    class Score(models.IntegerChoices):
        VERY_BAD = 1, _("very bad")
        BAD = 2, _("bad")
        FAIR = 3, _("fair")
        GOOD = 4, _("good")
        VERY_GOOD = 5, _("very good")

    ticket = models.OneToOneField(Ticket, on_delete=models.CASCADE, related_name="rating")
    score = models.PositiveSmallIntegerField(_("rating"), choices=Score.choices)
    words = models.TextField(_("the customer's words"), blank=True)
    at = models.DateTimeField(db_index=True)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(score__range=(WORST, BEST)), name="rating_from_1_to_5")
        ]

    def __str__(self) -> str:
        return f"{self.ticket} {self.score}"
