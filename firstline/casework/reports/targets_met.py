"""Which targets were met, and what is known of those that were not."""

from datetime import timedelta
from functools import reduce
from operator import or_

from django.db.models import DurationField, F, Q, QuerySet, Sum
from django.db.models.expressions import ExpressionWrapper
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from firstline.casework.reports.asked import Asked
from firstline.casework.reports.backlog import ended
from firstline.casework.reports.report import Headline, Panel, Report
from firstline.casework.reports.scan import Mark, Scan, column
from firstline.casework.reports.splits import STEP, by_row, by_step, by_tree, step
from firstline.casework.tickets.models import Pause, Stay, StepDone, Ticket
from firstline.casework.tickets.steps import Clock
from firstline.casework.work_orders.models import Link
from firstline.criteria.vocabulary import Text
from firstline.reference.catalogue.models import Department
from firstline.reference.service_levels.models import Priority
from firstline.reference.staff.models import SupportCentre

LONG = timedelta(days=1)


def _with_target(asked: Asked) -> QuerySet[Ticket]:
    has_one = Q(respond_by__isnull=False) | Q(update_by__isnull=False) | Q(resolve_by__isnull=False)
    return ended(asked).filter(has_one).annotate(answered_at=Coalesce("responded_at", "over_at"))


RESPOND, UPDATE, RESOLVE = (Q(**{f"{name}_by__isnull": False}) for name in ("respond", "update", "resolve"))
# A step of escalation at the whole time of the clock or more is taken only when an update has not come.
LATE_UPDATE = Q(over_at__gt=F("update_by")) | Q(
    pk__in=StepDone.objects.filter(step__clock=Clock.UPDATE, step__percent__gte=100).values("ticket")
)
MISSED = Q(over_at__gt=F("resolve_by"))


def _paused_long() -> QuerySet[Pause, object]:
    length = ExpressionWrapper(F("ended_at") - F("began_at"), output_field=DurationField())
    return Pause.objects.order_by().values("ticket").annotate(whole=Sum(length)).filter(whole__gt=LONG).values("ticket")


_REASONS = (
    ("taken_late", _("Taken late"), Q(answered_at__gt=F("respond_by"))),
    ("waited", _("Waited for the customer"), Q(pk__in=Pause.objects.order_by().values("ticket"))),
    ("paused_long", _("Paused for more than a day"), Q(pk__in=_paused_long())),
    ("moved", _("Escalated or passed on"), Q(pk__in=Stay.objects.order_by().values("ticket"))),
    ("returned", _("Came back to an earlier team"), Q(returns__gt=0)),
    ("reopened", _("Reopened"), Q(reopened__gt=0)),
    ("order", _("Needed a work order"), Q(pk__in=Link.objects.order_by().values("ticket"))),
)
_ANY_REASON = reduce(or_, (reason for _name, _title, reason in _REASONS))


def _mark(name: str, title: Text, holds: Q) -> Mark:
    return Mark(name, title, lambda _asked: holds)


ENDED = Scan(
    name="ended",
    noun="ticket",
    title=_("Tickets with a target"),
    rows=_with_target,
    at="over_at",
    pieces={
        **{name: column(name) for name in ("priority", "centre", "department", "code")},
        STEP: step("over_at"),
    },
    sets=(("priority", "centre", "department", "code"), (STEP,)),
    splits=(
        by_row("priority", _("priority"), Priority),
        by_row("centre", _("support centre"), SupportCentre),
        *(split for split in by_tree() if split.name != "department"),
        by_row("department", _("department"), Department),
        by_step("over_at"),
    ),
    marks=(
        _mark("respond", _("With a target to respond"), RESPOND),
        _mark("respond_met", _("Responded in time"), RESPOND & Q(answered_at__lte=F("respond_by"))),
        _mark("update", _("With a target to update"), UPDATE),
        _mark("update_met", _("Updated in time"), UPDATE & ~LATE_UPDATE),
        _mark("resolve", _("With a target to resolve"), RESOLVE),
        _mark("resolve_met", _("Resolved in time"), RESOLVE & Q(over_at__lte=F("resolve_by"))),
        _mark("missed", _("Resolved late"), MISSED),
        *(_mark(name, title, MISSED & reason) for name, title, reason in _REASONS),
        _mark("unexplained", _("None of these"), MISSED & ~_ANY_REASON),
    ),
)
_COLUMNS = ("resolve", "resolve_met", "missed", "respond", "respond_met", "update", "update_met")
_WHY = (*(name for name, _title, _reason in _REASONS), "unexplained")
REPORT = Report(
    name="targets",
    title=_("Targets met"),
    counted=_(
        "Counted is every ticket that was resolved or closed in the period and had a target to respond, update or"
        " resolve; waiting for the customer is not counted against it. A ticket may have several reasons for a miss."
    ),
    icon="target",
    scans=(ENDED,),
    panels=(
        Panel(
            "priorities", _("Resolved in time, by priority"), "ended", "priority", "bars",
            "resolve_met", "resolve", _COLUMNS, watch="least",
        ),
        Panel("reasons", _("Why it was late"), "ended", "", "bars", marks=_WHY),
        Panel(
            "respond", _("Responded in time, by support centre"), "ended", "centre", "bars",
            "respond_met", "respond", _COLUMNS, watch="least",
        ),
        Panel(
            "departments", _("Resolved in time, by department"), "ended", "department", "bars",
            "resolve_met", "resolve", _COLUMNS, watch="least",
        ),
        Panel("time", _("Resolved late"), "ended", "step", "columns", "missed", marks=_COLUMNS),
        Panel(
            "codes", _("Resolved in time, by problem code"), "ended", "code", "bars",
            "resolve_met", "resolve", _COLUMNS, watch="least",
        ),
    ),
    headlines=(
        Headline(_("Responded in time"), "ended", "respond_met", of="respond"),
        Headline(_("Updated in time"), "ended", "update_met", of="update"),
        Headline(_("Resolved in time"), "ended", "resolve_met", of="resolve"),
    ),
)  # fmt: skip
