"""The form of a report that is sent regularly."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from firstline.interfaces import listings
from firstline.interfaces.transfer import pdf
from firstline.interfaces.transfer.models import RegularReport
from firstline.interfaces.transfer.regular_reports import PREFIX, addresses_in
from firstline.journal.refusal import Refused


class RegularReportForm(forms.Form):
    use_required_attribute = False
    report = forms.ChoiceField(label=_("Report"))
    every = forms.ChoiceField(label=_("Sent"), choices=RegularReport.Every.choices)
    recipients = forms.CharField(
        label=_("Recipients"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("E-mail addresses; none of them sees the others."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    with_pdf = forms.BooleanField(label=_("also as PDF"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reports = [(one.name, one.title) for one in listings.kept() if one.name.startswith(PREFIX)]
        self.fields["report"].choices = reports  # type: ignore[attr-defined]
        if not pdf.can_be_made():
            del self.fields["with_pdf"]

    def clean_recipients(self) -> list[str]:
        try:
            return addresses_in(self.cleaned_data["recipients"])
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
