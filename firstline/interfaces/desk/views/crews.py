"""Crews: the people who go out together."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firstline.interfaces.desk import form_page, one_field
from firstline.interfaces.desk.access import needs, signed_in
from firstline.interfaces.desk.form_page import FormPage
from firstline.interfaces.desk.forms.staff import CrewForm
from firstline.interfaces.desk.setup_pages import CrewPage
from firstline.reference.staff import crews as keeping
from firstline.reference.staff.models import Crew
from firstline.reference.staff.roles import Right


@needs(Right.READ)
@require_safe
def crews(request: HttpRequest) -> HttpResponse:
    rows = Crew.objects.select_related("centre").order_by("retired_at", "name")
    return render(request, "desk/crews/list.html", {"crews": rows})


@needs(Right.EDIT_REFERENCE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_crew(request: HttpRequest) -> HttpResponse:
    page = FormPage(_("New crew"), _("Enter"), [(_("Crews"), reverse("desk:crews"))])

    def enter(facts: dict[str, Any]) -> str:
        hours = facts["hours_a_day"]
        crew = keeping.create_crew(facts["name"], facts["centre"], hours_a_day=hours, by=signed_in(request))
        return reverse("desk:crew", args=[crew.pk])

    return form_page.answer(request, CrewForm(request.POST or None), page, enter)


@needs(Right.READ)
@require_safe
def crew(request: HttpRequest, pk: int) -> HttpResponse:
    return _draw(request, CrewPage(_crew(pk), signed_in(request)))


@needs(Right.EDIT_REFERENCE)
@require_POST
def crew_fields(request: HttpRequest, pk: int) -> HttpResponse:
    """A fact about a crew, saving itself."""
    found, by = _crew(pk), signed_in(request)
    form = CrewForm(request.POST, crew=found)

    def write(name: str, value: Any, _seen: int | None) -> int:
        keeping.change_crew(found, by=by, **{name: value})
        return 0

    def again() -> HttpResponse:
        return _draw(request, CrewPage(found, by, form))

    back = reverse("desk:crew", args=[pk])
    return one_field.answer(request, form, write, back=back, again=again, refresh=("history",))


@needs(Right.EDIT_REFERENCE)
@require_POST
def crew_retirement(request: HttpRequest, pk: int) -> HttpResponse:
    """No longer planned for."""
    keeping.retire_crew(_crew(pk), by=signed_in(request), at=timezone.now())
    return redirect("desk:crew", pk=pk)


@needs(Right.EDIT_REFERENCE)
@require_POST
def crew_restoration(request: HttpRequest, pk: int) -> HttpResponse:
    """Planned for again."""
    keeping.restore_crew(_crew(pk), by=signed_in(request))
    return redirect("desk:crew", pk=pk)


def _crew(pk: int) -> Crew:
    return get_object_or_404(Crew.objects.select_related("centre"), pk=pk)


def _draw(request: HttpRequest, page: CrewPage) -> HttpResponse:
    return render(request, "desk/crews/page.html", {"page": page, "crew": page.crew})
