"""Telephone lines, who answers at them, and fax lines."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from firstline.interfaces.desk.forms.labels import languages
from firstline.reference.correspondence.models import FaxLine, TelephoneLine
from firstline.reference.staff.models import User

REGION = _("Two letters, such as US: how a number without a country code is meant.")


class LineForm(forms.Form):
    """A telephone system."""

    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"dir": "auto"}))
    source = forms.ChoiceField(label=_("Telephone system"), choices=TelephoneLine.Source.choices)
    region = forms.CharField(label=_("Country"), max_length=2, required=False, help_text=REGION)
    call_back_minutes = forms.IntegerField(
        label=_("Missed calls are called back within minutes"), min_value=1, max_value=10_000, initial=60
    )
    dial_address = forms.CharField(
        label=_("Address to dial with"),
        max_length=300,
        required=False,
        help_text=_(
            "What a click on a number opens: tel:{number}, or a page of the telephone system; {extension}, too."
        ),
    )
    host = forms.CharField(label=_("Host of Asterisk"), max_length=253, required=False)
    port = forms.IntegerField(label=_("Port of Asterisk"), min_value=1, max_value=2**16 - 1, initial=5038)
    username = forms.CharField(label=_("User name at Asterisk"), max_length=120, required=False)
    password = forms.CharField(
        label=_("Password at Asterisk"),
        max_length=200,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Left empty, it stays as it is."),
    )

    def __init__(self, data: Any = None, *, line: TelephoneLine | None = None) -> None:
        super().__init__(data, initial=_facts(line, self.base_fields))


class ExtensionForm(forms.Form):
    """Somebody answers at a line."""

    number = forms.CharField(
        label=_("Extension"), max_length=120, help_text=_("What the telephone system calls them: a number, a name.")
    )
    user = forms.ModelChoiceField(label=_("Who"), queryset=User.objects.filter(is_active=True), empty_label=_("choose"))


class FaxLineForm(forms.Form):
    """A folder that is watched."""

    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"dir": "auto"}))
    folder = forms.CharField(
        label=_("Folder"), max_length=120, help_text=_("Its name below the folder for faxes that the operator has set.")
    )
    region = forms.CharField(label=_("Country"), max_length=2, required=False, help_text=REGION)
    language = forms.ChoiceField(label=_("Language"), required=False)

    def __init__(self, data: Any = None, *, line: FaxLine | None = None) -> None:
        super().__init__(data, initial=_facts(line, self.base_fields))
        self.fields["language"].choices = [("", "–"), *languages()]  # type: ignore[attr-defined]


def _facts(line: TelephoneLine | FaxLine | None, fields: dict[str, forms.Field]) -> dict[str, Any]:
    """What is laid down, but for the password, which no page shows."""
    return {name: getattr(line, name) for name in fields if name != "password"} if line else {}
