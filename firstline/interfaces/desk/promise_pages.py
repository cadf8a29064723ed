"""What the screens of promises know: calendars, targets, escalation steps, call-back protocols."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from firstline.journal.refusal import Refused
from firstline.reference.service_levels import previewing, spans
from firstline.reference.service_levels.calendars import working_time
from firstline.reference.service_levels.models import (
    Calendar,
    CallBackProtocol,
    EscalationStep,
    Priority,
    ServiceTarget,
)
from firstline.reference.service_levels.targets import PROMISES

MOST_PROTOCOLS = 200
# Of the five promises, in the order of `PROMISES`.
LABELS = [
    gettext_lazy("Respond"),
    gettext_lazy("Update"),
    gettext_lazy("Resolve"),
    gettext_lazy("Temporary fix"),
    gettext_lazy("Permanent fix"),
]


@dataclass(frozen=True)
class CalendarRow:
    calendar: Calendar
    is_open: bool
    targets: int


@dataclass(frozen=True)
class Cell:
    """One promise of a target: in words, and when a ticket opened at the start that was asked for would be due."""

    label: str | Promise
    words: str
    due: datetime | None


@dataclass(frozen=True)
class TargetRow:
    target: ServiceTarget
    scope: str
    cells: list[Cell]


@dataclass(frozen=True)
class StepGroup:
    """The steps of one promise of a priority, in the order in which they come."""

    clock: str
    steps: list[EscalationStep]


@dataclass(frozen=True)
class ProtocolRow:
    protocol: CallBackProtocol
    words: str


def calendar_rows(now: datetime) -> list[CalendarRow]:
    """All calendars, the default one first, with whether each is open now and how many targets name it."""
    rows = Calendar.objects.annotate(target_count=Count("targets")).order_by("-is_default", "name")
    return [CalendarRow(row, working_time(row).is_open(now), row.target_count) for row in rows]


def target_rows(start: str, now: datetime) -> tuple[list[TargetRow], str]:
    """All targets in the order of their priorities, with when each would be due; and what is wrong with the start."""
    default = Calendar.objects.filter(is_default=True).first()
    rows = ServiceTarget.objects.select_related("priority", "agreement", "code", "department", "calendar")
    wrong, found = "", []
    for target in rows.order_by("priority__rank", "priority", "department", "code", "agreement"):
        calendar = target.calendar or default
        cells, said = _cells([getattr(target, name) for name in PROMISES], calendar, start, now)
        wrong = wrong or said
        found.append(TargetRow(target, scope_of(target), cells))
    return found, wrong


def _cells(texts: Iterable[str], calendar: Calendar | None, start: str, now: datetime) -> tuple[list[Cell], str]:
    at, wrong = None, ""
    if calendar is not None and start:
        try:
            at = previewing.read_start(start, calendar.time_zone, now).at
        except Refused as refusal:
            wrong = str(refusal)
    cells = [_cell(label, text, calendar, at) for label, text in zip(LABELS, texts, strict=True)]
    return cells, wrong


def _cell(label: str | Promise, text: str, calendar: Calendar | None, at: datetime | None) -> Cell:
    span = spans.read(text)
    if span is None:
        return Cell(label, "", None)
    try:
        due = previewing.foresee(calendar, at, span).due if calendar and at else None
    except Refused:
        due = None
    return Cell(label, span.words(), due)


def preview(texts: Iterable[str], calendar: Calendar | None, start: str, now: datetime) -> tuple[list[Cell], str]:
    """The same for promises that are still being written; one that is no span is left out."""
    return _cells([text if _is_span(text) else "" for text in texts], calendar, start, now)


def _is_span(text: str) -> bool:
    try:
        return spans.read(text) is not None
    except Refused:
        return False


def scope_of(target: ServiceTarget) -> str:
    """Whom a target is for; everybody where nothing is named."""
    named = [
        (_("agreement %(name)s"), target.agreement),
        (_("problem code %(name)s"), target.code),
        (_("department %(name)s"), target.department),
    ]
    return ", ".join(text % {"name": row} for text, row in named if row) or _("all")


def step_groups() -> list[tuple[Priority, list[StepGroup]]]:
    """The priorities in use, each with its steps by promise."""
    rows = Priority.objects.filter(retired_at=None).prefetch_related("escalation_steps")
    order = {clock: place for place, clock in enumerate(EscalationStep.Clock.values)}
    found = []
    for priority in rows:
        steps = sorted(priority.escalation_steps.all(), key=lambda step: (order[step.clock], step.percent, step.pk))
        groups = [StepGroup(clock, list(some)) for clock, some in groupby(steps, key=lambda step: step.clock)]
        found.append((priority, groups))
    return found


def protocol_rows() -> tuple[list[tuple[Priority, ProtocolRow | None]], list[ProtocolRow], int]:
    """The protocol of each priority in use; those of accounts and customers; and how many more of them there are."""
    rows = CallBackProtocol.objects.select_related("priority", "account", "customer", "calendar")
    of_priorities = {row.priority_id: _protocol(row) for row in rows.exclude(priority=None)}
    own = rows.filter(priority=None).order_by("account__name", "customer__name_key", "pk")
    shown = [_protocol(row) for row in own[:MOST_PROTOCOLS]]
    more = own.count() - len(shown) if len(shown) == MOST_PROTOCOLS else 0
    priorities = Priority.objects.filter(retired_at=None)
    return [(priority, of_priorities.get(priority.pk)) for priority in priorities], shown, more


def _protocol(row: CallBackProtocol) -> ProtocolRow:
    span = spans.read(row.every)
    return ProtocolRow(row, span.words() if span else "")
