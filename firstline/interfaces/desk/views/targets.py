"""Targets: what is promised for each priority, and for whom otherwise."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firstline.interfaces.desk import form_page, promise_pages
from firstline.interfaces.desk.access import needs, signed_in
from firstline.interfaces.desk.form_page import FormPage
from firstline.interfaces.desk.forms.promises import TargetForm, agreements_like
from firstline.reference.service_levels import targets as keeping
from firstline.reference.service_levels.models import Calendar, ServiceTarget
from firstline.reference.service_levels.previewing import LONGEST_TYPED, sample_start
from firstline.reference.service_levels.targets import PROMISES
from firstline.reference.staff.roles import Right

ask_or_do = require_http_methods(["GET", "HEAD", "POST"])


@needs(Right.READ)
@require_safe
def targets(request: HttpRequest) -> HttpResponse:
    """All of them in one table, and when each would be due."""
    start = request.GET.get("start", sample_start())[: LONGEST_TYPED + 1]
    rows, wrong = promise_pages.target_rows(start, timezone.now())
    context = {
        "rows": rows,
        "start": start,
        "wrong": wrong,
        "labels": promise_pages.LABELS,
        "changed": "changed" in request.GET,
    }
    return render(request, "desk/targets/list.html", context)


@needs(Right.EDIT_REFERENCE)
@ask_or_do
def new_target(request: HttpRequest) -> HttpResponse:
    """One more; where there is one of the same scope, it takes its place."""
    form = TargetForm(request.POST or None, initial={"priority": request.GET.get("priority")})

    def lay_down(facts: dict[str, Any]) -> str:
        keeping.set_target(facts["priority"], form.facts, by=signed_in(request))
        return f"{reverse('desk:targets')}?changed=1"

    return form_page.answer(request, form, _page(_("New target")), lay_down)


@needs(Right.EDIT_REFERENCE)
@ask_or_do
def target(request: HttpRequest, pk: int) -> HttpResponse:
    """Promise otherwise what is promised to the same ones."""
    rows = ServiceTarget.objects.select_related("priority", "agreement", "code", "department", "calendar")
    found = get_object_or_404(rows, pk=pk)
    form = TargetForm(request.POST or None, target=found)

    def lay_down(_facts: dict[str, Any]) -> str:
        keeping.set_target(found.priority, form.facts, seen=form.cleaned_data["seen"] or None, by=signed_in(request))
        return f"{reverse('desk:targets')}?changed=1"

    title = _("%(priority)s: %(scope)s") % {"priority": found.priority, "scope": promise_pages.scope_of(found)}
    return form_page.answer(request, form, _page(title, found), lay_down)


@needs(Right.EDIT_REFERENCE)
@require_POST
def removal(request: HttpRequest, pk: int) -> HttpResponse:
    """Promise nothing more to these."""
    keeping.remove_target(get_object_or_404(ServiceTarget, pk=pk), by=signed_in(request))
    return redirect(f"{reverse('desk:targets')}?changed=1")


@needs(Right.READ)
@require_safe
def preview(request: HttpRequest) -> HttpResponse:
    """When what is being written would be due."""
    key = request.GET.get("calendar", "")
    known = Calendar.objects.filter(pk=int(key)) if key.isascii() and key.isdigit() and len(key) < 19 else None
    calendar = (known or Calendar.objects.filter(is_default=True)).first()
    start = request.GET.get("start", sample_start())[: LONGEST_TYPED + 1]
    texts = [request.GET.get(name, "")[:LONGEST_TYPED] for name in PROMISES]
    cells, wrong = promise_pages.preview(texts, calendar, start, timezone.now())
    context = {"lines": [cell for cell in cells if cell.words], "wrong": wrong, "start": start, "calendar": calendar}
    return render(request, "desk/targets/_preview.html", context)


@needs(Right.READ)
@require_safe
def agreements(request: HttpRequest) -> HttpResponse:
    """Agreements whose number begins as typed."""
    return render(request, "desk/targets/_agreements.html", {"found": agreements_like(request.GET.get("q", ""))})


def _page(title: str, found: ServiceTarget | None = None) -> FormPage:
    trail = [(_("Targets"), reverse("desk:targets"))]
    context = {"target": found, "start": sample_start()}
    return FormPage(title, _("Save"), trail, template="desk/targets/page.html", context=context)
