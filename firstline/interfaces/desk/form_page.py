"""A page that is one form: filled in, handed to a verb, drawn again beside what was refused."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise

from firstline.journal.refusal import Refused

Text = str | Promise


@dataclass(frozen=True)
class FormPage:
    """What stands around a form. `trail` leads back: (label, address) of the pages above it, the nearest last."""

    title: Text
    button: Text
    trail: Sequence[tuple[Text, str]]
    template: str = "desk/form_page.html"
    context: dict[str, Any] = field(default_factory=dict)

    @property
    def back(self) -> str:
        return self.trail[-1][1]


def answer(
    request: HttpRequest, form: forms.Form | forms.ModelForm[Any], page: FormPage, verb: Callable[[dict[str, Any]], str]
) -> HttpResponse:
    """GET draws the form; POST hands its facts to `verb`, which returns the address to go on to."""
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(verb(form.cleaned_data))
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    return render(request, page.template, {"page": page, "form": form, **page.context})
