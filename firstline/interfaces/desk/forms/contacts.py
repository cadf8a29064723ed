"""The fields of a contact: how they are drawn, and what may stand in them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from firstline.casework.contacts import answering
from firstline.casework.contacts.models import Channel, Contact, Tone
from firstline.casework.contacts.severity import SEVERITY
from firstline.reference.catalogue.models import Department, ProblemCode, ServiceProvider
from firstline.reference.customers.models import Account, Agreement, Degree, Equipment, Location
from firstline.reference.handling.models import Question
from firstline.reference.staff.models import User

LONGEST_TEXT = 20_000
MOST_PEOPLE = 2**31 - 1


class Radios(forms.RadioSelect):
    """Radio buttons of which only the first takes the focus when the group is to have it."""

    def create_option(
        self,
        name: str,
        value: Any,
        label: int | str,
        selected: bool,  # noqa: FBT001 - the signature is Django's
        index: int,
        subindex: int | None = None,
        attrs: dict[str, Any] | None = None,
    ) -> dict[str, Any]:
        option = super().create_option(name, value, label, selected, index, subindex, attrs)
        if index:
            option["attrs"].pop("data-focus", None)
        return option


class ContactForm(forms.ModelForm[Contact]):
    """What is typed or picked from a short list; what is chosen from long ones comes through `chosen`."""

    use_required_attribute = False
    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False)
    channel = forms.ChoiceField(label=gettext_lazy("Channel"), choices=Channel.choices)
    tone = forms.ChoiceField(label=gettext_lazy("The comment is"), required=False, choices=Tone.choices, widget=Radios)
    people_affected = forms.IntegerField(
        label=gettext_lazy("People affected"), required=False, min_value=0, max_value=MOST_PEOPLE
    )
    caller_email = forms.EmailField(label=gettext_lazy("E-mail"), required=False, max_length=254)

    class Meta:
        model = Contact
        fields = (
            "caller_name",
            "caller_number",
            "caller_email",
            "language",
            "channel",
            "words",
            "place",
            "wanted",
            "before",
            "answer",
            "note",
            "tone",
            *SEVERITY,
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("impact", "urgency"):
            cast("forms.ChoiceField", self.fields[name]).choices = [("", "–"), *Degree.choices]
        whole_site = cast("forms.NullBooleanSelect", self.fields["whole_site_down"].widget)
        whole_site.choices = [("unknown", "–"), ("true", gettext_lazy("yes")), ("false", gettext_lazy("no"))]
        language = cast("forms.ChoiceField", self.fields["language"])
        language.choices = [("", pgettext_lazy("language", "unknown")), *settings.LANGUAGES]
        for field in self.fields.values():
            if isinstance(field.widget, forms.Textarea):
                field.max_length = LONGEST_TEXT  # type: ignore[attr-defined]
                field.validators = [*field.validators, _longest_text]
                field.widget.attrs |= {"rows": 2, "dir": "auto"}
        self.fields["words"].widget.attrs |= {"data-key": "p,alt+p"}


def _longest_text(text: str) -> None:
    if len(text) > LONGEST_TEXT:
        raise ValidationError(
            _("This text has %(count)s characters; at most %(most)s can be kept here.")
            % {"count": len(text), "most": LONGEST_TEXT}
        )


# What is chosen by key out of many: which rows may be chosen now.
CHOSEN: dict[str, models.QuerySet[Any]] = {
    "code": ProblemCode.objects.filter(retired_at=None),
    "equipment": Equipment.objects.filter(retired_at=None).select_related("location", "agreement"),
    "agreement": Agreement.objects.all(),
    "account": Account.objects.all(),
    "about_department": Department.objects.filter(retired_at=None),
    "about_provider": ServiceProvider.objects.filter(retired_at=None).select_related("department"),
    "about_person": User.objects.filter(is_active=True),
}


def is_field(name: str) -> bool:
    """Whether a contact has a field of this name that people may write."""
    return name in CHOSEN or name in ContactForm.base_fields


def cleaned(field: str, values: Sequence[str]) -> Any:
    """What was sent for one field as the contact keeps it; `ValidationError` with a sentence for the sender."""
    raw = values[0] if values else ""
    if field in CHOSEN:
        return chosen(field, raw)
    return ContactForm().fields[field].clean(raw)


def chosen(field: str, key: str) -> Any:
    """The row of this key, None for no key."""
    if not key.strip():
        return None
    found = CHOSEN[field].filter(pk=key_of(key) or 0).first()
    if found is None:
        raise ValidationError(_("This cannot be chosen (any more). Choose from the list."))
    return found


def location(place: str, key: str) -> Location | None:
    """The known location whose words still stand as the place; None for words of one's own."""
    found = Location.objects.filter(pk=key_of(key) or 0).first()
    return found if found and str(found)[:300] == place else None


def question(contact: Contact, field: str) -> Question | None:
    """The question that a field such as "answer_17" answers, if the contact's code asks it."""
    key = key_of(field.removeprefix("answer_"))
    return Question.objects.filter(pk=key, code_id=contact.code_id).first() if key else None


def key_of(text: str) -> int | None:
    """The key that a text is, None for a text that is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


class AnswersForm(forms.Form):
    """The questions of the contact's code as fields, the answers so far in them, or what was `typed` in their place."""

    use_required_attribute = False

    def __init__(self, contact: Contact, typed: Mapping[str, Any]) -> None:
        super().__init__(initial={**dict(_initial(contact)), **typed}, auto_id="id_%s")
        for asked in contact.code.questions.all() if contact.code else []:
            self.fields[answering.field_of(asked)] = _field(asked)


def _initial(contact: Contact) -> Iterator[tuple[str, Any]]:
    for key, value in contact.answers.items():
        yield f"answer_{key}", {True: "yes", False: "no"}[value] if isinstance(value, bool) else value


def _field(asked: Question) -> forms.Field:
    label, required = answering.wording(asked), asked.required
    if asked.kind in (Question.Kind.YES_NO, Question.Kind.CHOICE):
        yes_no = [("yes", gettext_lazy("yes")), ("no", gettext_lazy("no"))]
        choices = yes_no if asked.kind == Question.Kind.YES_NO else answering.choices(asked)
        return forms.ChoiceField(label=label, required=required, choices=choices, widget=Radios)
    return forms.CharField(label=label, required=required, widget=_widget(asked.kind))


def _widget(kind: str) -> forms.Widget:
    if kind == Question.Kind.DATE:
        return forms.DateInput(attrs={"type": "date"})
    # The blank placeholder lets the style sheet tell an empty field from a filled one.
    attrs = {"autocomplete": "off", "dir": "auto", "placeholder": " "}
    return forms.TextInput(attrs=attrs | ({"inputmode": "decimal"} if kind == Question.Kind.NUMBER else {}))
