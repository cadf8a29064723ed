"""What may be sent about the catalogue and what its codes carry."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from firstline.interfaces.desk.forms.labels import SpanField, languages
from firstline.reference.catalogue.keeping import BELOW, MOST_SYNONYMS
from firstline.reference.catalogue.models import Node, ProblemCode
from firstline.reference.handling.models import Handling, Question, StandardWorkOrder
from firstline.reference.handling.questions import LONGEST as LONGEST_QUESTION
from firstline.reference.service_levels.models import Priority
from firstline.reference.staff.models import Crew, SupportCentre

# What stands above each level, and by which of its fields it hangs there.
ABOVE: dict[type[Node], tuple[type[Node], str]] = {level: (parent, by) for parent, (level, by) in BELOW.items()}
LONGEST_WORDS = MOST_SYNONYMS * 200


def words_of(text: str) -> list[str]:
    """Words as people list them: between commas or on lines of their own."""
    return [word for line in text.splitlines() for word in line.split(",")]


class HandlingForm(forms.Form):
    """What a code carries; each field saves itself."""

    centre = forms.ModelChoiceField(
        label=_("Support centre"), required=False, queryset=SupportCentre.objects.none(), empty_label=_("none")
    )
    tier = forms.TypedChoiceField(label=_("Tier"), choices=[(1, "1"), (2, "2"), (3, "3")], coerce=int)
    priority = forms.ModelChoiceField(
        label=_("Priority"), required=False, queryset=Priority.objects.none(), empty_label=_("none")
    )
    standard_work_order = forms.ModelChoiceField(
        label=_("Standard work order"), required=False, queryset=StandardWorkOrder.objects.none(), empty_label=_("none")
    )
    temporary_turnaround = SpanField(label=_("Temporary fix within"), required=False)
    permanent_turnaround = SpanField(label=_("Permanent fix within"), required=False)
    requires_location = forms.BooleanField(label=_("A location is required"), required=False)
    requires_equipment = forms.BooleanField(label=_("Equipment is required"), required=False)
    search_before_answer = forms.BooleanField(label=_("Search articles before an answer"), required=False)
    search_before_ticket = forms.BooleanField(label=_("Search articles before a ticket"), required=False)
    search_before_work_order = forms.BooleanField(label=_("Search articles before a work order"), required=False)

    def __init__(self, data: Any = None, *, handling: Handling) -> None:
        super().__init__(data, initial={name: getattr(handling, name) for name in self.base_fields})
        chosen = {"centre": SupportCentre, "priority": Priority, "standard_work_order": StandardWorkOrder}
        for name, model in chosen.items():
            now = getattr(handling, f"{name}_id")
            rows = model._default_manager.filter(Q(retired_at=None) | Q(pk=now))
            self.fields[name].queryset = rows  # type: ignore[attr-defined]


class ParentForm(forms.Form):
    """Where a node is to hang from now on."""

    parent: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        label=_("Move below"), queryset=None, empty_label=_("choose")
    )

    def __init__(self, data: Any = None, *, node: Node) -> None:
        super().__init__(data)
        level, hangs_by = ABOVE[type(node)]
        rows: QuerySet[Any] = level._default_manager.filter(retired_at=None).exclude(pk=getattr(node, f"{hangs_by}_id"))
        self.fields["parent"].queryset = rows.select_related(*_above(level))  # type: ignore[attr-defined]
        self.fields["parent"].label_from_instance = way_to  # type: ignore[attr-defined]


def way_to(node: Any) -> str:
    """A node's label with those above it: names repeat in a catalogue."""
    labels = []
    while node is not None:
        labels.append(node.label)
        node = next(
            (getattr(node, name) for name in ("category", "provider", "department") if hasattr(node, name)), None
        )
    return " › ".join(reversed(labels))


def _above(level: type[Node]) -> list[str]:
    paths = {"ServiceProvider": ["department"], "ServiceCategory": ["provider__department"]}
    return paths.get(level.__name__, [])


class QuestionForm(forms.Form):
    """A question with its text in every language; of a choice, one answer per line, the same line in each language."""

    kind = forms.ChoiceField(label=_("Answer"), choices=Question.Kind.choices)
    required = forms.BooleanField(label=_("Must be answered"), required=False)

    def __init__(self, data: Any = None, *, question: Question) -> None:
        super().__init__(data, initial={"kind": question.kind, "required": question.required})
        for code, name in languages():
            attrs = {"lang": code, "dir": "auto"}
            self.fields[f"text_{code}"] = forms.CharField(
                label=_("Question (%(language)s)") % {"language": name},
                required=False,
                max_length=LONGEST_QUESTION,
                initial=question.texts.get(code, ""),
                widget=forms.TextInput(attrs=attrs),
            )
        for code, name in languages():
            self.fields[f"choices_{code}"] = forms.CharField(
                label=_("Answers to choose from (%(language)s)") % {"language": name},
                required=False,
                max_length=LONGEST_WORDS,
                initial="\n".join(choice.get(code, "") for choice in question.choices).strip(),
                widget=forms.Textarea(attrs={"lang": code, "dir": "auto", "rows": 3}),
            )

    @property
    def texts(self) -> dict[str, str]:
        return {code: self.cleaned_data[f"text_{code}"] for code, _name in languages()}

    @property
    def choices(self) -> list[dict[str, str]]:
        columns = {code: self.cleaned_data[f"choices_{code}"].splitlines() for code, _name in languages()}
        count = max(map(len, columns.values()))
        return [{code: lines[row] for code, lines in columns.items() if row < len(lines)} for row in range(count)]


class StandardWorkOrderForm(forms.Form):
    """Crew, duration and what an open order covers; each field saves itself."""

    duration = SpanField(label=_("Duration"))
    crew = forms.ModelChoiceField(label=_("Crew"), required=False, queryset=Crew.objects.none(), empty_label=_("none"))
    near_metres = forms.IntegerField(
        label=_("Covers problems within metres"), min_value=0, help_text=_("An open work order this near is offered.")
    )
    window_days = forms.IntegerField(label=_("Covers problems within days"), min_value=0)

    def __init__(self, data: Any = None, *, order: StandardWorkOrder) -> None:
        super().__init__(data, initial={name: getattr(order, name) for name in self.base_fields})
        crews = Crew.objects.filter(Q(retired_at=None) | Q(pk=order.crew_id))
        self.fields["crew"].queryset = crews  # type: ignore[attr-defined]


class NewStandardWorkOrderForm(forms.Form):
    text = forms.CharField(label=_("What is done"), max_length=200, widget=forms.TextInput(attrs={"dir": "auto"}))
    duration = SpanField(label=_("Duration"), required=True)


def codes_of(order: StandardWorkOrder) -> list[ProblemCode]:
    """The codes that carry a standard work order."""
    return list(ProblemCode.objects.filter(handling__standard_work_order=order).with_path())
