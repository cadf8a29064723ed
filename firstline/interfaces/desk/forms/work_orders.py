"""What may be sent about a work order: to raise, write, plan, carry out and tell it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from firstline.casework.work_orders.linking import LONGEST_REASON
from firstline.casework.work_orders.models import Told, WorkOrder
from firstline.casework.work_orders.planning import LONGEST_HOURS, SHORTEST_HOURS
from firstline.casework.work_orders.raising import LONGEST_TASK, LONGEST_TITLE
from firstline.reference.customers.models import Location
from firstline.reference.staff.models import Crew

LONGEST_TEXT = 20_000
LONGEST_PLACE = 300


class MomentField(forms.DateTimeField):
    """A day and a time on the reader's own clock."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


def lines(rows: int = 3) -> forms.Textarea:
    """Room for a text of somebody's own, in whatever direction it is written."""
    return forms.Textarea(attrs={"rows": rows, "dir": "auto"})


class TitleForm(forms.Form):
    """A work order that no standard describes."""

    title = forms.CharField(label=_("What is to be done"), max_length=LONGEST_TITLE)


class CompletionForm(forms.Form):
    result = forms.CharField(
        label=_("What was done"),
        max_length=LONGEST_TEXT,
        widget=lines(),
        help_text=_("It becomes the resolution of every linked ticket, and what their customers are told."),
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=LONGEST_TEXT, widget=lines())


class PlanForm(forms.Form):
    """Crew, start and end; without an end it lasts as long as the order takes."""

    crew = forms.ModelChoiceField(label=_("Crew"), queryset=Crew.objects.none(), required=False)
    start = MomentField(label=_("Start"))
    end = MomentField(label=_("End"), required=False, help_text=_("Left empty: as long as the work takes."))

    def __init__(self, *args: Any, order: WorkOrder, **kwargs: Any) -> None:
        kwargs["initial"] = {"crew": order.crew_id, "start": order.planned_start, "end": order.planned_end}
        super().__init__(*args, **kwargs)
        self.fields["crew"].queryset = Crew.objects.filter(retired_at=None)  # type: ignore[attr-defined]


class AppointmentForm(forms.Form):
    """The window the customers are told; both empty takes the appointment back."""

    start = MomentField(label=_("From"), required=False)
    end = MomentField(label=_("Until"), required=False, help_text=_("Both empty: there is no appointment."))

    def __init__(self, *args: Any, order: WorkOrder, **kwargs: Any) -> None:
        kwargs["initial"] = {"start": order.appointment_start, "end": order.appointment_end}
        super().__init__(*args, **kwargs)


class LinkForm(forms.Form):
    ticket = forms.CharField(label=_("Ticket number"), max_length=20)
    reason = forms.CharField(label=_("Why it belongs to this work order"), max_length=LONGEST_REASON, required=False)

    def clean_ticket(self) -> int:
        text = self.cleaned_data["ticket"].strip().upper().lstrip("T#-")
        if not (text.isascii() and text.isdigit() and len(text) < 19):
            raise forms.ValidationError(_("Give the number of a ticket."))
        return int(text)


class TaskForm(forms.Form):
    text = forms.CharField(label=_("One more task"), max_length=LONGEST_TASK)


class TickForm(forms.Form):
    result = forms.CharField(label=_("Result"), max_length=LONGEST_TASK, required=False)


class ToldForm(forms.Form):
    """Marked by hand: told by telephone, or not told after all. The channels say the rest."""

    told = forms.ChoiceField(choices=[(told.value, told.label) for told in (Told.TELEPHONE, Told.NOT_YET)])

    def clean_told(self) -> Told:
        return Told(self.cleaned_data["told"])


class BoardForm(forms.Form):
    """Where an order is put on the board."""

    crew = forms.ModelChoiceField(queryset=Crew.objects.filter(retired_at=None))
    day = forms.DateField()
    hours = forms.FloatField(min_value=SHORTEST_HOURS, max_value=LONGEST_HOURS)


class FieldsForm(forms.Form):
    """The fields of a work order that save themselves."""

    use_required_attribute = False
    title = forms.CharField(label=_("Title"), max_length=LONGEST_TITLE)
    place = forms.CharField(label=_("Place"), max_length=LONGEST_PLACE, required=False)
    location = forms.ModelChoiceField(
        label=_("Known place"), queryset=Location.objects.all(), required=False, widget=forms.HiddenInput
    )
    instructions = forms.CharField(label=_("Instructions"), max_length=LONGEST_TEXT, required=False, widget=lines(4))

    def __init__(self, *args: Any, order: WorkOrder, **kwargs: Any) -> None:
        kwargs["initial"] = {name: getattr(order, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)
