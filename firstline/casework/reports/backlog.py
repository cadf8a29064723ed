"""What is open, for how long, where; and whether more comes in than goes out."""

from datetime import timedelta
from typing import Any

from django.db.models import Case, CharField, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from firstline.casework.reports.asked import Asked, tickets
from firstline.casework.reports.reckoning import HOUR, seconds
from firstline.casework.reports.report import Headline, Panel, Report
from firstline.casework.reports.scan import Mark, Scan, Split, column
from firstline.casework.reports.splits import NEVER, STEP, by_row, by_step, by_tree, by_word, step
from firstline.casework.tickets.models import OPEN, State, Ticket
from firstline.reference.catalogue.models import Department
from firstline.reference.service_levels.models import Priority
from firstline.reference.staff.models import SupportCentre

TIERS = (("1", _("first tier")), ("2", _("second tier")), ("3", _("third tier")))
# How old a ticket is, in days, below which limit; the last has none.
AGES = (
    ("1", 1, _("less than a day")),
    ("3", 3, _("1 to 3 days")),
    ("7", 7, _("3 to 7 days")),
    ("30", 30, _("7 to 30 days")),
    ("90", 90, _("30 to 90 days")),
    ("more", None, _("90 days and more")),
)


def ended(asked: Asked) -> QuerySet[Ticket]:
    """Tickets with the moment `over_at` at which they were resolved or, where that is not known, closed."""
    return tickets(asked).annotate(over_at=Coalesce("resolved_at", "closed_at"))


def still_open(asked: Asked) -> QuerySet[Ticket]:
    """Those that had been opened and were not over at the end of the period, or are not now."""
    rows = ended(asked).filter(opened_at__lt=asked.until)
    return rows.filter(Q(OPEN, over_at=None) | Q(over_at__gte=asked.until))


def _younger(asked: Asked, days: int) -> Q:
    return Q(opened_at__gt=asked.until - timedelta(days=days))


def _age(asked: Asked) -> Any:
    cases = [When(_younger(asked, days), then=Value(key)) for key, days, _label in AGES if days]
    return Case(*cases, default=Value(AGES[-1][0]), output_field=CharField())


def _of_age(key: str, asked: Asked) -> Q:
    keys = [key for key, _days, _label in AGES]
    if key not in keys:
        return NEVER
    place = keys.index(key)
    days, younger = AGES[place][1], AGES[place - 1][1] if place else None
    found = _younger(asked, days) if days else Q()
    return found & ~_younger(asked, younger) if younger else found


BY_AGE = Split(
    "age",
    _("age"),
    ("age",),
    _of_age,
    lambda keys, _asked: {key: label for key, _days, label in AGES if key in keys},
    order=lambda _asked: [key for key, _days, _label in AGES],
)
_TREE = by_tree()
OPENED = Scan(
    name="opened",
    noun="ticket",
    title=_("Newly opened"),
    rows=tickets,
    at="opened_at",
    pieces={"code": column("code"), STEP: step("opened_at")},
    sets=(("code", STEP),),
    splits=(*_TREE, by_step("opened_at")),
    marks=(Mark("closed", _("Closed since"), lambda _asked: Q(state=State.CLOSED)),),
)
OVER = Scan(
    name="over",
    noun="ticket",
    title=_("Resolved or closed"),
    rows=ended,
    at="over_at",
    pieces={"code": column("code"), STEP: step("over_at")},
    sets=(("code", STEP),),
    splits=(*_TREE, by_step("over_at")),
    measure=lambda _asked: (seconds(Coalesce("closed_at", "resolved_at")) - seconds(F("opened_at"))) / HOUR,
)
STILL_OPEN = Scan(
    name="open",
    noun="ticket",
    title=_("Open"),
    rows=still_open,
    at="",
    pieces={**{name: column(name) for name in ("state", "priority", "centre", "tier", "department")}, "age": _age},
    sets=(("state", "priority", "centre", "tier", "department", "age"),),
    splits=(
        by_word("state", _("state"), "state", State.choices),
        by_row("priority", _("priority"), Priority),
        by_row("centre", _("support centre"), SupportCentre),
        by_word("tier", _("tier"), "tier", TIERS),
        by_row("department", _("department"), Department),
        BY_AGE,
    ),
    marks=(
        Mark("late", _("Late"), lambda asked: Q(resolve_by__lt=asked.until)),
        Mark("nobody", _("Nobody’s"), lambda _asked: Q(assignee=None)),
    ),
    is_compared=False,
)
REPORT = Report(
    name="backlog",
    title=_("Backlog and age"),
    counted=_(
        "Counted is every ticket that had been opened and was neither resolved nor closed at the end of the period;"
        " its state, centre and tier are those of now."
    ),
    icon="layers",
    scans=(STILL_OPEN, OPENED, OVER),
    panels=(
        Panel(
            "flow",
            _("Opened and, as a dashed line, resolved or closed"),
            "opened",
            "step",
            "columns",
            marks=("",),
            also=("over",),
        ),
        Panel("ages", _("By age"), "open", "age", "bars"),
        Panel("priorities", _("By priority"), "open", "priority", "bars"),
        Panel("centres", _("By support centre"), "open", "centre", "bars"),
        Panel("states", _("By state"), "open", "state", "bars"),
        Panel("tiers", _("By tier"), "open", "tier", "bars"),
        Panel("departments", _("By department"), "open", "department", "bars"),
        Panel("codes", _("Resolved or closed, by problem code"), "over", "code", "bars", has_middle=True),
    ),
    headlines=(
        Headline(_("Open"), "open"),
        Headline(_("Late"), "open", "late", of=""),
        Headline(_("Newly opened"), "opened"),
        Headline(_("Resolved or closed"), "over"),
    ),
)
