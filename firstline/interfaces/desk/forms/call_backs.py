"""What is written down of a call-back: a promise, how an attempt ended, another time, and why it is owed no longer."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from firstline.casework.tickets.models import Attempt
from firstline.interfaces.desk.forms.tickets import ActForm, Words

QUARTER = timedelta(minutes=15)
AHEAD = timedelta(hours=2)
CONFIRMED, NOT_SOLVED = "confirmed", "not_solved"
SOLVED = [
    ("", gettext_lazy("was not asked, or cannot say yet")),
    (CONFIRMED, gettext_lazy("yes: the ticket is closed")),
    (NOT_SOLVED, gettext_lazy("no: the ticket is open again")),
]


def soon(now: datetime) -> datetime:
    """A time that one may promise without thinking: in two hours or a little more, on a quarter of an hour."""
    later = now + AHEAD + QUARTER
    return later.replace(minute=later.minute // 15 * 15, second=0, microsecond=0)


class TimeField(forms.DateTimeField):
    """A moment in the reader's zone, to the minute; one that does not exist there or exists twice is refused."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(**{"widget": widget, **options})


class PromiseForm(ActForm):
    due_by = TimeField(label=gettext_lazy("Call back by"))
    text = Words(label=gettext_lazy("What about"), rows=2)
    number = forms.CharField(
        label=gettext_lazy("Number to call"),
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
        help_text=gettext_lazy("Empty: the number they called from, else one of the customer’s own."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("due_by", soon(timezone.now()))


class AttemptForm(ActForm):
    """How a try ended; `asks_solved` where the customer may say that what was done has helped."""

    outcome = forms.ChoiceField(label=gettext_lazy("How it ended"), choices=Attempt.Outcome.choices)
    text = Words(label=gettext_lazy("What was said"), required=False)
    solved = forms.ChoiceField(label=gettext_lazy("Is it solved?"), choices=SOLVED, required=False)

    def __init__(self, *args: Any, asks_solved: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_solved:
            del self.fields["solved"]

    def focus(self) -> None:
        """The outcome is mostly chosen already: what was said is to be written."""
        wrong = [field for field in self if field.errors] or [self["text"]]
        wrong[0].field.widget.attrs["autofocus"] = True


class MoveForm(ActForm):
    due_by = TimeField(label=gettext_lazy("Call back by"))
    reason = Words(label=gettext_lazy("Reason"), rows=2)


class CancellationForm(ActForm):
    reason = Words(label=gettext_lazy("Why nobody needs to call any more"), rows=2)
