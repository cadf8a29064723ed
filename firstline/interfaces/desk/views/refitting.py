"""Refitting: open tickets get new deadlines after a change of a calendar or target, when a manager says so."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from firstline.casework.tickets import jobs
from firstline.casework.tickets.refitting import Moving, moving, would_move
from firstline.interfaces.desk.access import by_method, department_limits, needs, signed_in
from firstline.jobs import put_down
from firstline.reference.staff.roles import Right

SHOWN = 100


@needs(Right.EDIT_REFERENCE)
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Which open tickets would be due at other times."""
    count, found = moving(SHOWN)
    limits = department_limits(signed_in(request))
    rows = [row for row in found if not limits or row.ticket.department_id in {None, *limits}]
    return render(request, "desk/refitting/page.html", {"count": count, "rows": [_named(row) for row in rows]})


@needs(Right.EDIT_REFERENCE)
@require_POST
def move(request: HttpRequest) -> HttpResponse:
    """Move them all: the worker does it, in short steps beside everybody's work."""
    if put_down(jobs.refit, key="refit", by=signed_in(request).pk):
        messages.success(request, _("The deadlines are being moved."))
    else:
        messages.info(request, _("This is being done already."))
    return redirect("desk:refitting")


@needs(Right.EDIT_REFERENCE)
@require_safe
def count(request: HttpRequest) -> HttpResponse:
    """How many, as a notice beside what was changed."""
    return render(request, "desk/refitting/_count.html", {"count": would_move()})


refitting = by_method(read=show, write=move)


def _named(row: Moving) -> tuple[Moving, dict[str, tuple[object, object]]]:
    return row, {name: (was, now) for name, was, now in row.changes}
