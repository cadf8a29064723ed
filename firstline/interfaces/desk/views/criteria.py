"""Criteria: what decides priorities and routes, as tables that a manager writes, tries and puts in use (T1, T2)."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firstline.casework.tickets.facts import DECIDING
from firstline.interfaces.desk.access import needs, signed_in
from firstline.interfaces.desk.criteria_page import RowPage, TablePage
from firstline.journal.refusal import Refused
from firstline.reference.service_levels import criteria_tables as tables
from firstline.reference.service_levels.models import CriteriaRow, CriteriaTable, Kind
from firstline.reference.staff.roles import Right


@needs(Right.READ)
@require_safe
def criteria(_request: HttpRequest) -> HttpResponse:
    """The criteria of priorities are asked for most."""
    return redirect("desk:criteria_table", Kind.PRIORITY)


@needs(Right.READ)
@require_safe
def table(request: HttpRequest, kind: str) -> HttpResponse:
    """The rows of one table: the draft, what is in use, or an earlier version."""
    page = TablePage(kind_of(kind), request.GET.get("version", ""))
    return render(request, "desk/criteria/table.html", {"page": page})


@needs(Right.EDIT_REFERENCE)
@require_POST
def draft(request: HttpRequest, kind: str) -> HttpResponse:
    """Begin a draft, or go on with the one there is."""
    return _tell(request, kind_of(kind), lambda: tables.draft(kind, by=signed_in(request)))


@needs(Right.EDIT_REFERENCE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_row(request: HttpRequest, kind: str) -> HttpResponse:
    """One more row at the end of the draft."""
    found = kind_of(kind)

    def add(_page: RowPage, facts: dict[str, Any]) -> CriteriaRow:
        begun = tables.draft(found, by=signed_in(request))
        return tables.add_row(begun, facts, vocabulary=DECIDING[found], by=signed_in(request))

    return _write(request, found, None, add)


@needs(Right.EDIT_REFERENCE)
@require_http_methods(["GET", "HEAD", "POST"])
def row(request: HttpRequest, pk: int) -> HttpResponse:
    """What a row of the draft says; of one that is gone by now what was typed stays, to become a new row."""
    if request.method == "POST" and not CriteriaRow.objects.filter(pk=pk).exists():
        page = RowPage.sent(kind_of(request.POST.get("kind", "")), None, request.POST)
        page.refused = _("Somebody has removed this row in the meantime. Saved once more, it becomes a new last row.")
        return _draw(request, page)
    found = _row(pk)

    def change(page: RowPage, facts: dict[str, Any]) -> CriteriaRow:
        return tables.change_row(
            found, facts, vocabulary=DECIDING[found.table.kind], by=signed_in(request), seen=page.seen
        )

    return _write(request, kind_of(found.table.kind), found, change)


def _write(
    request: HttpRequest, kind: Kind, found: CriteriaRow | None, verb: Callable[[RowPage, dict[str, Any]], CriteriaRow]
) -> HttpResponse:
    """Draw a row's form; or hand what was sent to the verb, unless only the condition gets another line."""
    page = RowPage.sent(kind, found, request.POST) if request.method == "POST" else RowPage.standing(kind, found)
    if request.method == "POST" and "edit" not in request.POST and (facts := page.facts) is not None:
        try:
            written = verb(page, facts)
            return redirect(f"{reverse('desk:criteria_table', args=[kind])}#row-{written.pk}")
        except tables.ChangedMeanwhile as changed:
            page.refused = str(changed)
            page.compare(_row(changed.row.pk))
        except Refused as refusal:
            page.blame(refusal.field, str(refusal))
    return _draw(request, page)


def _draw(request: HttpRequest, page: RowPage) -> HttpResponse:
    # A row's address does not stand below that of its table, so the place in the navigation is named here.
    return render(request, "desk/criteria/row.html", {"page": page.drawn(), "current_place": "desk:staff"})


@needs(Right.EDIT_REFERENCE)
@require_POST
def position(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a row at another place: what stands before it is asked before it."""
    found, sent = _row(pk), request.POST.get("position", "")
    place = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 6 else found.position
    return _tell(request, kind_of(found.table.kind), lambda: tables.move_row(found, place, by=signed_in(request)))


@needs(Right.EDIT_REFERENCE)
@require_POST
def use(request: HttpRequest, pk: int) -> HttpResponse:
    """Switch a row off, or on again."""
    found, is_on = _row(pk), request.POST.get("is_on") == "on"
    by = signed_in(request)
    return _tell(request, kind_of(found.table.kind), lambda: tables.switch_row(found, is_on=is_on, by=by))


@needs(Right.EDIT_REFERENCE)
@require_POST
def removal(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a row out of the draft."""
    found = _row(pk)
    return _tell(request, kind_of(found.table.kind), lambda: tables.remove_row(found, by=signed_in(request)))


@needs(Right.EDIT_REFERENCE)
@require_POST
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a draft in use, as the person has seen it."""
    found = get_object_or_404(CriteriaTable, pk=pk)
    kind, by, seen = kind_of(found.kind), signed_in(request), _moment(request.POST.get("seen", ""))

    def put_in_use() -> None:
        tables.go_live(found, vocabulary=DECIDING[kind], by=by, seen=seen)
        messages.success(request, _("The criteria are in use."))

    return _tell(request, kind, put_in_use)


@needs(Right.EDIT_REFERENCE)
@require_POST
def discarding(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    found = get_object_or_404(CriteriaTable, pk=pk)

    def discard() -> None:
        tables.discard(found, by=signed_in(request))
        messages.success(request, _("The draft is thrown away."))

    return _tell(request, kind_of(found.kind), discard)


def kind_of(text: str) -> Kind:
    """Which criteria an address means."""
    if text not in Kind.values:
        raise Http404
    return Kind(text)


def _row(pk: int) -> CriteriaRow:
    rows = CriteriaRow.objects.select_related("table", "priority", "centre", "person")
    return get_object_or_404(rows, pk=pk)


def _moment(text: str) -> datetime | None:
    try:
        return parse_datetime(text)
    except ValueError:
        return None


def _tell(request: HttpRequest, kind: Kind, verb: Callable[[], object]) -> HttpResponse:
    try:
        verb()
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("desk:criteria_table", kind)
