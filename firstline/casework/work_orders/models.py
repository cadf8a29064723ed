"""The work order, its tasks, the tickets it is done for, regular orders, and the bulletin of planned events."""

from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from firstline.casework.tickets.models import Ticket
from firstline.journal.versions import Versioned
from firstline.reference.catalogue.models import ProblemCode, ServiceCategory
from firstline.reference.customers.models import Equipment, Location
from firstline.reference.handling.models import StandardWorkOrder
from firstline.reference.labels import in_readers_language
from firstline.reference.staff.models import Crew


class State(models.TextChoices):
    PLANNED = "planned", _("planned")
    RELEASED = "released", _("released")
    IN_PROGRESS = "in_progress", _("in progress")
    COMPLETED = "completed", _("completed")
    CANCELLED = "cancelled", _("cancelled")


OPEN_STATES = [State.PLANNED, State.RELEASED, State.IN_PROGRESS]


class RegularOrder(models.Model):
    """A work order that comes back by itself: `rule` is an iCalendar RRULE, counted from `first_at` in `time_zone`.

    Its orders are raised `days_ahead` of each occurrence; those up to `raised_until` have been dealt with.
    """

    standard = models.ForeignKey(StandardWorkOrder, on_delete=models.PROTECT, related_name="regular_orders")
    code = models.ForeignKey(ProblemCode, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("title"), max_length=200)
    crew = models.ForeignKey(Crew, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    location = models.ForeignKey(Location, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    equipment = models.ForeignKey(Equipment, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    rule = models.CharField(_("recurrence"), max_length=300)
    first_at = models.DateTimeField(_("first on"))
    time_zone = models.CharField(max_length=60, default="UTC")
    days_ahead = models.PositiveSmallIntegerField(_("raised days ahead"), default=14)
    raised_until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["title", "id"]

    def __str__(self) -> str:
        return self.title


class WorkOrder(Versioned):
    """One job. `planned_*` is the crew's plan; `appointment_*` the window the customer can be told.

    `duration` is the crew's time that it takes; `occurs_at` the occurrence of the regular order that raised it, which
    stays when the order is planned for another time.
    """

    number = models.BigIntegerField(unique=True)
    title = models.CharField(_("title"), max_length=200)
    instructions = models.TextField(_("instructions"), blank=True)
    code = models.ForeignKey(ProblemCode, on_delete=models.PROTECT, related_name="work_orders")
    standard = models.ForeignKey(
        StandardWorkOrder, null=True, blank=True, on_delete=models.PROTECT, related_name="work_orders"
    )
    regular = models.ForeignKey(RegularOrder, null=True, blank=True, on_delete=models.PROTECT, related_name="orders")
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.PLANNED)
    equipment = models.ForeignKey(
        Equipment, null=True, blank=True, on_delete=models.PROTECT, related_name="work_orders"
    )
    location = models.ForeignKey(Location, null=True, blank=True, on_delete=models.PROTECT, related_name="work_orders")
    place = models.CharField(_("place"), max_length=300, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    crew = models.ForeignKey(Crew, null=True, blank=True, on_delete=models.PROTECT, related_name="work_orders")
    duration = models.DurationField(_("duration"), default=timedelta(hours=1))
    planned_start = models.DateTimeField(_("planned start"), null=True, blank=True)
    planned_end = models.DateTimeField(_("planned end"), null=True, blank=True)
    appointment_start = models.DateTimeField(_("appointment from"), null=True, blank=True)
    appointment_end = models.DateTimeField(_("appointment until"), null=True, blank=True)
    temporary_fix_by = models.DateTimeField(_("temporary fix by"), null=True, blank=True)
    permanent_fix_by = models.DateTimeField(_("permanent fix by"), null=True, blank=True)
    occurs_at = models.DateTimeField(null=True, blank=True)
    raised_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    result = models.TextField(_("result"), blank=True)
    tickets = models.ManyToManyField(Ticket, through="Link", related_name="work_orders")

    class Meta:
        ordering: ClassVar = ["-number"]
        indexes: ClassVar = [
            models.Index(
                fields=["code", "latitude"],
                name="order_near",
                condition=models.Q(state__in=OPEN_STATES, latitude__isnull=False),
            ),
            models.Index(fields=["-number"], name="order_open", condition=models.Q(state__in=OPEN_STATES)),
            models.Index(
                fields=["permanent_fix_by", "number"],
                name="order_unplanned",
                condition=models.Q(state__in=OPEN_STATES, planned_start__isnull=True),
            ),
            models.Index(fields=["crew", "planned_start"], name="order_plan"),
            models.Index(fields=["state", "-number"], name="order_state"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(planned_start__isnull=True, planned_end__isnull=True)
                | models.Q(planned_end__gt=models.F("planned_start")),
                name="order_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=models.Q(appointment_start__isnull=True, appointment_end__isnull=True)
                | models.Q(appointment_end__gt=models.F("appointment_start")),
                name="appointment_is_a_window",
            ),
            models.UniqueConstraint("regular", "occurs_at", name="one_order_per_occurrence"),
        ]

    def __str__(self) -> str:
        return f"W{self.number}"

    @property
    def hours(self) -> float:
        """The crew's time that it takes."""
        return round(self.duration.total_seconds() / 3600, 2)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES


class Task(models.Model):
    order = models.ForeignKey(WorkOrder, on_delete=models.CASCADE, related_name="tasks")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(_("task"), max_length=300)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey("staff.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    result = models.CharField(_("result"), max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["position", "id"]

    def __str__(self) -> str:
        return self.text


class Told(models.TextChoices):
    NOT_YET = "not_yet", _("not yet")
    QUEUED = "queued", _("queued")
    SENT = "sent", _("sent")
    DELIVERED = "delivered", _("delivered")
    FAILED = "failed", _("failed")
    TELEPHONE = "telephone", _("told by telephone")


class Link(models.Model):
    """A ticket that this work order is done for, why it was linked, and whether its customer has been told.

    `told` is about the latest news of the order. `resolved_at` is the moment at which completing the order resolved
    the ticket: reopening the order reopens those tickets that still stand as they were resolved then.
    """

    order = models.ForeignKey(WorkOrder, on_delete=models.CASCADE, related_name="links")
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="links")
    linked_at = models.DateTimeField()
    because = models.CharField(max_length=300, blank=True)
    told = models.CharField(_("told"), max_length=10, choices=Told.choices, default=Told.NOT_YET)
    told_at = models.DateTimeField(null=True, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint("order", "ticket", name="one_link")]

    def __str__(self) -> str:
        return f"{self.order} {self.ticket}"


class Notice(models.Model):
    """The bulletin: a planned event or known disturbance, shown to analysts when a contact's place or code falls in it.

    It concerns a code, a whole category or (neither named) everything; within `near_metres` of its point, else in its
    area, else everywhere. `texts` is `{"en": ...}`, what to tell customers.
    """

    title = models.CharField(_("title"), max_length=200)
    texts = models.JSONField(default=dict, blank=True)
    category = models.ForeignKey(ServiceCategory, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    code = models.ForeignKey(ProblemCode, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    order = models.ForeignKey(WorkOrder, null=True, blank=True, on_delete=models.PROTECT, related_name="notices")
    area = models.CharField(_("area"), max_length=120, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    near_metres = models.PositiveIntegerField(_("within metres"), default=500)
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["starts_at", "id"]
        indexes: ClassVar = [
            models.Index(fields=["ends_at"], name="notice_ends", condition=models.Q(withdrawn_at__isnull=True)),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("starts_at")), name="notice_ends_later"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def text(self) -> str:
        """What to tell customers, in the reader's language."""
        return in_readers_language(self.texts)
