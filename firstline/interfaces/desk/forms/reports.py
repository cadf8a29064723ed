"""Which period a report is about."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from firstline.casework.reports.period import Period, Step, period, zones
from firstline.journal.refusal import Refused

USUAL_DAYS = 30
LONGEST_ATTRIBUTE = 100
STEPS = (
    ("", _("chosen by length")),
    (Step.HOUR, _("hour")),
    (Step.DAY, _("day")),
    (Step.WEEK, _("week")),
    (Step.MONTH, _("month")),
)
NOBODY = "no"
PERSONS = (("", _("by name")), (NOBODY, _("left out")))


def _day() -> forms.DateField:
    return forms.DateField(required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))


class PeriodForm(forms.Form):
    """The days (both of them included), the time zone in which they begin and end, and the steps."""

    use_required_attribute = False
    step = forms.ChoiceField(label=_("Counted by"), required=False, choices=STEPS)
    zone = forms.CharField(label=_("Time zone"), required=False, max_length=60)
    attribute = forms.CharField(label=_("Attribute"), required=False, max_length=LONGEST_ATTRIBUTE)
    persons = forms.ChoiceField(label=_("Persons"), required=False, choices=PERSONS)
    period: Period | None = None

    def __init__(self, sent: Mapping[str, str], now: datetime) -> None:
        given = {name: sent.get(name, "") for name in ("from", "to", "step", "zone", "attribute", "persons")}
        given["zone"] = given["zone"].strip() or timezone.get_current_timezone_name()
        if not (given["from"] or given["to"]) and given["zone"] in zones():
            today = now.astimezone(ZoneInfo(given["zone"])).date()
            given |= {"from": str(today - timedelta(days=USUAL_DAYS - 1)), "to": str(today)}
        super().__init__(given)
        self.fields = {"from": _day(), "to": _day(), **self.fields}
        self.fields["from"].label, self.fields["to"].label = _("From"), _("To")
        self.fields["zone"].widget.attrs["list"] = "zones"

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return given
        step = Step(given["step"]) if given["step"] else None
        try:
            self.period = _period(given["from"], given["to"], given["zone"], step)
        except Refused as refusal:
            self.add_error(refusal.field, str(refusal))
        return given


def _period(first: date | None, last: date | None, zone: str, step: Step | None) -> Period:
    """Refused also where only one end is given."""
    if zone not in zones():
        raise Refused(gettext("This time zone is not known."), field="zone")
    if first is None:
        raise Refused(gettext("Say from which day on."), field="from")
    if last is None:
        raise Refused(gettext("Say up to which day."), field="to")
    return period(first, last, zone, step)
