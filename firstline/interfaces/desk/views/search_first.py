"""The search that has to come first: of which kinds of contact it is demanded, and whether it was done (A3)."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from firstline.casework.contacts.models import Kind
from firstline.interfaces.desk import one_field
from firstline.interfaces.desk.access import needs, signed_in
from firstline.interfaces.desk.forms.contacts import key_of
from firstline.interfaces.desk.forms.search_first import SearchFirstForm
from firstline.interfaces.desk.search_first_page import PERIODS, SearchFirstPage
from firstline.reference.handling.searching_first import demand, of_kinds
from firstline.reference.staff.roles import Right


@needs(Right.EDIT_REFERENCE)
@require_safe
def search_first(request: HttpRequest) -> HttpResponse:
    return _draw(request)


@needs(Right.EDIT_REFERENCE)
@require_POST
def of_kind(request: HttpRequest, kind: str) -> HttpResponse:
    """One of the three demands of a kind, saving itself."""
    if kind not in Kind.values:
        raise Http404
    form = SearchFirstForm(request.POST, kind=kind, row=of_kinds().get(kind))

    def write(name: str, value: Any, _seen: int | None) -> int:
        demand(kind, by=signed_in(request), **{name: value})
        return 0

    def again() -> HttpResponse:
        return _draw(request, **{kind: form})

    return one_field.answer(request, form, write, back=reverse("desk:search_first"), again=again)


def _draw(request: HttpRequest, **refused: SearchFirstForm) -> HttpResponse:
    days = key_of(request.GET.get("days", "")) or 0
    page = SearchFirstPage(timezone.now(), days if days in PERIODS else PERIODS[1], refused)
    return render(request, "desk/look_ups/search_first.html", {"page": page})
