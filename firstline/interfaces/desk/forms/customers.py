"""What may be sent about customers and what belongs to them."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from firstline.casework.contacts.models import Channel
from firstline.reference.customers.models import Account, Agreement, ContactPoint, Customer, Degree, Equipment, Location

LONGEST_NOTE = 10_000
_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def languages() -> list[tuple[str, Any]]:
    """The languages of the desk to choose from, or none known."""
    return [("", pgettext_lazy("language", "unknown")), *settings.LANGUAGES]


def lines(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "dir": "auto"})


class CustomerForm(forms.Form):
    """The fields of the customer's file that save themselves."""

    name = forms.CharField(label=_("Name"), max_length=200, widget=forms.TextInput(attrs={"dir": "auto"}))
    account = forms.ModelChoiceField(label=_("Account"), required=False, queryset=Account.objects.all())
    language = forms.ChoiceField(label=_("Language"), required=False)
    preferred_channel = forms.ChoiceField(label=_("Preferred channel"), required=False)
    preferred_hours = forms.CharField(label=_("Preferred hours"), max_length=100, required=False)
    note = forms.CharField(label=_("Note"), max_length=LONGEST_NOTE, required=False, widget=lines())

    def __init__(self, data: Any = None, *, customer: Customer) -> None:
        super().__init__(data, initial={name: getattr(customer, name) for name in self.base_fields})
        self.fields["language"].choices = languages()  # type: ignore[attr-defined]
        self.fields["preferred_channel"].choices = [("", _("no matter")), *Channel.choices]  # type: ignore[attr-defined]


class NewCustomerForm(forms.Form):
    name = forms.CharField(
        label=_("Name"), max_length=200, widget=forms.TextInput(attrs={"autofocus": True, "dir": "auto"})
    )
    phone = forms.CharField(label=_("Telephone"), max_length=60, required=False)
    mobile = forms.CharField(label=_("Mobile"), max_length=60, required=False)
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)
    language = forms.ChoiceField(label=_("Language"), required=False, choices=languages)
    note = forms.CharField(label=_("Note"), max_length=LONGEST_NOTE, required=False, widget=lines())


class ContactPointForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=ContactPoint.Kind.choices)
    value = forms.CharField(label=_("Number or address"), max_length=254)


class LocationForm(forms.ModelForm[Location]):
    """A place; its form is whole at once, since latitude and longitude belong together."""

    class Meta:
        model = Location
        fields = (
            "address",
            "alias",
            "landmark",
            "building",
            "floor",
            "unit",
            "area",
            "postcode",
            "city",
            "latitude",
            "longitude",
        )

    def _post_clean(self) -> None:
        """The verb checks the whole; the row must not be touched by a form."""


class EquipmentForm(forms.Form):
    name = forms.CharField(label=_("What it is"), max_length=200)
    model_number = forms.CharField(label=_("Model number"), max_length=80, required=False)
    serial_number = forms.CharField(label=_("Serial number"), max_length=80, required=False)
    agreement = forms.ModelChoiceField(
        label=_("Agreement"), required=False, queryset=Agreement.objects.none(), empty_label=_("none")
    )
    criticality = forms.TypedChoiceField(
        label=_("Criticality"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", _("not known")), *Degree.choices],
    )


class AgreementForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=Agreement.Kind.choices)
    number = forms.CharField(label=_("Agreement number"), max_length=60)
    starts_on = forms.DateField(label=_("From"), required=False, widget=_DAY)
    ends_on = forms.DateField(label=_("Until"), required=False, widget=_DAY)
    coverage = forms.CharField(label=_("What it covers"), max_length=LONGEST_NOTE, required=False, widget=lines())


class AccountForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=200)
    note = forms.CharField(label=_("Note"), max_length=LONGEST_NOTE, required=False, widget=lines())


class NewAccountForm(AccountForm):
    number = forms.CharField(label=_("Account number"), max_length=60, required=False)
    field_order = ("name", "number", "note")


class AccountNumberForm(forms.Form):
    number = forms.CharField(label=_("Account number"), max_length=60)


def plain_initial(row: Equipment | Agreement | Account, form: type[forms.Form]) -> dict[str, Any]:
    """The values of a row for the fields of a form."""
    return {name: getattr(row, name) for name in form.base_fields if hasattr(row, name)}
