"""Before what contacts of a kind need a search."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from firstline.reference.handling.models import KindHandling


class SearchFirstForm(forms.Form):
    """Each tick saves itself."""

    search_before_answer = forms.BooleanField(label=_("before an answer"), required=False)
    search_before_ticket = forms.BooleanField(label=_("before a ticket"), required=False)
    search_before_work_order = forms.BooleanField(label=_("before a work order"), required=False)

    def __init__(self, data: Any = None, *, kind: str, row: KindHandling | None) -> None:
        known = row or KindHandling(kind=kind)
        super().__init__(data, initial={name: getattr(known, name) for name in self.base_fields}, auto_id=f"{kind}_%s")
