"""Priorities: their labels, looks and order."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from firstline.casework.tickets import ranking
from firstline.interfaces.desk import one_field
from firstline.interfaces.desk.access import needs, signed_in
from firstline.interfaces.desk.forms.labels import OneTextForm, TextsForm
from firstline.interfaces.desk.forms.staff import LookForm
from firstline.interfaces.desk.setup_pages import LONGEST_PRIORITY, priority_labels, priority_rows
from firstline.journal.refusal import Refused
from firstline.reference.service_levels import keeping
from firstline.reference.service_levels.models import Priority
from firstline.reference.staff.roles import Right


@needs(Right.READ)
@require_safe
def priorities(request: HttpRequest) -> HttpResponse:
    return _draw(request)


@needs(Right.EDIT_REFERENCE)
@require_POST
def new_priority(request: HttpRequest) -> HttpResponse:
    """One more, after the others."""
    form = OneTextForm(request.POST, label="", longest=LONGEST_PRIORITY)
    if form.is_valid():
        try:
            keeping.create_priority(form.texts, by=signed_in(request))
            return redirect("desk:priorities")
        except Refused as refusal:
            form.add_error("text", str(refusal))
    return _draw(request, add_form=form)


@needs(Right.EDIT_REFERENCE)
@require_POST
def priority_texts(request: HttpRequest, pk: int) -> HttpResponse:
    """Its label in one language, saving itself."""
    found, by = get_object_or_404(Priority, pk=pk), signed_in(request)
    form = priority_labels(found, request.POST)

    def write(language: str, text: str, _seen: int | None) -> int:
        keeping.rename_priority(found, language, text, by=by)
        return 0

    def again() -> HttpResponse:
        return _draw(request, refused={pk: form})

    return one_field.answer(request, form, write, back=reverse("desk:priorities"), again=again)


@needs(Right.EDIT_REFERENCE)
@require_POST
def priority_look(request: HttpRequest, pk: int) -> HttpResponse:
    """Its colour and shape, saving itself."""
    found, by = get_object_or_404(Priority, pk=pk), signed_in(request)

    def write(_name: str, value: Any, _seen: int | None) -> int:
        keeping.change_look(found, value, by=by)
        return 0

    def again() -> HttpResponse:
        return _draw(request)

    back = reverse("desk:priorities")
    form = LookForm(request.POST, priority=found)
    return one_field.answer(request, form, write, back=back, again=again, refresh=(f"mark-{pk}",))


@needs(Right.EDIT_REFERENCE)
@require_POST
def priority_position(request: HttpRequest, pk: int) -> HttpResponse:
    """Change places: done before or after its neighbour."""
    found, sent = get_object_or_404(Priority, pk=pk), request.POST.get("position", "")
    others = [each for each in Priority.objects.filter(retired_at=None) if each.pk != pk]
    place = int(sent) - 1 if sent.isdecimal() and len(sent) < 5 else len(others)
    others.insert(max(0, place), found)
    return _tell(request, lambda: ranking.reorder_priorities(others, by=signed_in(request)))


@needs(Right.EDIT_REFERENCE)
@require_POST
def priority_retirement(request: HttpRequest, pk: int) -> HttpResponse:
    """Not given any more."""
    found, by = get_object_or_404(Priority, pk=pk), signed_in(request)
    return _tell(request, lambda: keeping.retire_priority(found, by=by, at=timezone.now()))


@needs(Right.EDIT_REFERENCE)
@require_POST
def priority_restoration(request: HttpRequest, pk: int) -> HttpResponse:
    """Given again."""
    found = get_object_or_404(Priority, pk=pk)
    return _tell(request, lambda: ranking.restore_priority(found, by=signed_in(request)))


def _tell(request: HttpRequest, verb: Any) -> HttpResponse:
    try:
        verb()
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("desk:priorities")


def _draw(
    request: HttpRequest, *, add_form: OneTextForm | None = None, refused: dict[int, TextsForm] | None = None
) -> HttpResponse:
    add = add_form or OneTextForm(label="", longest=LONGEST_PRIORITY)
    return render(request, "desk/priorities/list.html", {"rows": priority_rows(refused), "add_form": add})
