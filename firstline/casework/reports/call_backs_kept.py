"""Which promised calls were made in time."""

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from firstline.casework.reports.asked import Asked, call_backs
from firstline.casework.reports.report import Headline, Panel, Report
from firstline.casework.reports.scan import Mark, Scan, column
from firstline.casework.reports.splits import (
    HOUR_OF_WEEK,
    STEP,
    by_hour_of_week,
    by_step,
    by_word,
    by_yes_no,
    hour,
    step,
)
from firstline.casework.tickets.models import CallBack

KEPT = Q(state=CallBack.State.KEPT)


def _overdue(asked: Asked) -> Q:
    return Q(state=CallBack.State.OWED, due_by__lt=asked.now)


REPORT = Report(
    name="call-backs",
    title=_("Call-backs kept"),
    counted=_(
        "Counted is every call-back that was promised for the period; those that are no longer owed, or not due yet,"
        " are neither kept nor missed."
    ),
    icon="phone-outgoing",
    scans=(
        Scan(
            name="promised",
            noun="call_back",
            title=_("Promised"),
            rows=call_backs,
            at="due_by",
            pieces={
                **{name: column(name) for name in ("by_protocol", "misses")},
                HOUR_OF_WEEK: hour("due_by"),
                STEP: step("due_by"),
            },
            sets=(("by_protocol", "misses", STEP), (HOUR_OF_WEEK,)),
            splits=(
                by_yes_no("by_protocol", _("who promised"), yes=_("laid down"), no=_("promised by a person")),
                by_word("misses", _("calls in vain"), "misses"),
                by_step("due_by"),
                by_hour_of_week("due_by"),
            ),
            marks=(
                Mark("due", _("Due"), lambda asked: KEPT | _overdue(asked)),
                Mark("kept", _("Kept in time"), lambda _asked: KEPT & Q(settled_at__lte=F("due_by"))),
                Mark("late", _("Kept late"), lambda _asked: KEPT & Q(settled_at__gt=F("due_by"))),
                Mark("missed", _("Overdue"), _overdue),
                Mark("cancelled", _("No longer owed"), lambda _asked: Q(state=CallBack.State.CANCELLED)),
            ),
        ),
    ),
    panels=(
        Panel("time", _("Kept in time"), "promised", "step", "columns", "kept"),
        Panel(
            "outcomes", _("What became of them"), "promised", "", "bars", marks=("kept", "late", "missed", "cancelled")
        ),
        Panel(
            "promised",
            _("Kept in time, by who promised"),
            "promised",
            "by_protocol",
            "bars",
            "kept",
            "due",
            watch="least",
        ),
        Panel(
            "misses", _("Kept in time, by calls in vain"), "promised", "misses", "bars", "kept", "due", watch="least"
        ),
        Panel("hours", _("Due by weekday and hour"), "promised", "hour", "heat"),
    ),
    headlines=(
        Headline(_("Kept in time"), "promised", "kept", of="due"),
        Headline(_("Promised"), "promised"),
        Headline(_("Overdue"), "promised", "missed"),
    ),
)
