"""Work orders: raised, planned, done, done again within a month, and for how many customers each."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, Func, IntegerField, OuterRef, Q, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from firstline.casework.reports.asked import Asked, work_orders
from firstline.casework.reports.reckoning import HOUR, seconds
from firstline.casework.reports.report import Headline, Panel, Report
from firstline.casework.reports.scan import Mark, Scan, column
from firstline.casework.reports.splits import STEP, by_expression, by_row, by_step, by_tree, by_word, step
from firstline.casework.work_orders.models import Link, State, WorkOrder
from firstline.criteria.vocabulary import Text
from firstline.reference.handling.models import StandardWorkOrder
from firstline.reference.staff.models import Crew

REPEAT = timedelta(days=30)
DONE = Q(state=State.COMPLETED)


def _customers(_asked: Asked) -> Any:
    """The piece `customers`: for how many different customers an order is done, as text."""
    linked = Link.objects.filter(order=OuterRef("pk"), ticket__customer__isnull=False).order_by()
    # Not COUNT(DISTINCT ...), which can only sort: scans never do, and would walk all tickets by customer instead.
    different = ArraySubquery(linked.values("ticket__customer").distinct())
    return Cast(Func(different, function="cardinality", output_field=IntegerField()), TextField())


def _of_customers(keys: Collection[str], _asked: Asked) -> Mapping[str, Text]:
    return {key: _for_so_many(key) for key in keys}


def _for_so_many(key: str) -> str:
    if not (key.isascii() and key.isdigit() and len(key) < 10):
        return key
    return ngettext("for %(count)s customer", "for %(count)s customers", int(key)) % {"count": int(key)}


def _repeats() -> Any:
    """Orders after which the same had to be raised again, for the same code at the same equipment or location."""
    same = Q(equipment=OuterRef("equipment")) | Q(equipment=None, location=OuterRef("location"))
    again = WorkOrder.objects.filter(
        same,
        code=OuterRef("code"),
        raised_at__gt=OuterRef("completed_at"),
        raised_at__lte=OuterRef("completed_at") + REPEAT,
        regular=None,
    ).exclude(state=State.CANCELLED)
    return WorkOrder.objects.order_by().filter(DONE).filter(Exists(again)).values("pk")


_SPLITS = (by_row("crew", _("crew"), Crew), by_row("standard", _("standard work order"), StandardWorkOrder), *by_tree())
_PIECES = {name: column(name) for name in ("crew", "standard", "code")}
RAISED = Scan(
    name="raised",
    noun="work_order",
    title=_("Raised"),
    rows=work_orders,
    at="raised_at",
    pieces={**_PIECES, "state": column("state"), STEP: step("raised_at")},
    sets=(("crew", "standard", "code", "state", STEP),),
    splits=(*_SPLITS, by_word("state", _("state"), "state", State.choices), by_step("raised_at")),
    marks=(
        Mark("planned", _("Planned"), lambda _asked: Q(planned_start__isnull=False)),
        Mark("done", _("Done"), lambda _asked: DONE),
        Mark("cancelled", _("Cancelled"), lambda _asked: Q(state=State.CANCELLED)),
    ),
)
PLANNED = Scan(
    name="planned",
    noun="work_order",
    title=_("Planned"),
    rows=work_orders,
    at="planned_start",
    pieces={"crew": column("crew")},
    sets=(("crew",),),
    splits=(by_row("crew", _("crew"), Crew),),
    marks=(
        Mark("done", _("Done"), lambda _asked: DONE),
        Mark("as_planned", _("Done as planned"), lambda _asked: DONE & Q(completed_at__lte=F("planned_end"))),
        Mark(
            "overdue",
            _("Overdue"),
            lambda asked: Q(planned_end__lt=asked.now) & ~Q(state__in=[State.COMPLETED, State.CANCELLED]),
        ),
    ),
)
FINISHED = Scan(
    name="finished",
    noun="work_order",
    title=_("Done"),
    rows=lambda asked: work_orders(asked).filter(DONE),
    at="completed_at",
    pieces={**_PIECES, "customers": _customers, STEP: step("completed_at")},
    sets=(("crew", "standard", "code"), ("customers", STEP)),
    splits=(
        *_SPLITS,
        by_expression("customers", _("customers"), _customers, _of_customers),
        by_step("completed_at"),
    ),
    marks=(
        Mark("with_date", _("With a date to be fixed by"), lambda _asked: Q(permanent_fix_by__isnull=False)),
        Mark("in_time", _("In time"), lambda _asked: Q(completed_at__lte=F("permanent_fix_by"))),
        Mark("repeat", _("Again within 30 days"), lambda _asked: Q(pk__in=_repeats())),
    ),
    measure=lambda _asked: (seconds(F("completed_at")) - seconds(F("raised_at"))) / HOUR,
)
REPORT = Report(
    name="work-orders",
    title=_("Work orders"),
    counted=_(
        "Counted is every work order that was raised, planned or done in the period; one is repeated when another for"
        " the same problem code at the same equipment or location was raised within 30 days after it was done."
    ),
    icon="hammer",
    scans=(RAISED, PLANNED, FINISHED),
    panels=(
        Panel(
            "flow",
            _("Raised and, as a dashed line, done"),
            "raised",
            "step",
            "columns",
            marks=("",),
            also=("finished",),
        ),
        Panel("states", _("Raised, by state"), "raised", "state", "bars", marks=("",)),
        Panel("crews", _("Done as planned, by crew"), "planned", "crew", "bars", "as_planned", of="", watch="least"),
        Panel("customers", _("Done, by customers per order"), "finished", "customers", "bars"),
        Panel("repeats", _("Again within 30 days, by problem code"), "finished", "code", "bars", "repeat", of=""),
        Panel("departments", _("Raised, by department"), "raised", "department", "bars"),
        Panel("standards", _("Done, by standard work order"), "finished", "standard", "bars", has_middle=True),
    ),
    headlines=(
        Headline(_("Raised"), "raised"),
        Headline(_("Done"), "finished"),
        Headline(_("In time"), "finished", "in_time", of="with_date"),
        Headline(_("Again within 30 days"), "finished", "repeat", of=""),
        Headline(_("Median hours"), "finished", is_measured=True),
    ),
)
