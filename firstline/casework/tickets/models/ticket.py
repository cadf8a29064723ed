"""The ticket, and who is looking at it."""

from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from firstline.casework.contacts.models import Contact
from firstline.casework.contacts.severity import Severity, in_degrees
from firstline.casework.tickets.queue import (
    ORDERS,
    Page,
    Place,
    Wanted,
    assigned,
    beyond,
    one_of,
    paged,
    ranked,
    turned,
)
from firstline.journal.versions import Versioned
from firstline.reference.catalogue.models import Department, ProblemCode
from firstline.reference.customers.models import Account, Agreement, Customer, Equipment, Location
from firstline.reference.service_levels.models import Calendar, Priority
from firstline.reference.staff.models import SupportCentre, User


class State(models.TextChoices):
    NEW = "new", _("new")
    IN_PROGRESS = "in_progress", _("in progress")
    WAITING = "waiting", _("waiting for the customer")
    PLANNED = "planned", _("work planned")
    RESOLVED = "resolved", _("resolved")
    CLOSED = "closed", _("closed")


OPEN_STATES = [State.NEW, State.IN_PROGRESS, State.WAITING, State.PLANNED]
OPEN = models.Q(state__in=OPEN_STATES)
PING_PONG = 2


class TicketQuerySet(models.QuerySet["Ticket"]):
    """Questions about many tickets."""

    def open(self) -> "TicketQuerySet":
        return self.filter(OPEN)

    def of_queue(self, centre: int, tier: int) -> "TicketQuerySet":
        """The queue of one support centre and tier: open, and in the order in which they are to be done."""
        return self.open().filter(centre=centre, tier=tier).order_by(*ORDERS["priority"])

    def wanted(self, wanted: Wanted) -> "TicketQuerySet":
        """Only the tickets that a list is limited to."""
        rows = self.filter(**one_of("state", wanted.states)) if wanted.states else self.open()
        for column, values in (
            ("centre", wanted.centres),
            ("tier", wanted.tiers),
            ("code", wanted.codes),
            ("department", wanted.departments),
        ):
            if values:
                rows = rows.filter(**one_of(column, values))
        if wanted.within:
            rows = rows.filter(models.Q(department__in=wanted.within) | models.Q(department=None))
        if wanted.priorities:
            rows = rows.filter(ranked(wanted.priorities))
        if wanted.assignees:
            rows = rows.filter(assigned(wanted.assignees))
        if wanted.customer is not None:
            rows = rows.filter(customer=wanted.customer)
        if wanted.also is not None:
            rows = rows.filter(wanted.also)
        return rows if wanted.idents is None else rows.filter(pk__in=wanted.idents)

    def page(self, order: str, *, after: Place = (), before: Place = (), size: int) -> "Page[Any]":
        """One page in the given order, behind one row or before another. Costs the same however far down it is."""
        found = self.stretch(order, after=after, before=before, size=size)
        return paged(found, after=after, before=before, size=size)

    def stretch(self, order: str, *, after: Place = (), before: Place = (), size: int) -> "TicketQuerySet":
        """The rows of such a page and one more, in the order in which they are read."""
        columns = ORDERS[order]
        rows = self.order_by(*(turned(columns) if before else columns))
        if after or before:
            rows = rows.filter(beyond(columns, before or after, backwards=bool(before)))
        return rows[: size + 1]


class Ticket(Versioned, Severity):
    """One discrete problem. `*_because` keep the reason of a decision; `source` is the key of an imported row.

    `respond_by`, `update_by` and `resolve_by` are promised in the working time of `calendar`; while the clocks stand
    still they are as they were when they stopped. `told_at` is the last contact with the customer, `step_at` when the
    next step of escalation falls due, `returns` how often the ticket came back to a team that had had it before.
    `imported` holds the attributes of an imported row as given; `flags` what was odd about it.
    """

    number = models.BigIntegerField(unique=True)
    title = models.CharField(_("title"), max_length=200)
    words = models.TextField(_("the customer's words"), blank=True)
    wanted = models.TextField(_("what the customer wants"), blank=True)
    before = models.TextField(_("what was done before it broke"), blank=True)
    answers = models.JSONField(default=list, blank=True)

    contact = models.ForeignKey(
        Contact, null=True, blank=True, on_delete=models.PROTECT, related_name="tickets", db_index=False
    )
    customer = models.ForeignKey(
        Customer, null=True, blank=True, on_delete=models.PROTECT, related_name="tickets", db_index=False
    )
    account = models.ForeignKey(
        Account, null=True, blank=True, on_delete=models.PROTECT, related_name="tickets", db_index=False
    )
    agreement = models.ForeignKey(
        Agreement, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    equipment = models.ForeignKey(
        Equipment, null=True, blank=True, on_delete=models.PROTECT, related_name="tickets", db_index=False
    )
    location = models.ForeignKey(
        Location, null=True, blank=True, on_delete=models.PROTECT, related_name="tickets", db_index=False
    )
    place = models.CharField(_("place"), max_length=300, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    language = models.CharField(_("language"), max_length=8, blank=True)
    channel = models.CharField(_("channel"), max_length=16, blank=True)

    code = models.ForeignKey(ProblemCode, null=True, on_delete=models.PROTECT, related_name="tickets", db_index=False)
    department = models.ForeignKey(
        Department, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    priority = models.ForeignKey(Priority, on_delete=models.PROTECT, related_name="+", db_index=False)
    priority_rank = models.PositiveSmallIntegerField()
    priority_because = models.CharField(max_length=300, blank=True)
    priority_by_hand = models.BooleanField(default=False)
    centre = models.ForeignKey(SupportCentre, on_delete=models.PROTECT, related_name="tickets", db_index=False)
    tier = models.PositiveSmallIntegerField(default=1)
    route_because = models.CharField(max_length=300, blank=True)
    assignee = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="tickets", db_index=False
    )
    state = models.CharField(max_length=16, choices=State.choices, default=State.NEW)

    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    resolution = models.TextField(_("resolution"), blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    calendar = models.ForeignKey(
        Calendar, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    respond_by = models.DateTimeField(_("respond by"), null=True, blank=True)
    responded_at = models.DateTimeField(null=True, blank=True)
    update_by = models.DateTimeField(_("update the customer by"), null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    resolve_by = models.DateTimeField(_("resolve by"), null=True, blank=True)
    step_at = models.DateTimeField(null=True, blank=True)
    warned_at = models.DateTimeField(null=True, blank=True)
    returns = models.PositiveSmallIntegerField(default=0)

    reopened = models.PositiveSmallIntegerField(default=0)
    duplicate_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="duplicates", db_index=False
    )
    repeat_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="repeats", db_index=False
    )
    related = models.ManyToManyField("self", blank=True)
    source = models.CharField(max_length=120, null=True, blank=True)
    imported = models.JSONField(default=dict, blank=True)
    flags = models.JSONField(default=list, blank=True)

    objects = TicketQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-number"]
        # One index per order and per filter of the queue, so that no list grows slower with the number of tickets.
        indexes: ClassVar = [
            *(
                models.Index(fields=[*leading, "priority_rank", "number"], name=name, condition=condition)
                for name, leading, condition in (
                    ("ticket_open", [], OPEN),
                    ("ticket_centre", ["centre"], OPEN),
                    ("ticket_queue", ["centre", "tier"], OPEN),
                    ("ticket_tier", ["tier"], OPEN),
                    ("ticket_department", ["department"], OPEN),
                    ("ticket_code_open", ["code"], OPEN),
                    ("ticket_assignee", ["assignee"], OPEN & models.Q(assignee__isnull=False)),
                    ("ticket_nobody", [], OPEN & models.Q(assignee__isnull=True)),
                    ("ticket_state", ["state"], None),
                )
            ),
            *(
                models.Index(fields=[column], name=f"ticket_{column}", condition=~models.Q(**{column: None}))
                for column in ("equipment", "location", "duplicate_of", "repeat_of")
            ),
            *(
                models.Index(fields=[column], name=f"ticket_{column}", condition=OPEN & ~models.Q(**{column: None}))
                for column in ("step_at", "resolve_by")
            ),
            models.Index(
                fields=["code", "opened_at"], name="ticket_code", include=["resolved_at", "closed_at", "state"]
            ),
            models.Index(fields=["opened_at"], name="ticket_opened"),
            models.Index(fields=["customer", "opened_at"], name="ticket_customer"),
            # Whether it was solved within its contact is read here for all tickets at once.
            models.Index(fields=["contact"], name="ticket_contact", include=["resolved_at", "reopened"]),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(duplicate_of=models.F("id")), name="not_a_duplicate_of_itself"),
            models.CheckConstraint(condition=~models.Q(repeat_of=models.F("id")), name="not_a_repeat_of_itself"),
            models.CheckConstraint(condition=models.Q(tier__range=(1, 3)), name="ticket_tier"),
            models.UniqueConstraint(fields=["source"], name="ticket_source", condition=~models.Q(source=None)),
            in_degrees("ticket"),
        ]

    def __str__(self) -> str:
        return f"T{self.number}"

    def get_state_display(self) -> str:  # type: ignore[no-redef]
        """Its state in words, without looking through all states as the framework does each time."""
        return str(State(self.state).label) if self.state in State.values else self.state

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def is_ping_pong(self) -> bool:
        """Whether it has come back to a team a second time."""
        return self.returns >= PING_PONG

    @property
    def next_by(self) -> datetime | None:
        """The promise that has to be kept first; None where none is running."""
        if not self.is_open:
            return None
        respond_by = None if self.responded_at else self.respond_by
        return min((by for by in (respond_by, self.update_by, self.resolve_by) if by), default=None)


class Look(models.Model):
    """Somebody has a ticket open, or writes in it, right now: "also looking at this". Not history, so not journaled."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="looks")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()
    is_writing = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint("ticket", "user", name="one_look")]

    def __str__(self) -> str:
        return f"{self.user} {self.ticket}"
