"""Company texts in the five languages side by side, and lengths of time."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _

UNITS = {"minutes": _("minutes"), "hours": _("hours"), "days": _("days")}
_MOST = 10**6


def languages() -> list[tuple[str, str]]:
    """The languages of the desk, each in its own words: whoever translates knows them by these."""
    return [(code, str(get_language_info(code)["name_local"]).capitalize()) for code, _name in settings.LANGUAGES]


def own_language() -> str:
    return (get_language() or "en")[:2]


class TextsForm(forms.Form):
    """One text in each language, in a field named by its code; none is required by itself, the verb asks for one."""

    def __init__(
        self, data: Any = None, *, texts: Mapping[str, str], ident: str, longest: int = 200, rows: int = 0
    ) -> None:
        super().__init__(data, initial=dict(texts), auto_id=f"{ident}_%s")
        for code, name in languages():
            attrs = {"lang": code, "dir": "auto", "placeholder": " "}
            widget = forms.Textarea(attrs={**attrs, "rows": rows}) if rows else forms.TextInput(attrs=attrs)
            self.fields[code] = forms.CharField(label=name, required=False, max_length=longest, widget=widget)


class OneTextForm(forms.Form):
    """A text in the writer's own language: enough to begin with; the others are added beside it."""

    def __init__(self, data: Any = None, *, label: Any, longest: int = 200) -> None:
        super().__init__(data)
        widget = forms.TextInput(attrs={"dir": "auto", "lang": own_language()})
        self.fields["text"] = forms.CharField(label=label, max_length=longest, widget=widget)

    @property
    def texts(self) -> dict[str, str]:
        return {own_language(): self.cleaned_data["text"]}


class SpanWidget(forms.MultiWidget):
    """A number and its unit, sent as two values of one name, as a field that saves itself sends them."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        number = forms.NumberInput(attrs={"min": 0, "step": "any", "class": "span-number"})
        super().__init__([number, forms.Select(choices=list(UNITS.items()))], attrs)
        self.widgets_names = ["", ""]

    def decompress(self, value: timedelta | None) -> list[Any]:
        if value is None:
            return [None, "hours"]
        for unit, seconds in (("days", 86400), ("hours", 3600)):
            if value.total_seconds() % seconds == 0:
                return [round(value.total_seconds() / seconds), unit]
        return [f"{value.total_seconds() / 60:g}", "minutes"]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:  # noqa: ARG002 - Django's signature
        sent: list[str] = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
        return sent


class SpanField(forms.Field):
    """A length of time: a number of minutes, hours or days; empty means none is promised."""

    widget = SpanWidget

    def to_python(self, value: Any) -> timedelta | None:
        number, unit = [*(value or []), "", ""][:2]
        if not str(number).strip():
            return None
        try:
            amount = float(str(number).replace(",", "."))
        except ValueError:
            amount = -1
        if unit not in UNITS or not 0 <= amount <= _MOST:
            raise forms.ValidationError(_("Give a number and minutes, hours or days."))
        return timedelta(**{unit: amount})

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(data) != initial)
        except forms.ValidationError:
            return True
