"""How bad a problem is: what contacts are asked once and tickets take over."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from firstline.reference.customers.models import Degree

# The fields in the order in which they are asked.
SEVERITY = ("impact", "urgency", "people_affected", "whole_site_down")


class Severity(models.Model):
    """Impact and urgency from 1 (high) to 3 (low), how many people it concerns, and whether a whole site is down.

    None everywhere is "not asked".
    """

    impact = models.PositiveSmallIntegerField(_("impact"), choices=Degree.choices, null=True, blank=True)
    urgency = models.PositiveSmallIntegerField(_("urgency"), choices=Degree.choices, null=True, blank=True)
    people_affected = models.PositiveIntegerField(_("people affected"), null=True, blank=True)
    whole_site_down = models.BooleanField(_("whole site down"), null=True, blank=True)

    class Meta:
        abstract = True


def in_degrees(noun: str) -> models.CheckConstraint:
    """The constraint of a table that has these columns."""
    known = Q(impact=None) | Q(impact__in=Degree.values)
    known &= Q(urgency=None) | Q(urgency__in=Degree.values)
    return models.CheckConstraint(condition=known, name=f"{noun}_severity")
