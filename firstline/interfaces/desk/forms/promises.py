"""What may be sent about targets, escalation steps and call-back protocols."""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from firstline.journal.refusal import Refused
from firstline.reference.catalogue.finding import find_codes
from firstline.reference.catalogue.models import Department, ProblemCode
from firstline.reference.customers.directory import find
from firstline.reference.customers.models import Account, Agreement, Customer
from firstline.reference.customers.numbers import normal_code
from firstline.reference.service_levels import spans
from firstline.reference.service_levels.escalation_steps import MOST_PERCENT
from firstline.reference.service_levels.models import (
    Calendar,
    CallBackProtocol,
    EscalationStep,
    Priority,
    ServiceTarget,
)
from firstline.reference.service_levels.targets import PROMISES, stamp

LONGEST_SPAN = 20
LONGEST_TEXT = 200
FEW = 10
LABELS = {
    "respond": _("Respond within"),
    "update": _("Update the customer every"),
    "resolve": _("Resolve within"),
    "temporary": _("Temporary fix within"),
    "permanent": _("Permanent fix within"),
}


class SpanTextField(forms.CharField):
    """A span as text: "30m", "4h", "2d"; empty promises nothing."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"size": 8, "autocomplete": "off"})
        super().__init__(max_length=LONGEST_SPAN, widget=widget, **options)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            span = spans.read(text)
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from None
        return str(span) if span else ""


class Chosen:
    """Two fields of a form that are one choice among many: the text that was typed, and the key of what was chosen."""

    def __init__(self, form: forms.Form, name: str, exact: Callable[[str], Sequence[models.Model]]) -> None:
        self.form, self.name, self.exact = form, name, exact

    def read(self, by_key: Callable[[str], models.Model | None]) -> models.Model | None:
        """What was chosen; None where nothing was typed, or where it is none, which is said beside the field."""
        text, key = (self.form.cleaned_data.get(name, "") for name in (f"{self.name}_text", self.name))
        if not text:
            return None
        row = by_key(key) if key else None
        found = [row] if row else self.exact(text)
        if len(found) != 1:
            self.form.add_error(f"{self.name}_text", _("Choose one from the list."))
            return None
        return found[0]


def priorities(chosen: int | None = None) -> models.QuerySet[Priority]:
    return Priority.objects.filter(Q(retired_at=None) | Q(pk=chosen))


class TargetForm(forms.Form):
    """What is promised for a priority. Of a `target` that is laid down, whom it is for stays as it is."""

    priority = forms.ModelChoiceField(label=_("Priority"), queryset=Priority.objects.none(), empty_label=_("choose"))
    department = forms.ModelChoiceField(
        label=_("Only for this department"), required=False, queryset=Department.objects.none(), empty_label=_("all")
    )
    code = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    code_text = forms.CharField(label=_("Only for this problem code"), required=False, max_length=LONGEST_TEXT)
    agreement = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    agreement_text = forms.CharField(label=_("Only for this agreement"), required=False, max_length=LONGEST_TEXT)
    calendar = forms.ModelChoiceField(
        label=_("Calendar"), required=False, queryset=Calendar.objects.all(), empty_label=_("the default one")
    )
    seen = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    SCOPE = ("priority", "department", "code", "code_text", "agreement", "agreement_text")

    def __init__(self, data: Any = None, *, target: ServiceTarget | None = None, initial: Any = None) -> None:
        kept = ("calendar", *PROMISES)
        known = {name: getattr(target, name) for name in kept} | {"seen": stamp(target)} if target else initial
        super().__init__(data, initial=known)
        self.fields["priority"].queryset = priorities()  # type: ignore[attr-defined]
        self.fields["department"].queryset = Department.objects.filter(retired_at=None)  # type: ignore[attr-defined]
        for name in PROMISES:
            self.fields[name] = SpanTextField(label=LABELS[name], required=False)
        for name in self.SCOPE if target else ():
            del self.fields[name]
        self.target = target

    @property
    def promises(self) -> list[forms.BoundField]:
        return [self[name] for name in PROMISES]

    def clean(self) -> dict[str, Any]:
        sent = {**(super().clean() or {}), **self.cleaned_data}
        if self.target is None:
            sent["code"] = Chosen(self, "code", codes_like).read(lambda key: _by_key(ProblemCode, key))
            sent["agreement"] = Chosen(self, "agreement", _agreements).read(lambda key: _by_key(Agreement, key))
        return sent

    @property
    def facts(self) -> dict[str, Any]:
        """What was sent, as the verb takes it."""
        sent, target = self.cleaned_data, self.target
        scope = ("agreement", "code", "department")
        whom = {name: getattr(target, name) if target else sent[name] for name in scope}
        return whom | {name: sent[name] for name in ("calendar", *PROMISES)}


class StepForm(forms.Form):
    """What happens when so much of a promise's time is used up."""

    priority = forms.ModelChoiceField(label=_("Priority"), queryset=Priority.objects.none(), empty_label=_("choose"))
    clock = forms.ChoiceField(label=_("Promise"), choices=EscalationStep.Clock.choices, initial="resolve")
    percent = forms.IntegerField(
        label=_("After % of its time"),
        min_value=1,
        max_value=MOST_PERCENT,
        initial=80,
        help_text=_("100 is when it is due."),
    )
    act = forms.ChoiceField(label=_("What happens"), choices=EscalationStep.Act.choices)
    tier = forms.TypedChoiceField(
        label=_("To tier"), required=False, coerce=int, empty_value=None, choices=[("", "–"), (2, "2"), (3, "3")]
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["priority"].queryset = priorities()  # type: ignore[attr-defined]


class ProtocolForm(forms.Form):
    """How often a customer hears from the desk. Of a `protocol` that is laid down, whom it is for stays as it is."""

    priority = forms.ModelChoiceField(
        label=_("Tickets of priority"), required=False, queryset=Priority.objects.none(), empty_label="–"
    )
    whom = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    whom_text = forms.CharField(label=_("or a customer or account"), required=False, max_length=LONGEST_TEXT)
    every = SpanTextField(label=_("Contact at least every"), help_text=_("Such as 4h or 2d, in working time."))
    calendar = forms.ModelChoiceField(
        label=_("Calendar"), required=False, queryset=Calendar.objects.all(), empty_label=_("the default one")
    )

    def __init__(self, data: Any = None, *, protocol: CallBackProtocol | None = None, initial: Any = None) -> None:
        kept = ("every", "calendar")
        super().__init__(data, initial={name: getattr(protocol, name) for name in kept} if protocol else initial)
        self.fields["priority"].queryset = priorities()  # type: ignore[attr-defined]
        for name in ("priority", "whom", "whom_text") if protocol else ():
            del self.fields[name]
        self.protocol = protocol

    def clean(self) -> dict[str, Any]:
        sent = {**(super().clean() or {}), **self.cleaned_data}
        if self.protocol is None:
            priority, typed = sent.get("priority"), sent.get("whom_text")
            whom = Chosen(self, "whom", _parties).read(_party)
            if bool(priority) == bool(typed):
                self.add_error("priority", _("Choose a priority, or a customer or account."))
            sent["of"] = priority or whom
        return sent

    @property
    def of(self) -> Priority | Account | Customer:
        """Whom it is for."""
        row = self.protocol
        found: Priority | Account | Customer | None = (
            row.customer or row.account or row.priority if row else self.cleaned_data["of"]
        )
        if found is None:
            raise Refused(str(_("Choose a priority, or a customer or account.")), field="priority")
        return found


def agreements_like(text: str) -> list[Agreement]:
    """Agreements whose number begins so, however it is written; with their parties."""
    wanted = normal_code(_plain(text))
    rows = Agreement.objects.filter(normal__startswith=wanted) if wanted else Agreement.objects.none()
    return list(rows.select_related("account", "customer").order_by("normal", "pk")[:FEW])


def parties_like(text: str) -> list[tuple[str, Account | Customer]]:
    """Accounts and customers who may be meant, each with its key: "account:3", "customer:7"."""
    text = _plain(text)
    named = Account.objects.filter(Q(name__istartswith=text) | Q(numbers__normal=normal_code(text) or "-"))
    accounts = list(named.distinct()[:FEW]) if text else []
    customers = [hit.customer for hit in find(text, limit=FEW)] if text else []
    return [(f"account:{row.pk}", row) for row in accounts] + [(f"customer:{row.pk}", row) for row in customers]


def codes_like(text: str) -> list[ProblemCode]:
    """The code that is called so; else those that fit."""
    found = [one.code for one in find_codes(text, get_language() or "en", limit=FEW)]
    exact = [code for code in found if code.label.casefold() == text.strip().casefold()]
    return exact or found


def _agreements(text: str) -> list[Agreement]:
    wanted = normal_code(text)
    return [row for row in agreements_like(text) if row.normal == wanted]


def _parties(text: str) -> list[Account | Customer]:
    found = [row for _key, row in parties_like(text)]
    exact = [row for row in found if row.name.casefold() == text.strip().casefold()]
    return exact or found


def _party(key: str) -> Account | Customer | None:
    kind, _colon, pk = key.partition(":")
    kinds: dict[str, type[Account | Customer]] = {"account": Account, "customer": Customer}
    return _by_key(kinds[kind], pk) if kind in kinds else None


def _by_key(model: type[Any], key: str) -> Any:
    return model.objects.filter(pk=int(key)).first() if key.isascii() and key.isdigit() and len(key) < 19 else None


def _plain(text: str) -> str:
    """A question as the database can read it."""
    return text[:LONGEST_TEXT].replace("\x00", " ").encode(errors="ignore").decode().strip()
