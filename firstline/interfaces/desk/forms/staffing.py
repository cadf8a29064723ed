"""What the calculator of analysts is asked: how much comes in, how long it takes, and what is to be reached."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from firstline.casework.reports.erlang import Goal
from firstline.casework.reports.staffing import WORKING_DAYS, written

MOST_CALLS = 5_000
LONGEST_S = 4 * 3600
LONGEST_TEXT = 2_000
USUAL = {"patience": "120", "level": "80", "within": "20", "occupancy": "90", "shrinkage": "30"}
_LINE = re.compile(r"([01]?\d|2[0-3])[:.]([03]0)[\s;]+(\d{1,5}(?:[.,]\d{1,4})?)")
_NUMBER = re.compile(r"\d{1,5}(?:[.,]\d{1,4})?")
ALONE = "00:00"


def _number(label: Any, help_text: Any, least: float, most: float, *, required: bool = True) -> forms.FloatField:
    return forms.FloatField(label=label, help_text=help_text, min_value=least, max_value=most, required=required)


class StaffingForm(forms.Form):
    """Empty volumes and handling time are those measured in the period; empty patience: callers wait for ever."""

    use_required_attribute = False
    weekday = forms.TypedChoiceField(
        label=_("Weekday"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=lambda: [("", _("Monday to Friday")), *((day + 1, name) for day, name in WEEKDAYS.items())],
    )
    handling = _number(
        _("Handling time, seconds"), _("Empty: as measured in the period."), 1, LONGEST_S, required=False
    )
    patience = _number(
        _("Patience, seconds"), _("How long callers wait before they hang up. Empty: for ever."), 1, LONGEST_S,
        required=False,
    )  # fmt: skip
    level = _number(_("Service level, %"), _("The share of callers who are to be answered in time."), 1, 99.9)
    within = _number(_("In time means, seconds"), _("From the first ring."), 0, 3600)
    occupancy = _number(_("Occupancy at most, %"), _("How busy analysts may be."), 10, 100)
    shrinkage = _number(_("Shrinkage, %"), _("Paid time not on the line."), 0, 90)
    calls = forms.CharField(
        label=_("Calls per half hour"),
        help_text=_("Empty: as counted in the period. Else one number, or a line for each half hour: 08:30 12"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 12}),
    )

    def __init__(self, sent: Mapping[str, str]) -> None:
        super().__init__({name: sent.get(name, USUAL.get(name, "")) for name in self.base_fields})

    def clean_calls(self) -> list[tuple[str, float]]:
        """The typed half hours in their order; empty where none were typed."""
        text = self.cleaned_data["calls"].strip()
        if not text:
            return []
        if _NUMBER.fullmatch(text):
            return [(ALONE, _bounded(text))]
        found: dict[int, float] = {}
        for number, line in enumerate(filter(None, map(str.strip, text.splitlines())), start=1):
            fits = _LINE.fullmatch(line)
            if fits is None:
                text = gettext("Line %(number)s is not a half hour and a number, as in 08:30 12.")
                raise forms.ValidationError(text % {"number": number})
            half = int(fits[1]) * 2 + (fits[2] == "30")
            if half in found:
                raise forms.ValidationError(gettext("Line %(number)s repeats a half hour.") % {"number": number})
            found[half] = _bounded(fits[3])
        return [(written(half), found[half]) for half in sorted(found)]

    @property
    def weekdays(self) -> tuple[int, ...]:
        day = self.cleaned_data["weekday"]
        return (day,) if day else WORKING_DAYS

    @property
    def goal(self) -> Goal:
        asked = self.cleaned_data
        return Goal(asked["level"] / 100, asked["within"], max_occupancy=asked["occupancy"] / 100)


def _bounded(text: str) -> float:
    number = float(text.replace(",", "."))
    if number > MOST_CALLS:
        raise forms.ValidationError(gettext("At most %(count)s calls in half an hour.") % {"count": MOST_CALLS})
    return number
