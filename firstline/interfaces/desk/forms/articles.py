"""What is filled in about an article: its text in one language, who it is for, and what is said about its state."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from firstline.interfaces.desk.forms.labels import languages, own_language
from firstline.interfaces.ui.clean_text import Unclean, clean
from firstline.reference.knowledge.models import Article, ArticleVersion, Audience, State
from firstline.reference.knowledge.publishing import LONGEST_REASON
from firstline.reference.knowledge.wording import Text

Pairs = list[tuple[str, str]]


class CleanText(forms.CharField):
    """A text whose length and characters the verb judges; line ends are made LF."""

    def __init__(self, *, rows: int = 0, **kwargs: Any) -> None:
        attrs = {"dir": "auto", **({"rows": rows} if rows else {})}
        widget = forms.Textarea(attrs=attrs) if rows else forms.TextInput(attrs=attrs)
        super().__init__(widget=widget, strip=False, **kwargs)

    def to_python(self, value: Any) -> str:
        try:
            return clean(super().to_python(value) or "")
        except Unclean as error:
            raise forms.ValidationError(str(error)) from error


class PairsField(CleanText):
    """Lines of "label: value"; `last` where the value may hold colons itself, as an address does."""

    def __init__(self, *, opens: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(rows=3, required=False, **kwargs)
        self.opens = opens

    def clean(self, value: Any) -> Pairs:
        return [self._pair(line.strip()) for line in super().clean(value).split("\n") if line.strip()]

    def _pair(self, line: str) -> tuple[str, str]:
        starts = [place for word in self.opens if (place := line.find(word)) >= 0]
        if starts:
            at = min(starts)
            return line[:at].rstrip(": "), line[at:]
        label, _colon, value = line.rpartition(":")
        return label.strip(), value.strip()


class ArticleTextForm(forms.Form):
    """An article in one language. `seen` is the version that the writer had read, `original` the one translated."""

    title = CleanText(label=gettext_lazy("Title"), required=False)
    body = CleanText(
        label=gettext_lazy("Text"),
        rows=16,
        required=False,
        help_text=gettext_lazy("Markdown: **bold**, # heading, - list. [[A-12]] leads to an article."),
    )
    script = CleanText(
        label=gettext_lazy("Script"),
        rows=4,
        required=False,
        help_text=gettext_lazy("Said to the customer word for word."),
    )
    read_out = PairsField(
        label=gettext_lazy("Numbers to read out"), help_text=gettext_lazy("One per line: City depot: 555 0100")
    )
    links = PairsField(
        label=gettext_lazy("Links"),
        help_text=gettext_lazy("One per line: Opening hours: https://example.org/hours"),
        opens=("https://", "http://", "mailto:", "tel:", "javascript:", "data:"),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10**8, required=False)
    original = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10**8, required=False)

    @property
    def text(self) -> Text:
        sent = self.cleaned_data
        return Text(sent["title"], sent["body"], sent["script"], sent["read_out"], sent["links"])


class NewArticleForm(ArticleTextForm):
    """A new article: in which language, for whom, and for which code."""

    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=languages)
    audience = forms.ChoiceField(label=gettext_lazy("For"), choices=Audience.choices)
    code = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2**62)

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **{"initial": {"language": own_language()}, **kwargs})
        self.fields["title"].widget.attrs["autofocus"] = True


class ArticleFactsForm(forms.Form):
    """Who may read it, and when it is to be looked through: fields that save themselves."""

    audience = forms.ChoiceField(label=gettext_lazy("For"), choices=Audience.choices)
    review_by = forms.DateField(
        label=gettext_lazy("To be reviewed by"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def __init__(self, data: Any = None, *, article: Article) -> None:
        super().__init__(data, initial={"audience": article.audience, "review_by": article.review_by})


class ReasonForm(forms.Form):
    """Why an article is sent back, or no longer holds."""

    reason = CleanText(label=gettext_lazy("Reason"), rows=3, required=False)

    def clean_reason(self) -> str:
        reason: str = self.cleaned_data["reason"].strip()
        if len(reason) > LONGEST_REASON:
            raise forms.ValidationError(_("At most %(count)s characters.") % {"count": LONGEST_REASON})
        return reason


class ArticleFilterForm(forms.Form):
    """Which articles are listed. A language with a minus means: those that lack it."""

    q = forms.CharField(required=False)
    state = forms.ChoiceField(required=False)
    language = forms.ChoiceField(required=False)
    department = forms.ChoiceField(required=False)
    attached = forms.ChoiceField(required=False)

    def __init__(self, data: Any, *, departments: Sequence[tuple[int, str]], may_write: bool) -> None:
        super().__init__(data)
        states = list(State.choices) if may_write else [(State.PUBLISHED.value, State.PUBLISHED.label), *_OUTDATED]
        written = [(code, _("in %(language)s") % {"language": name}) for code, name in languages()]
        lacking = [
            (f"-{code}", _("not, or behind, in %(language)s") % {"language": name}) for code, name in languages()
        ]
        self._choose("state", gettext_lazy("State"), [*states, ("retired", _("retired"))] if may_write else states)
        self._choose("language", gettext_lazy("Language"), [*written, *lacking] if may_write else written)
        self._choose("department", gettext_lazy("Department"), [(str(key), label) for key, label in departments])
        attached = [("yes", _("attached to something")), ("no", _("attached to nothing"))]
        self._choose("attached", gettext_lazy("Attached"), attached)

    def _choose(self, name: str, label: Any, choices: Sequence[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        field.label = label
        field.choices = [("", label), *choices]  # type: ignore[attr-defined]

    @property
    def wanted(self) -> dict[str, str]:
        """What was asked for, without what is no choice."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


_OUTDATED = [(State.OUTDATED.value, State.OUTDATED.label)]


def text_initial(version: ArticleVersion | None, *, seen: int = 0, original: int = 0) -> dict[str, Any]:
    """A version as the form shows it."""
    if version is None:
        return {"seen": seen, "original": original}
    return {
        **{name: getattr(version, name) for name in ("title", "body", "script")},
        "read_out": as_lines(version.read_out),
        "links": as_lines(version.links),
        "seen": seen,
        "original": original,
    }


def as_lines(pairs: Sequence[Sequence[str]]) -> str:
    """Pairs as the lines they are typed in."""
    return "\n".join(": ".join(filter(None, pair)) for pair in pairs)
