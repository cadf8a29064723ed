"""Priorities, who decides them, and what is promised for each: targets, call-backs, escalation, in which calendar."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from firstline.reference.catalogue.models import Department, ProblemCode
from firstline.reference.customers.models import Account, Agreement, Customer
from firstline.reference.labels import Labelled
from firstline.reference.retiring import Retirable
from firstline.reference.staff.models import SupportCentre, User


class Priority(Labelled, Retirable):
    """A label with a rank: 1 is done first. `look` chooses one of the four colours and shapes of the screens."""

    key = models.CharField(max_length=40, unique=True)
    rank = models.PositiveSmallIntegerField()
    look = models.PositiveSmallIntegerField(default=3)

    class Meta:
        ordering: ClassVar = ["rank", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(look__range=(1, 4)), name="priority_look"),
            models.UniqueConstraint("rank", condition=models.Q(retired_at__isnull=True), name="priority_rank"),
        ]


class Calendar(models.Model):
    """When the desk works: a week, the holidays of a country or region, and single days of its own.

    `week` holds seven days, Monday first, each a list of `["HH:MM", "HH:MM"]`; "24:00" is the end of a day.
    """

    name = models.CharField(_("name"), max_length=120, unique=True)
    time_zone = models.CharField(_("time zone"), max_length=60, default="UTC")
    week = models.JSONField(_("week"), default=list)
    country = models.CharField(_("holidays of"), max_length=2, blank=True)
    region = models.CharField(_("region"), max_length=20, blank=True)
    rolls_over = models.BooleanField(_("due at the next opening instead of at closing time"), default=False)
    is_default = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint("is_default", condition=models.Q(is_default=True), name="one_default_calendar"),
        ]

    def __str__(self) -> str:
        return self.name


class CalendarDay(models.Model):
    """A date with hours of its own, as those of `Calendar.week`; without hours it is closed."""

    calendar = models.ForeignKey(Calendar, on_delete=models.CASCADE, related_name="days")
    day = models.DateField(_("day"))
    name = models.CharField(_("name"), max_length=120, blank=True)
    hours = models.JSONField(_("hours"), default=list, blank=True)

    class Meta:
        ordering: ClassVar = ["day"]
        constraints: ClassVar = [models.UniqueConstraint("calendar", "day", name="one_calendar_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.name}".strip()


class Kind(models.TextChoices):
    PRIORITY = "priority", _("priority")
    ROUTE = "route", _("route")


class CriteriaTable(models.Model):
    """An ordered table of criteria. One of each kind is live, at most one is a draft; the others are past."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        LIVE = "live", _("in use")
        PAST = "past", _("past")

    kind = models.CharField(max_length=8, choices=Kind.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    changed_at = models.DateTimeField()
    live_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint("kind", condition=models.Q(state="draft"), name="one_draft_table"),
            models.UniqueConstraint("kind", condition=models.Q(state="live"), name="one_live_table"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class CriteriaRow(models.Model):
    """When `condition` holds, then this priority, or this route, because of `because` (a text per language).

    `condition` is JSON as `criteria.conditions` reads it. A route names a centre and tier, and either a person or (with
    `to_best`) whoever is best placed, having `skill` if one is named.
    """

    table = models.ForeignKey(CriteriaTable, on_delete=models.CASCADE, related_name="rows")
    position = models.PositiveSmallIntegerField()
    is_on = models.BooleanField(_("in use"), default=True)
    condition = models.JSONField(default=dict)
    because = models.JSONField(default=dict, blank=True)
    priority = models.ForeignKey(Priority, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    centre = models.ForeignKey(SupportCentre, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    tier = models.PositiveSmallIntegerField(default=1)
    person = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    to_best = models.BooleanField(_("give it to whoever is best placed"), default=False)
    skill = models.CharField(_("skill"), max_length=60, blank=True)

    class Meta:
        ordering: ClassVar = ["position", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(priority__isnull=False) ^ models.Q(centre__isnull=False),
                name="row_decides_one_thing",
            ),
            models.CheckConstraint(condition=models.Q(tier__range=(1, 3)), name="row_tier"),
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.priority or self.centre}"


class ImpactUrgency(models.Model):
    """One cell of the matrix: impact and urgency from 1 (high) to 3 (low). The matrix counts once it has a cell."""

    impact = models.PositiveSmallIntegerField()
    urgency = models.PositiveSmallIntegerField()
    priority = models.ForeignKey(Priority, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("impact", "urgency", name="one_matrix_cell"),
            models.CheckConstraint(
                condition=models.Q(impact__range=(1, 3), urgency__range=(1, 3)), name="matrix_is_3_by_3"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.impact} x {self.urgency}: {self.priority}"


class ServiceTarget(models.Model):
    """What is promised for a priority; one for an agreement, code or department goes before one for all.

    The promises are spans such as "4h" or "2d" in the calendar's working time; an empty one promises nothing.
    """

    priority = models.ForeignKey(Priority, on_delete=models.CASCADE, related_name="targets")
    agreement = models.ForeignKey(Agreement, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    code = models.ForeignKey(ProblemCode, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    department = models.ForeignKey(Department, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    calendar = models.ForeignKey(Calendar, null=True, blank=True, on_delete=models.PROTECT, related_name="targets")
    respond = models.CharField(_("respond within"), max_length=12, blank=True)
    update = models.CharField(_("update the customer every"), max_length=12, blank=True)
    resolve = models.CharField(_("resolve within"), max_length=12, blank=True)
    temporary = models.CharField(_("temporary fix within"), max_length=12, blank=True)
    permanent = models.CharField(_("permanent fix within"), max_length=12, blank=True)

    class Meta:
        ordering: ClassVar = ["priority__rank", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                "priority", "agreement", "code", "department", name="one_target", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return f"{self.priority}: {self.agreement or self.code or self.department or self.resolve}"


class EscalationStep(models.Model):
    """What happens when `percent` of a promise's time has been used up."""

    class Clock(models.TextChoices):
        RESPOND = "respond", _("respond")
        UPDATE = "update", _("update")
        RESOLVE = "resolve", _("resolve")

    class Act(models.TextChoices):
        TELL_ASSIGNEE = "tell_assignee", _("tell whoever has it")
        TELL_SUPERVISORS = "tell_supervisors", _("tell the supervisors")
        TELL_MANAGERS = "tell_managers", _("tell the managers")
        TO_TIER = "to_tier", _("move to tier")

    priority = models.ForeignKey(Priority, on_delete=models.CASCADE, related_name="escalation_steps")
    clock = models.CharField(_("promise"), max_length=8, choices=Clock.choices, default=Clock.RESOLVE)
    percent = models.PositiveSmallIntegerField(_("after percent of the time"))
    act = models.CharField(_("what happens"), max_length=20, choices=Act.choices)
    tier = models.PositiveSmallIntegerField(_("tier"), null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["priority__rank", "clock", "percent", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(percent__range=(1, 400)), name="step_percent"),
            models.CheckConstraint(
                condition=models.Q(act="to_tier", tier__range=(2, 3))
                | (~models.Q(act="to_tier") & models.Q(tier=None)),
                name="step_to_a_tier",
            ),
            models.UniqueConstraint("priority", "clock", "percent", "act", name="one_step"),
        ]

    def __str__(self) -> str:
        return f"{self.priority} {self.percent} %"


class CallBackProtocol(models.Model):
    """How often a customer is contacted until their problem is solved: per customer, else account, else priority."""

    priority = models.ForeignKey(Priority, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    account = models.ForeignKey(Account, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    customer = models.ForeignKey(Customer, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    calendar = models.ForeignKey(Calendar, null=True, blank=True, on_delete=models.PROTECT, related_name="protocols")
    every = models.CharField(_("contact at least every"), max_length=12)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("priority", "account", "customer", name="one_protocol", nulls_distinct=False),
            models.CheckConstraint(
                condition=models.Q(priority__isnull=False, account=None, customer=None)
                | models.Q(priority=None, account__isnull=False, customer=None)
                | models.Q(priority=None, account=None, customer__isnull=False),
                name="protocol_for_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.customer or self.account or self.priority}: {self.every}"
