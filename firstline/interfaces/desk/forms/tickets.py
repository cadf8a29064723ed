"""What may be written into a ticket."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from firstline.casework.contacts.severity import SEVERITY
from firstline.casework.guidance.gates import OpenStep
from firstline.casework.tickets.correction import TEXTS
from firstline.casework.tickets.models import Ticket
from firstline.casework.tickets.notes import CALLS
from firstline.casework.tickets.priority import MOST_PEOPLE
from firstline.reference.catalogue.models import ProblemCode
from firstline.reference.customers.models import Degree
from firstline.reference.staff.models import SupportCentre, User
from firstline.reference.staff.roles import RIGHTS, Right

LONGEST_TEXT = 20_000
TIERS = (1, 2, 3)
DEGREES = [("", "–"), *Degree.choices]


def workers() -> list[tuple[int, str]]:
    """The people to whom a ticket can be given, as choices."""
    roles = [role for role, rights in RIGHTS.items() if Right.WORK_TICKETS in rights]
    return list(User.objects.filter(is_active=True, role__in=roles).values_list("pk", "name"))


class Words(forms.CharField):
    """A text of several lines in any direction. There is always a placeholder, so that CSS knows an empty one."""

    def __init__(self, *, rows: int = 3, placeholder: str | Promise = " ", **options: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows, "dir": "auto", "placeholder": placeholder})
        super().__init__(**{"max_length": LONGEST_TEXT, "widget": widget, **options})

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Without a limit in the browser: what is too long is told, not cut off while it is pasted."""
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}


class ActForm(forms.Form):
    """The base of the small forms of a ticket: the browser refuses nothing, the answer says what is missing."""

    use_required_attribute = False
    # The steps of a procedure that stand in the way, each led to from beside the form.
    still_open: Sequence[OpenStep] = ()

    def focus(self) -> None:
        """Put the cursor into the first field that is wrong, else into the first of all."""
        wrong = [field for field in self if field.errors]
        for field in (wrong or list(self))[:1]:
            field.field.widget.attrs["autofocus"] = True


class NoteForm(ActForm):
    text = Words(label=gettext_lazy("Note"), placeholder=gettext_lazy("Write a note for colleagues…"))


class MessageForm(ActForm):
    text = Words(label=gettext_lazy("Message to the customer"), placeholder=gettext_lazy("Write to the customer…"))


class CallForm(ActForm):
    outcome = forms.ChoiceField(label=gettext_lazy("How it ended"), choices=list(CALLS.items()))
    text = Words(label=gettext_lazy("What was said"), required=False)


class ReproductionForm(ActForm):
    environment = forms.CharField(label=gettext_lazy("Environment"), required=False, max_length=2000)
    steps = Words(label=gettext_lazy("Steps"))
    result = Words(label=gettext_lazy("Result"), rows=2)
    reproduced = forms.BooleanField(label=gettext_lazy("The fault was seen"), required=False)


class ProposalForm(ActForm):
    text = Words(label=gettext_lazy("Proposed solution"))


class QuestionForm(ActForm):
    text = Words(label=gettext_lazy("Question to the customer"))


class AnswerForm(ActForm):
    text = Words(label=gettext_lazy("What the customer said"))


class ReasonForm(ActForm):
    reason = Words(label=gettext_lazy("Reason"))


class ResolutionForm(ActForm):
    resolution = Words(label=gettext_lazy("How it was solved"))


class ReopeningForm(ActForm):
    text = Words(label=gettext_lazy("What is still wrong"))


class AssigneeForm(ActForm):
    user = forms.TypedChoiceField(label=gettext_lazy("Assign to"), coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].choices = [("", "–"), *workers()]  # type: ignore[attr-defined]


class TransferForm(ActForm):
    centre = forms.TypedChoiceField(label=gettext_lazy("Support centre"), coerce=int)
    tier = forms.TypedChoiceField(label=gettext_lazy("Tier"), coerce=int, choices=[(tier, str(tier)) for tier in TIERS])
    reason = Words(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("What the next one needs to know: it stands in the hand-over."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(centre.pk, centre.label) for centre in SupportCentre.objects.filter(retired_at=None)]
        self.fields["centre"].choices = offered  # type: ignore[attr-defined]


class OtherTicketForm(ActForm):
    """Names another ticket by its number."""

    of = forms.CharField(label=gettext_lazy("Number of the other ticket"), max_length=20)


class FieldsForm(forms.Form):
    """What a ticket says, field by field; the code is chosen by what it is called."""

    use_required_attribute = False
    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    words = Words(label=gettext_lazy("The customer's words"), rows=2, required=False)
    wanted = Words(label=gettext_lazy("What the customer wants"), rows=2, required=False)
    before = Words(label=gettext_lazy("What was done before it broke"), rows=2, required=False)
    place = forms.CharField(label=gettext_lazy("Place"), max_length=300, required=False)
    code = forms.ModelChoiceField(
        ProblemCode.objects.in_use(),
        label=gettext_lazy("Problem code"),
        error_messages={"required": gettext_lazy("A ticket keeps its code, or gets another.")},
    )

    impact = forms.TypedChoiceField(
        label=gettext_lazy("Impact"), coerce=int, empty_value=None, required=False, choices=DEGREES
    )
    urgency = forms.TypedChoiceField(
        label=gettext_lazy("Urgency"), coerce=int, empty_value=None, required=False, choices=DEGREES
    )
    people_affected = forms.IntegerField(
        label=gettext_lazy("People affected"), required=False, min_value=0, max_value=MOST_PEOPLE
    )
    whole_site_down = forms.NullBooleanField(label=gettext_lazy("Whole site down"), required=False)

    def __init__(self, ticket: Ticket, sent: Mapping[str, Any] | None = None) -> None:
        texts = {name: getattr(ticket, name) for name in (*TEXTS, *SEVERITY)}
        super().__init__(sent, initial={**texts, "code": ticket.code_id})
        self.fields["title"].widget.attrs |= {"autofocus": True, "dir": "auto"}
