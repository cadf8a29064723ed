"""Texts of messages, which of them are sent, what each person wishes, signatures, senders, and how messages leave."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from firstline.reference.catalogue.models import Department
from firstline.reference.correspondence.occasions import Occasion
from firstline.reference.labels import in_readers_language
from firstline.reference.staff.models import User


class Template(models.Model):
    """What is written on an occasion, in one language. Words in braces, such as {number}, stand for facts."""

    occasion = models.CharField(_("occasion"), max_length=20, choices=Occasion.choices)
    language = models.CharField(_("language"), max_length=8)
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"))

    class Meta:
        ordering: ClassVar = ["occasion", "language"]
        constraints: ClassVar = [models.UniqueConstraint("occasion", "language", name="one_template")]

    def __str__(self) -> str:
        return f"{self.occasion} {self.language}"


class NoticeRule(models.Model):
    """Whether anything is sent on an occasion, and how many minutes it waits for others that may go with it.

    `department` limits a rule to its tickets; it goes before that of all departments.
    """

    occasion = models.CharField(_("occasion"), max_length=20, choices=Occasion.choices)
    department = models.ForeignKey(
        Department, null=True, blank=True, on_delete=models.CASCADE, related_name="+", verbose_name=_("department")
    )
    is_on = models.BooleanField(_("is sent"), default=True)
    gather_minutes = models.PositiveSmallIntegerField(_("minutes to wait for others"), default=0)

    class Meta:
        ordering: ClassVar = ["occasion", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint("occasion", "department", name="one_notice_rule", nulls_distinct=False)
        ]

    def __str__(self) -> str:
        return f"{self.occasion} {self.department or ''}"


class PersonalChoice(models.Model):
    """How a member of staff wishes to hear of an occasion; without one, at once."""

    class Way(models.TextChoices):
        AT_ONCE = "at_once", _("at once")
        HOURLY = "hourly", _("together, once an hour")
        NEVER = "never", _("not at all")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notice_choices")
    occasion = models.CharField(max_length=20, choices=Occasion.choices)
    way = models.CharField(max_length=10, choices=Way.choices, default=Way.AT_ONCE)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint("user", "occasion", name="one_notice_choice")]

    def __str__(self) -> str:
        return f"{self.user} {self.occasion} {self.way}"


class Signature(models.Model):
    """What stands under a message, per language: a person's own, or that of the organisation (of nobody)."""

    user = models.OneToOneField(User, null=True, blank=True, on_delete=models.CASCADE, related_name="signature")
    texts = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("user", name="one_signature_of_nobody", nulls_distinct=False),
        ]

    def __str__(self) -> str:
        return in_readers_language(self.texts)


class Sender(models.Model):
    """An address that messages come from, and where their answers go; that of a department before the one of all."""

    name = models.CharField(_("name"), max_length=120)
    address = models.EmailField(_("address"), max_length=200)
    department = models.OneToOneField(
        Department, null=True, blank=True, on_delete=models.CASCADE, related_name="+", verbose_name=_("department")
    )

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [models.UniqueConstraint("department", name="one_sender", nulls_distinct=False)]

    def __str__(self) -> str:
        return f"{self.name} <{self.address}>"

    def tagged(self, tag: str) -> str:
        """Its address with a tag by which an answer, or a bounce, is known again."""
        local, _at, domain = self.address.rpartition("@")
        return f"{local}+{tag}@{domain}"


class Dispatch(models.Model):
    """How messages leave; there is one row at most. In a dry run nothing is sent, and everything can be looked at.

    To one address go at most `most_per_hour` in an hour: whoever answers our answers by machine is stopped so.
    """

    is_dry_run = models.BooleanField(_("dry run: send nothing, show all"), default=False)
    most_per_hour = models.PositiveSmallIntegerField(_("most messages to one address in an hour"), default=20)

    def __str__(self) -> str:
        return f"{self.is_dry_run} {self.most_per_hour}"

    @property
    def sends(self) -> bool:
        return not (self.is_dry_run or settings.DRY_RUN)
