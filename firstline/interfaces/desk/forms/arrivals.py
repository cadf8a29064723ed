"""Mailboxes and rules about messages that come in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from firstline.casework.contacts.models import Kind
from firstline.interfaces.desk.forms.criteria import Labelled
from firstline.reference.catalogue.models import ProblemCode
from firstline.reference.correspondence.mailboxes import FIELDS
from firstline.reference.correspondence.models import IntakeRule, Mailbox
from firstline.reference.customers.models import Degree

_DEGREES = [("", "–"), *Degree.choices]


class MailboxForm(forms.ModelForm[Mailbox]):
    """How a mailbox is read; a password is never shown, and one that is left empty stays."""

    use_required_attribute = False
    secret = forms.CharField(
        label=_("Password or token"),
        required=False,
        max_length=10_000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("With OAuth2: the refresh token. Left empty, it stays as it is."),
    )
    client_secret = forms.CharField(
        label=_("Secret of the client"),
        required=False,
        max_length=10_000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    class Meta:
        model = Mailbox
        fields = FIELDS

    def _post_clean(self) -> None:
        """The verb checks and writes; the row itself stays as it is until then."""


class IntakeRuleForm(forms.Form):
    """What a rule decides about a message."""

    use_required_attribute = False
    name = forms.CharField(label=_("Name"), max_length=120)
    is_machine = forms.BooleanField(label=_("Machine mail: nobody has to look at it"), required=False)
    kind = forms.ChoiceField(label=_("Kind of contact"), required=False, choices=[("", "–"), *Kind.choices])
    code = Labelled(
        ProblemCode.objects.filter(retired_at=None).order_by("key"),
        label=_("Problem code"),
        required=False,
        empty_label="–",
        help_text=_("With a code a ticket is opened at once, if nothing else is lacking."),
    )
    impact = forms.TypedChoiceField(label=_("Impact"), required=False, coerce=int, empty_value=None, choices=_DEGREES)
    urgency = forms.TypedChoiceField(label=_("Urgency"), required=False, coerce=int, empty_value=None, choices=_DEGREES)

    def __init__(self, data: Any = None, *, rule: IntakeRule | None = None) -> None:
        names = ("name", "is_machine", "kind", "impact", "urgency")
        initial = {name: getattr(rule, name) for name in names} | {"code": rule.code_id} if rule else {}
        super().__init__(data, initial=initial)
