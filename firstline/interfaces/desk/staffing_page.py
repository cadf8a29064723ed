"""The page of the calculator: what was asked, each half hour as a column and as a line, and the sums."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from firstline.casework.reports.staffing import HalfHour, Volumes, plan, volumes
from firstline.interfaces.desk.access import department_limits, signed_in
from firstline.interfaces.desk.forms.reports import PeriodForm
from firstline.interfaces.desk.forms.staffing import StaffingForm
from firstline.interfaces.desk.report_pictures import rounded
from firstline.interfaces.ui.drawing.columns import Column, columns
from firstline.interfaces.ui.drawing.svg import Figure

PERIOD = ("from", "to", "zone")


@dataclass(frozen=True)
class Line:
    """A half hour as it is written; "" where there is nothing to say."""

    start: str
    calls: str
    agents: str
    roster: str
    level: str
    wait: str
    occupancy: str
    abandonment: str
    is_out_of_reach: bool


class StaffingPage:
    """What the template needs; nothing is counted where a form is wrong."""

    def __init__(self, request: HttpRequest, now: datetime) -> None:
        self.now = now
        self.period_form, self.form = PeriodForm(request.GET.dict(), now), StaffingForm(request.GET.dict())
        self.is_right = self.period_form.is_valid() and self.form.is_valid()
        self.within = tuple(sorted(department_limits(signed_in(request))))

    @property
    def fields(self) -> list[object]:
        return [*(self.period_form[name] for name in PERIOD), *self.form]

    @cached_property
    def volumes(self) -> Volumes | None:
        """What was counted in the period; None where the period or the wishes are wrong."""
        period = self.period_form.period
        if not (self.is_right and period):
            return None
        return volumes(period, self.form.weekdays, now=self.now, within=self.within)

    @property
    def handling_s(self) -> float | None:
        """The handling time in seconds: typed, else measured; None where there is neither."""
        typed: float | None = self.form.cleaned_data["handling"]
        return typed or (self.volumes.handling_s if self.volumes else None)

    @property
    def handling(self) -> str:
        return rounded(self.handling_s or 0, 0)

    @property
    def is_typed(self) -> bool:
        return bool(self.form.cleaned_data["calls"])

    @property
    def has_patience(self) -> bool:
        return self.form.cleaned_data["patience"] is not None

    @cached_property
    def halves(self) -> list[HalfHour]:
        if not (self.volumes and self.handling_s):
            return []
        asked = self.form.cleaned_data
        calls: Sequence[tuple[str, float]] = asked["calls"] or list(self.volumes.calls.items())
        return plan(calls, self.handling_s, asked["patience"], self.form.goal, asked["shrinkage"] / 100)

    @property
    def title(self) -> str:
        """The finding: when most are needed."""
        most = max(self.halves, key=lambda half: half.found.agents if half.found else 0)
        facts = {"count": most.found.agents if most.found else 0, "start": most.start}
        return _("Most analysts are needed at %(start)s: %(count)s") % facts

    @property
    def hours(self) -> str:
        """Paid hours of the whole day."""
        return rounded(sum(half.roster for half in self.halves) / 2)

    @property
    def picture(self) -> SafeString:
        said = _("%(agents)s on the line, %(roster)s on the roster")
        steps = [
            Column(
                half.start,
                [Figure(half.start, agents, said % {"agents": agents, "roster": half.roster})],
            )
            for half in self.halves
            for agents in [half.found.agents if half.found else 0]
        ]
        return columns(steps, label=_("Analysts on the line, by half hour"))

    @property
    def lines(self) -> list[Line]:
        return [_line(half) for half in self.halves]


def page_of(request: HttpRequest) -> StaffingPage:
    return StaffingPage(request, timezone.now())


def _line(half: HalfHour) -> Line:
    found = half.found
    calls = rounded(half.calls)
    if found is None:
        return Line(half.start, calls, "–" if half.is_out_of_reach else "0", "", "", "", "", "", half.is_out_of_reach)
    return Line(
        half.start, calls, str(found.agents), str(half.roster), _percent(found.service_level),
        _("%(count)s s") % {"count": rounded(found.asa_s)}, _percent(found.occupancy),
        _percent(found.p_abandon), is_out_of_reach=False,
    )  # fmt: skip


def _percent(share: float) -> str:
    return _("%(share)s %%") % {"share": rounded(100 * share)}
