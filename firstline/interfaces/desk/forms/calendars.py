"""What may be sent about calendars: their week, their own days, and a question to be answered by them."""

from functools import cache
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _
from holidays.registry import COUNTRIES

from firstline.interfaces.desk.forms.staff import LongSelect, zones
from firstline.journal.refusal import Refused
from firstline.reference.service_levels import written_hours
from firstline.reference.service_levels.models import Calendar
from firstline.reference.service_levels.previewing import LONGEST_TYPED

LONGEST_LINES = 20_000
DAY_FIELDS = tuple(f"day{number}" for number in range(7))


@cache
def countries() -> list[tuple[str, str]]:
    """The countries whose holidays are known, by their English names, which is how their data is kept."""
    return sorted(
        ((known[1], name.replace("_", " ").title()) for name, known in COUNTRIES.items()), key=lambda one: one[1]
    )


class HoursField(forms.CharField):
    """The hours of one day: "08:00-12:00, 13:00-17:00"."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"placeholder": _("closed")})
        super().__init__(max_length=written_hours.LONGEST, required=False, widget=widget, **options)

    def clean(self, value: Any) -> Any:
        try:
            return written_hours.read(super().clean(value))
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from None


class CalendarForm(forms.Form):
    """A calendar's facts and its week, a field per day; `seen` is when it had been changed as the writer knew it."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"dir": "auto"}))
    time_zone = forms.CharField(label=_("Time zone"), max_length=60, widget=LongSelect(choices=()))
    country = forms.CharField(label=_("Holidays of"), max_length=2, required=False, widget=LongSelect(choices=()))
    region = forms.CharField(
        label=_("Region"), max_length=20, required=False, widget=forms.TextInput(attrs={"list": "regions"})
    )
    rolls_over = forms.BooleanField(
        label=_("What is used up at closing time is due at the next opening"), required=False
    )

    def __init__(self, data: Any = None, *, calendar: Calendar | None = None) -> None:
        super().__init__(data, initial=_of_calendar(calendar) if calendar else None)
        self.fields["time_zone"].widget.choices = zones()[1:]
        self.fields["country"].widget.choices = [("", _("no country")), *countries()]
        for number, name in enumerate(DAY_FIELDS):
            self.fields[name] = HoursField(label=WEEKDAYS[number])

    @property
    def days(self) -> list[forms.BoundField]:
        return [self[name] for name in DAY_FIELDS]

    @property
    def facts(self) -> dict[str, Any]:
        """What was sent, as the verbs of calendars take it."""
        sent = self.cleaned_data
        kept = ("name", "time_zone", "country", "region", "rolls_over")
        return {name: sent[name] for name in kept} | {"week": [sent[name] for name in DAY_FIELDS]}

    def blame(self, refusal: Refused) -> None:
        """Put a refusal beside its field; one of the whole week beside its first day."""
        field = "day0" if refusal.field == "week" else refusal.field
        self.add_error(field if field in self.fields else None, str(refusal))


def _of_calendar(calendar: Calendar) -> dict[str, Any]:
    kept = ("name", "time_zone", "country", "region", "rolls_over")
    week = {name: written_hours.write(day) for name, day in zip(DAY_FIELDS, calendar.week, strict=True)}
    return {name: getattr(calendar, name) for name in kept} | week | {"seen": calendar.changed_at.isoformat()}


class NewCalendarForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"dir": "auto"}))
    time_zone = forms.CharField(label=_("Time zone"), max_length=60, widget=LongSelect(choices=()))

    def __init__(self, data: Any = None, *, zone: str) -> None:
        super().__init__(data, initial={"time_zone": zone})
        self.fields["time_zone"].widget.choices = zones()[1:]


class OwnDayForm(forms.Form):
    """One date with hours of its own."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    hours = HoursField(label=_("Hours"))
    name = forms.CharField(
        label=_("Name"), max_length=120, required=False, widget=forms.TextInput(attrs={"dir": "auto"})
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="own_%s")


class OwnDaysForm(forms.Form):
    """Many own days, a line each."""

    days = forms.CharField(
        label=_("A line per day"),
        max_length=LONGEST_LINES,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto", "spellcheck": "false"}),
        help_text=_("2026-12-24 Christmas Eve closes a day; 2026-12-31 08:00-12:00 New Year's Eve gives it hours."),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="own_%s")


class QuestionForm(forms.Form):
    """When would it be due? A start and a span as people type them."""

    start = forms.CharField(label=_("Opened"), max_length=LONGEST_TYPED)
    span = forms.CharField(label=_("Promised within"), max_length=LONGEST_TYPED)
