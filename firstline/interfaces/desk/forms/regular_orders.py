"""What may be sent about a regular order: what, by whom, where, and how it comes back."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from firstline.casework.work_orders.models import RegularOrder
from firstline.casework.work_orders.recurrence import LONGEST_INTERVAL, LONGEST_RULE
from firstline.casework.work_orders.regular import MOST_DAYS_AHEAD
from firstline.interfaces.desk.forms.bulletin import codes_by_category
from firstline.interfaces.desk.forms.work_orders import MomentField
from firstline.interfaces.desk.order_reach import places_like
from firstline.interfaces.desk.rule_words import FREQUENCIES, WEEKDAYS, simple
from firstline.reference.catalogue.models import ProblemCode
from firstline.reference.customers.models import Location
from firstline.reference.handling.models import StandardWorkOrder
from firstline.reference.staff.models import Crew


class RegularOrderForm(forms.Form):
    """Simple recurrences are put together from three fields; any other is written as an iCalendar rule."""

    title = forms.CharField(label=_("Title"), max_length=200)
    standard = forms.ModelChoiceField(label=_("Standard work order"), queryset=StandardWorkOrder.objects.none())
    code = forms.ChoiceField(label=_("Problem code"))
    crew = forms.ModelChoiceField(
        label=_("Crew"), queryset=Crew.objects.none(), required=False, empty_label=_("that of the standard work order")
    )
    location = forms.CharField(required=False, widget=forms.HiddenInput)
    location_text = forms.CharField(label=_("Place"), max_length=300, required=False)
    first_at = MomentField(label=_("First on"))
    frequency = forms.ChoiceField(label=_("Unit"), choices=FREQUENCIES, required=False, initial="WEEKLY")
    interval = forms.IntegerField(
        label=_("Comes back every"), min_value=1, max_value=LONGEST_INTERVAL, initial=1, required=False
    )
    weekdays = forms.MultipleChoiceField(
        label=_("On"), choices=WEEKDAYS, required=False, widget=forms.CheckboxSelectMultiple
    )
    rule = forms.CharField(
        label=_("Rule of its own"),
        max_length=LONGEST_RULE,
        required=False,
        help_text=_("An iCalendar rule such as FREQ=MONTHLY;BYDAY=-1FR: the last Friday of the month."),
    )
    time_zone = forms.CharField(label=_("Time zone"), max_length=60, help_text=_("Such as Europe/Warsaw."))
    days_ahead = forms.IntegerField(label=_("Raised days ahead"), min_value=0, max_value=MOST_DAYS_AHEAD, initial=14)

    def __init__(self, *args: Any, regular: RegularOrder | None = None, **kwargs: Any) -> None:
        own = timezone.get_current_timezone_name()
        kwargs["initial"] = _of_regular(regular) if regular else {"time_zone": own}
        super().__init__(*args, **kwargs)
        self.fields["standard"].queryset = StandardWorkOrder.objects.filter(retired_at=None)  # type: ignore[attr-defined]
        self.fields["crew"].queryset = Crew.objects.filter(retired_at=None)  # type: ignore[attr-defined]
        self.fields["code"].choices = [("", "---------"), *codes_by_category()]  # type: ignore[attr-defined]

    def clean_location(self) -> Location | None:
        key = self.cleaned_data["location"]
        known = key.isascii() and key.isdigit() and len(key) < 19
        return Location.objects.filter(pk=int(key)).first() if known else None

    def clean(self) -> dict[str, Any]:
        sent = {**(super().clean() or {}), **self.cleaned_data}
        if sent.get("location_text") and sent.get("location") is None:
            found = places_like(sent["location_text"])
            sent["location"] = found[0] if len(found) == 1 else None
            if sent["location"] is None:
                self.add_error("location_text", _("Choose a known place from the list."))
        if not sent.get("frequency") and not sent.get("rule"):
            self.add_error("rule", _("Say how it comes back."))
        return sent

    @property
    def facts(self) -> dict[str, Any]:
        """What was sent, as the verbs of regular orders take it."""
        sent = self.cleaned_data
        kept = ("title", "standard", "crew", "location", "first_at", "time_zone", "days_ahead")
        return {
            **{name: sent[name] for name in kept},
            "code": ProblemCode.objects.get(pk=sent["code"].removeprefix("code:")),
            "rule": _rule(sent),
        }


def _rule(sent: dict[str, Any]) -> str:
    if not sent["frequency"]:
        return str(sent["rule"])
    parts = [f"FREQ={sent['frequency']}"]
    if (sent["interval"] or 1) > 1:
        parts.append(f"INTERVAL={sent['interval']}")
    if sent["weekdays"] and sent["frequency"] == "WEEKLY":
        parts.append(f"BYDAY={','.join(sent['weekdays'])}")
    return ";".join(parts)


def _of_regular(regular: RegularOrder) -> dict[str, Any]:
    kept = ("title", "standard", "crew", "first_at", "time_zone", "days_ahead")
    return {
        **{name: getattr(regular, name) for name in kept},
        "code": f"code:{regular.code_id}",
        "location": regular.location_id or "",
        "location_text": str(regular.location or ""),
        **simple(regular.rule),
    }
