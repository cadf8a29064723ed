"""What a row of criteria decides, and the matrix of impact and urgency."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from firstline.reference.customers.models import Degree
from firstline.reference.service_levels.matrix import DEGREES, Cell
from firstline.reference.service_levels.models import CriteriaRow, Kind, Priority
from firstline.reference.staff.models import SupportCentre, User
from firstline.reference.staff.roles import RIGHTS, Right

BEST = "best"
TIERS = [(tier, str(tier)) for tier in (1, 2, 3)]


class Labelled(forms.ModelChoiceField):  # type: ignore[type-arg]  # it takes none when it runs
    """A row of reference in service, by its label."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.label)


class PriorityForm(forms.Form):
    """This priority."""

    use_required_attribute = False
    priority = Labelled(Priority.objects.filter(retired_at=None), label=_("Priority"), empty_label="–")

    def __init__(self, data: Any = None, *, row: CriteriaRow | None = None) -> None:
        super().__init__(data, initial={"priority": row and row.priority_id})

    @property
    def facts(self) -> dict[str, Any]:
        return {"priority": self.cleaned_data["priority"]}


class RouteForm(forms.Form):
    """This support centre and tier, and if wished this person or whoever is best placed."""

    use_required_attribute = False
    centre = Labelled(SupportCentre.objects.filter(retired_at=None), label=_("Support centre"), empty_label="–")
    tier = forms.TypedChoiceField(label=_("Tier"), coerce=int, choices=TIERS, initial=1)
    person = forms.ChoiceField(label=_("Given to"), required=False)
    skill = forms.CharField(
        label=_("Skill"),
        required=False,
        max_length=60,
        help_text=_(
            "Only of whoever is best placed: who has this skill, then who speaks the language, has least to do."
        ),
    )

    def __init__(self, data: Any = None, *, row: CriteriaRow | None = None) -> None:
        initial = {"centre": row.centre_id, "tier": row.tier, "skill": row.skill} if row else {}
        given = str(row.person_id or (BEST if row.to_best else "")) if row else ""
        super().__init__(data, initial={**initial, "person": given})
        roles = [role for role, rights in RIGHTS.items() if Right.WORK_TICKETS in rights]
        people = User.objects.filter(is_active=True, role__in=roles).values_list("pk", "name")
        offered = [("", _("Nobody: it waits in the queue")), (BEST, _("Whoever is best placed")), *people]
        self.fields["person"].choices = offered  # type: ignore[attr-defined]

    @property
    def facts(self) -> dict[str, Any]:
        given = self.cleaned_data["person"]
        person = User.objects.get(pk=given) if given not in ("", BEST) else None
        facts = {name: self.cleaned_data[name] for name in ("centre", "tier", "skill")}
        return {**facts, "person": person, "to_best": given == BEST}


DECISIONS: dict[str, type[PriorityForm] | type[RouteForm]] = {Kind.PRIORITY: PriorityForm, Kind.ROUTE: RouteForm}


class MatrixForm(forms.Form):
    """Nine priorities and the switch."""

    use_required_attribute = False
    is_on = forms.BooleanField(label=_("The matrix is in use"), required=False)

    def __init__(self, data: Any = None, *, cells: dict[Cell, Priority], is_on: bool) -> None:
        super().__init__(data, initial={"is_on": is_on})
        for impact in DEGREES:
            for urgency in DEGREES:
                cell = cells.get((impact, urgency))
                label = _("Impact %(impact)s, urgency %(urgency)s") % {
                    "impact": Degree(impact).label,
                    "urgency": Degree(urgency).label,
                }
                self.fields[f"cell_{impact}_{urgency}"] = Labelled(
                    Priority.objects.filter(retired_at=None), label=label, initial=cell and cell.pk, empty_label=None
                )

    @property
    def rows(self) -> Iterator[tuple[str, list[BoundField]]]:
        """The cells of each impact, the high one first."""
        for impact in DEGREES:
            yield str(Degree(impact).label), [self[f"cell_{impact}_{urgency}"] for urgency in DEGREES]

    @property
    def cells(self) -> dict[Cell, Priority]:
        """As `matrix.lay_down` takes them: none where it is switched off."""
        if not self.cleaned_data["is_on"]:
            return {}
        return {
            (impact, urgency): self.cleaned_data[f"cell_{impact}_{urgency}"]
            for impact in DEGREES
            for urgency in DEGREES
        }
