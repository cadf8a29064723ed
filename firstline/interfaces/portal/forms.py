"""What customers fill in: every text may be anything, and what was typed stays."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from firstline.casework.contacts.models import Kind
from firstline.interfaces.ui.clean_text import Unclean, clean

LONGEST_WORDS = 20_000
LONGEST_PLACE = 250
_POINT = re.compile(r"^[\s(]*(-?\d{1,2}(?:[.,]\d+)?)\s*°?\s*[,;\s]\s*(-?\d{1,3}(?:[.,]\d+)?)\s*°?[\s)]*$")
KINDS: list[tuple[str, str | Promise]] = [
    (Kind.ACTION, gettext_lazy("Something is broken or has to be done")),
    (Kind.INFORMATION, gettext_lazy("I have a question")),
    (Kind.COMMENT, gettext_lazy("Praise or a complaint")),
]
Bound = dict[str, Any]


class CleanText(forms.CharField):
    """A text whose line ends are made plain; what cannot be stored is refused with a sentence."""

    def to_python(self, value: Any) -> str:
        try:
            return super().to_python(clean(str(value or ""))) or ""
        except Unclean as error:
            raise ValidationError(str(error)) from error


class TellForm(forms.Form):
    """A report. Only the words are needed; who leaves neither e-mail nor number follows by the link alone."""

    use_required_attribute = False
    kind = forms.ChoiceField(label=gettext_lazy("What is it about?"), choices=KINDS, widget=forms.RadioSelect)
    words = CleanText(
        label=gettext_lazy("In your own words"),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea({"rows": 5}),
        error_messages={"required": gettext_lazy("Write a few words first.")},
    )
    place = CleanText(
        label=gettext_lazy("Where is it?"),
        max_length=LONGEST_PLACE,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    point = CleanText(
        label=gettext_lazy("Position on the map"),
        max_length=60,
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "text"}),
    )
    code = CleanText(max_length=20, required=False)
    location = CleanText(max_length=20, required=False)
    name = CleanText(
        label=pgettext_lazy("of a person", "Name"),
        max_length=200,
        required=False,
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        max_length=254,
        required=False,
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    phone = CleanText(
        label=gettext_lazy("Telephone"),
        max_length=60,
        required=False,
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel"}),
    )

    def clean_point(self) -> str:
        """ "52.2297, 21.0122"; commas may stand for points where the two are kept apart by something else."""
        text = str(self.cleaned_data["point"])
        if not text.strip():
            return ""
        match = _POINT.match(text)
        if match:
            latitude, longitude = (float(part.replace(",", ".")) for part in match.groups())
            if abs(latitude) <= 90 and abs(longitude) <= 180:
                return f"{latitude:.6f}, {longitude:.6f}"
        raise ValidationError(_("Two numbers with a comma between, such as 52.2297, 21.0122."))

    def clean_phone(self) -> str:
        text = str(self.cleaned_data["phone"]).strip()
        if text and not any(map(str.isdigit, text)):
            raise ValidationError(_("This is no telephone number."))
        return text


class SayForm(forms.Form):
    """Something that is written about a report that is known: an answer, what is still wrong, or more about it."""

    use_required_attribute = False
    words = CleanText(
        label=gettext_lazy("Your message"),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": gettext_lazy("Write a few words first.")},
    )


class FindForm(forms.Form):
    """Number, and the e-mail or telephone that was given with it."""

    use_required_attribute = False
    number = CleanText(
        label=gettext_lazy("Number"),
        max_length=30,
        widget=forms.TextInput({"autocomplete": "off", "placeholder": "T42"}),
        error_messages={"required": gettext_lazy("Type the number first, such as T42.")},
    )
    reached = CleanText(
        label=gettext_lazy("E-mail or telephone that you gave us"),
        max_length=254,
        error_messages={"required": gettext_lazy("Type the e-mail or telephone that you gave us.")},
    )

    def clean_number(self) -> str:
        text = str(self.cleaned_data["number"]).strip()
        if not re.fullmatch(r"[TtCc]?[\s#-]*[0-9]{1,18}", text):
            raise ValidationError(_("A number looks like T42 or C108."))
        return text
