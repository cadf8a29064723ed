"""What may be written of a procedure: its name, what it is chosen for, its steps with their texts, and its branches."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from django import forms
from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from firstline.casework.contacts.models import Kind
from firstline.interfaces.desk.forms.labels import languages
from firstline.reference.catalogue.models import ProblemCode, ServiceCategory
from firstline.reference.handling.models import Question
from firstline.reference.procedures.comparing import FIELDS
from firstline.reference.procedures.landing import PLACES
from firstline.reference.procedures.models import END, NEXT, PARTS, Act, AnswerType, Deed, ProcedureVersion, Step
from firstline.reference.procedures.texts import LONGEST_TEXT, LONGEST_TITLE
from firstline.reference.service_levels.models import Priority

# How many empty lines for choices stand below those there are.
MORE_CHOICES = 3
MOST_LINES = 60
# The choices of a question are lines of their own in the form.
FACTS = tuple(name for name in FIELDS if name != "choices")
PART_LABELS = {
    "title": gettext_lazy("Title"),
    "say": gettext_lazy("What to say, as it is read aloud"),
    "help": gettext_lazy("Help for whoever follows it"),
}


class OccasionForm(forms.Form):
    """What a procedure is chosen for; what is left empty may be anything."""

    use_required_attribute = False
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of contact"), required=False, choices=[("", gettext_lazy("any")), *Kind.choices]
    )
    category = forms.ModelChoiceField(
        ServiceCategory.objects.filter(retired_at=None),
        label=gettext_lazy("Category"),
        required=False,
        empty_label=gettext_lazy("any"),
    )
    code = forms.ModelChoiceField(
        ProblemCode.objects.in_use(),
        label=gettext_lazy("Problem code"),
        required=False,
        empty_label=gettext_lazy("any"),
    )
    priority = forms.ModelChoiceField(
        Priority.objects.filter(retired_at=None),
        label=gettext_lazy("Priority"),
        required=False,
        empty_label=gettext_lazy("any"),
        to_field_name="key",
    )

    @property
    def facts(self) -> dict[str, Any]:
        found = dict(self.cleaned_data)
        return {**found, "priority": found["priority"].key if found["priority"] else ""}


class StepForm(forms.Form):
    """A step whole: what it does and asks, its choices, where it goes on, and its texts in every language."""

    use_required_attribute = False
    act = forms.ChoiceField(label=gettext_lazy("What it is"), choices=Act.choices)
    answer_type = forms.ChoiceField(
        label=gettext_lazy("Answer"), required=False, choices=[("", gettext_lazy("as it follows")), *AnswerType.choices]
    )
    deed = forms.ChoiceField(
        label=gettext_lazy("What is done"), required=False, choices=[("", gettext_lazy("nothing")), *Deed.choices]
    )
    article = forms.IntegerField(
        label=gettext_lazy("Number of the article"), required=False, min_value=1, max_value=2**31 - 1
    )
    lands_in = forms.ChoiceField(label=gettext_lazy("The answer goes to"), required=False)
    required = forms.BooleanField(label=gettext_lazy("Required"), required=False)
    blocks_closing = forms.BooleanField(label=gettext_lazy("Blocks closing the contact"), required=False)
    blocks_resolving = forms.BooleanField(label=gettext_lazy("Blocks resolving the ticket"), required=False)
    then = forms.ChoiceField(label=gettext_lazy("Where it goes on"), required=False)

    def __init__(self, data: Any = None, *, step: Step, steps: Iterable[Step]) -> None:
        texts = {f"{part}.{code}": step.texts.get(part, {}).get(code, "") for part in PARTS for code, _n in languages()}
        super().__init__(data, initial={name: getattr(step, name) for name in FACTS} | texts)
        self.step = step
        cast("forms.ChoiceField", self.fields["then"]).choices = ways(step, steps, NEXT, "")
        cast("forms.ChoiceField", self.fields["lands_in"]).choices = places(step)
        for part in PARTS:
            for code, name in languages():
                attrs = {"lang": code, "dir": "auto", "placeholder": " "}
                widget = forms.TextInput(attrs) if part == "title" else forms.Textarea({**attrs, "rows": 2})
                longest = LONGEST_TITLE if part == "title" else LONGEST_TEXT
                self.fields[f"{part}.{code}"] = forms.CharField(
                    label=name, required=False, max_length=longest, widget=widget
                )

        for field in self.fields.values():
            field.show_hidden_initial = True

    @property
    def facts(self) -> Sequence[forms.BoundField]:
        return [self[name] for name in FACTS if name not in ("required", "blocks_closing", "blocks_resolving")]

    @property
    def ticks(self) -> Sequence[forms.BoundField]:
        return [self[name] for name in ("required", "blocks_closing", "blocks_resolving")]

    @property
    def parts(self) -> list[tuple[str, str, list[forms.BoundField]]]:
        """The texts part by part: name, label, and a field for each language."""
        return [
            (part, str(PART_LABELS[part]), [self[f"{part}.{code}"] for code, _name in languages()]) for part in PARTS
        ]

    @property
    def choice_lines(self) -> list[dict[str, Any]]:
        """The choices as lines: what was sent, else what stands, and a few empty ones."""
        sent = sent_choices(self.data) if self.is_bound else None
        standing = self.step.choices if sent is None else sent
        lines = [*standing, *({"key": "", "labels": {}} for _one in range(MORE_CHOICES))]
        return [
            {
                "number": number,
                "key": one["key"],
                "labels": [(code, name, one["labels"].get(code, "")) for code, name in languages()],
            }
            for number, one in enumerate(lines)
        ]

    @property
    def changed_values(self) -> dict[str, Any]:
        """What the sender has changed of what they had read, as `steps.change_step` takes it."""
        found = {name: self.cleaned_data[name] for name in FACTS if name in self.changed_data}
        choices = sent_choices(self.data)
        return found if json.dumps(choices) == self.data.get("choices_read") else {**found, "choices": choices}

    @property
    def read(self) -> list[SafeString]:
        """What stood in each field when it was drawn, to be sent along."""
        return [self[name].as_hidden(only_initial=True) for name in self.fields]

    @property
    def choices_read(self) -> str:
        return str(self.data["choices_read"]) if "choices_read" in self.data else json.dumps(self.step.choices)

    @property
    def changed_texts(self) -> list[tuple[str, str, str]]:
        """The texts that were changed: part, language, text."""
        found = [name.partition(".") for name in self.changed_data if "." in name]
        return [(part, code, self.cleaned_data[f"{part}.{code}"]) for part, _dot, code in found]


def sent_choices(sent: Mapping[str, str]) -> list[dict[str, Any]]:
    """The lines that hold anything; a key that is not given is made of its number."""
    found = []
    codes = [code for code, _name in settings.LANGUAGES]
    for number in range(MOST_LINES):
        labels = {code: sent.get(f"choice.{number}.{code}", "").strip() for code in codes}
        key = sent.get(f"choice.{number}.key", "").strip()
        if key or any(labels.values()):
            found.append(
                {"key": key or f"choice-{number + 1}", "labels": {c: text for c, text in labels.items() if text}}
            )
    return found


def ways(step: Step, steps: Iterable[Step], *first: str) -> list[tuple[str, str]]:
    """Where a step or branch may lead: the words in `first`, the end, and every other step by its place and title."""
    words = {NEXT: _("the next step"), "": _("only where its branches lead")}
    others = [(one.key, f"{one.position} {one.title or one.key}") for one in steps if one.key != step.key]
    return [*((word, words[word]) for word in first), (END, _("the end")), *others]


def places(step: Step) -> list[tuple[str, str]]:
    """Where an answer may land: the fields of a contact, and the questions of the codes that it is chosen for."""
    codes = step.of.procedure.occasions.exclude(code=None).values("code")
    asked = [(f"question.{one.pk}", f"{one.code}: {one}") for one in Question.objects.filter(code__in=codes)]
    found = [("", _("nowhere: it stays here")), *((name, str(place.label)) for name, place in PLACES.items()), *asked]
    if step.lands_in and step.lands_in not in dict(found):
        found.append((step.lands_in, step.lands_in))
    return found


class NewStepForm(forms.Form):
    """The least that a step begins with."""

    use_required_attribute = False
    act = forms.ChoiceField(label=gettext_lazy("What it is"), choices=Act.choices)
    title = forms.CharField(label=gettext_lazy("Title"), max_length=LONGEST_TITLE)


class WayForm(forms.Form):
    """Where a branch leads."""

    goes_to = forms.ChoiceField(label=gettext_lazy("Then go to"))

    def __init__(self, data: Any = None, *, step: Step, version: ProcedureVersion, goes_to: str = "") -> None:
        super().__init__(data, initial={"goes_to": goes_to})
        cast("forms.ChoiceField", self.fields["goes_to"]).choices = ways(step, version.steps.all())
