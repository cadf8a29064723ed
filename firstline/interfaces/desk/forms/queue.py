"""What may be asked of the queue: the names are those of its address."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from firstline.casework.tickets.models import State
from firstline.casework.tickets.promised import FOR_LIST
from firstline.interfaces.desk.condition_values import named
from firstline.interfaces.desk.forms.tickets import TIERS, workers
from firstline.reference.catalogue.models import Department
from firstline.reference.service_levels.models import Priority
from firstline.reference.staff.models import SupportCentre

TICKED = ("impact", "urgency", "channel")
PROMISED = ("respond", "update", "resolve")
PICKED = ("whole_site_down", *PROMISED)
TYPED = ("people_affected", "words")
SEARCHED = ("customer", "account", "code")


class FilterForm(forms.Form):
    """The limits of the queue that are ticked, picked or typed; what is not chosen is not limited."""

    use_required_attribute = False
    q = forms.CharField(label=gettext_lazy("Words or number"), required=False)
    assignee = forms.ChoiceField(label=gettext_lazy("Assignee"), required=False)
    department = forms.ChoiceField(label=gettext_lazy("Department"), required=False)
    state = forms.MultipleChoiceField(label=gettext_lazy("State"), required=False, widget=forms.CheckboxSelectMultiple)
    priority = forms.MultipleChoiceField(
        label=gettext_lazy("Priority"), required=False, widget=forms.CheckboxSelectMultiple
    )
    centre = forms.MultipleChoiceField(
        label=gettext_lazy("Support centre"), required=False, widget=forms.CheckboxSelectMultiple
    )
    tier = forms.MultipleChoiceField(label=gettext_lazy("Tier"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, chosen: Mapping[str, Sequence[str]], q: str) -> None:
        super().__init__(initial={"q": q, **{name: list(values) for name, values in chosen.items()}})
        self.chosen = chosen
        for name, offered in self._offered().items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]
        for name in (*TICKED, *PICKED, *TYPED):
            self.fields[name] = _field(name)
        for single in ("assignee", "department", *PICKED, *TYPED):
            self.initial[single] = next(iter(chosen.get(single, ())), "")

    def _offered(self) -> dict[str, list[tuple[Any, Any]]]:
        return {
            "assignee": [("", _("anybody")), ("me", _("me")), ("none", _("nobody")), *workers()],
            "department": [("", _("any")), *((d.pk, d.label) for d in Department.objects.filter(retired_at=None))],
            "state": [*State.choices, ("any", _("any"))],
            "priority": [(p.rank, p.label) for p in Priority.objects.filter(retired_at=None)],
            "centre": [(c.pk, c.label) for c in SupportCentre.objects.filter(retired_at=None)],
            "tier": [(tier, str(tier)) for tier in TIERS],
        }

    @property
    def promises(self) -> list[BoundField]:
        return [self[name] for name in PROMISED]

    @property
    def ticked(self) -> list[BoundField]:
        return [self[name] for name in TICKED]

    @property
    def searched(self) -> Iterator[tuple[str, str, str, str]]:
        """What is found by typing: its name, its label, and the value and text of what is chosen; codes only add up."""
        for name in SEARCHED:
            values = [] if name == "code" else list(self.chosen.get(name, ()))[:1]
            text = named(FOR_LIST[name], values)[0].label if values else ""
            yield name, capfirst(str(FOR_LIST[name].label)), "".join(values), text

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What else the list is limited to, which this form does not show."""
        shown = {*self.fields, *SEARCHED} - {"code"}
        return [(name, value) for name, values in self.chosen.items() if name not in shown for value in values]


def _field(name: str) -> forms.Field:
    """The form field of a word of the vocabulary."""
    asked = FOR_LIST[name]
    label = capfirst(str(asked.label))
    if name == "people_affected":
        decimal = forms.TextInput(attrs={"inputmode": "decimal"})
        return forms.CharField(label=_("People affected, at least"), required=False, widget=decimal)
    if name == "words":
        return forms.CharField(label=_("All of these words"), required=False)
    if name == "whole_site_down":
        return forms.ChoiceField(label=label, required=False, choices=[("", "–"), ("yes", _("yes")), ("no", _("no"))])
    choices = [(str(key), str(text)) for key, text in (asked.choices() if asked.choices else ())]
    if name in PROMISED:
        return forms.ChoiceField(label=label, required=False, choices=[("", "–"), *choices])
    return forms.MultipleChoiceField(
        label=label, required=False, choices=choices, widget=forms.CheckboxSelectMultiple()
    )
