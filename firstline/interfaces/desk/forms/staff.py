"""What may be sent about staff, support centres, crews and priorities."""

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Q
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from firstline.interfaces.desk.forms.labels import languages
from firstline.reference.catalogue.models import Department, ServiceProvider
from firstline.reference.service_levels.models import Priority
from firstline.reference.staff.keeping import LONGEST_SKILL, MOST_SKILLS, time_zones
from firstline.reference.staff.models import Crew, SupportCentre, User
from firstline.reference.staff.roles import Role

_NEW = {"autocomplete": "new-password"}
LOOKS = [(1, _("octagon, red")), (2, _("triangle, amber")), (3, _("circle, blue")), (4, _("square, grey"))]


def zones() -> list[tuple[str, Any]]:
    """The time zones to choose from; none named is the desk's own."""
    return [("", _("as the desk: %(zone)s") % {"zone": settings.TIME_ZONE}), *((z, z) for z in sorted(time_zones()))]


class LongSelect(forms.Select):
    """A choice among hundreds, drawn in one go: a template per option would take most of the page's time."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:  # noqa: ARG002 - Django's
        chosen = {str(each) for each in (value if isinstance(value, list | tuple) else [value or ""])}
        options = ((key, mark_safe(" selected") if str(key) in chosen else "", label) for key, label in self.choices)
        drawn = format_html_join("", '<option value="{}"{}>{}</option>', options)
        return format_html(
            "<select{}>{}</select>", flatatt(self.build_attrs(self.attrs, {**(attrs or {}), "name": name})), drawn
        )


class WordsField(forms.CharField):
    """Words between commas, as a list."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=LONGEST_SKILL * MOST_SKILLS, **options)

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        return [word.strip() for word in super().clean(value).split(",") if word.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class UserForm(forms.Form):
    """A member of staff; each field saves itself."""

    name = forms.CharField(label=_("Name"), max_length=200, widget=forms.TextInput(attrs={"dir": "auto"}))
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    language = forms.ChoiceField(label=_("Language of the screens"), choices=languages)
    speaks = forms.MultipleChoiceField(
        label=_("Speaks"), choices=languages, required=False, widget=forms.CheckboxSelectMultiple
    )
    skills = WordsField(label=_("Skills"), required=False, help_text=_("Between commas."))
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=zones, required=False, widget=LongSelect)
    departments = forms.ModelMultipleChoiceField(
        label=_("Limited to departments"),
        required=False,
        queryset=Department.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: all departments."),
    )

    def __init__(self, data: Any = None, *, user: User) -> None:
        initial = {name: getattr(user, name) for name in self.base_fields if name != "departments"}
        super().__init__(data, initial={**initial, "departments": list(user.departments.all())})
        self.fields["departments"].queryset = Department.objects.filter(retired_at=None)  # type: ignore[attr-defined]


class NewUserForm(forms.Form):
    username = forms.CharField(label=_("Sign-in name"), max_length=150)
    name = forms.CharField(label=_("Name"), max_length=200, widget=forms.TextInput(attrs={"dir": "auto"}))
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, initial=Role.ANALYST)
    language = forms.ChoiceField(label=_("Language of the screens"), choices=languages)
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)
    password = forms.CharField(
        label=_("First password"), max_length=128, strip=False, widget=forms.PasswordInput(attrs=_NEW)
    )


class PasswordForm(forms.Form):
    password = forms.CharField(
        label=_("New password"), max_length=128, strip=False, widget=forms.PasswordInput(attrs=_NEW)
    )


class SettingsForm(forms.Form):
    """What people choose for themselves."""

    language = forms.ChoiceField(label=_("Language"), choices=languages)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=zones, required=False, widget=LongSelect)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)

    def __init__(self, data: Any = None, *, user: User) -> None:
        super().__init__(data, initial={name: getattr(user, name) for name in self.base_fields})


class MembershipForm(forms.Form):
    """Somebody at a centre, on a tier."""

    user = forms.ModelChoiceField(label=_("Who"), queryset=User.objects.none(), empty_label=_("choose"))
    tier = forms.TypedChoiceField(label=_("Tier"), coerce=int)

    def __init__(self, data: Any = None, *, centre: SupportCentre) -> None:
        super().__init__(data, auto_id="member_%s")
        self.fields["user"].queryset = User.objects.filter(is_active=True)  # type: ignore[attr-defined]
        self.fields["tier"].choices = [(tier, str(tier)) for tier in range(1, centre.tiers + 1)]  # type: ignore[attr-defined]


class LeadForm(forms.Form):
    """Whom comments about a department, or one of its providers, reach."""

    department = forms.ModelChoiceField(
        label=_("Department"), queryset=Department.objects.none(), empty_label=_("choose")
    )
    provider = forms.ModelChoiceField(
        label=_("Only this provider"),
        required=False,
        queryset=ServiceProvider.objects.none(),
        empty_label=_("all of it"),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="lead_%s")
        providers = ServiceProvider.objects.filter(retired_at=None).select_related("department")
        self.fields["department"].queryset = Department.objects.filter(retired_at=None)  # type: ignore[attr-defined]
        self.fields["provider"].queryset = providers  # type: ignore[attr-defined]
        self.fields["provider"].label_from_instance = lambda each: f"{each.department.label} › {each.label}"  # type: ignore[attr-defined]


class CentreForm(forms.Form):
    """A support centre's tiers and department; each field saves itself."""

    tiers = forms.TypedChoiceField(label=_("Tiers"), coerce=int, choices=[(n, str(n)) for n in (1, 2, 3)])
    department = forms.ModelChoiceField(
        label=_("Department"), required=False, queryset=Department.objects.none(), empty_label=_("none")
    )

    def __init__(self, data: Any = None, *, centre: SupportCentre) -> None:
        super().__init__(data, initial={"tiers": centre.tiers, "department": centre.department_id})
        rows = Department.objects.filter(Q(retired_at=None) | Q(pk=centre.department_id))
        self.fields["department"].queryset = rows  # type: ignore[attr-defined]


class NewCentreForm(forms.Form):
    text = forms.CharField(label=_("Name"), max_length=200, widget=forms.TextInput(attrs={"dir": "auto"}))
    tiers = forms.TypedChoiceField(label=_("Tiers"), coerce=int, initial=2, choices=[(n, str(n)) for n in (1, 2, 3)])


class CrewForm(forms.Form):
    """A crew; on its page each field saves itself."""

    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"dir": "auto"}))
    centre = forms.ModelChoiceField(
        label=_("Support centre"), queryset=SupportCentre.objects.none(), empty_label=_("choose")
    )
    hours_a_day = forms.DecimalField(
        label=_("Hours a day"), max_digits=4, decimal_places=1, help_text=_("What they can do in a day, all together.")
    )

    def __init__(self, data: Any = None, *, crew: Crew | None = None) -> None:
        now = crew or Crew()
        facts = {"name": now.name, "centre": now.centre_id, "hours_a_day": now.hours_a_day}
        super().__init__(data, initial=facts)
        rows = SupportCentre.objects.filter(Q(retired_at=None) | Q(pk=now.centre_id))
        self.fields["centre"].queryset = rows  # type: ignore[attr-defined]


class LookForm(forms.Form):
    """Which of the four colours and shapes stands for a priority."""

    look = forms.TypedChoiceField(coerce=int, label=_("Look"), choices=LOOKS)

    def __init__(self, data: Any = None, *, priority: Priority) -> None:
        super().__init__(data, initial={"look": priority.look}, auto_id=f"look{priority.pk}_%s")
