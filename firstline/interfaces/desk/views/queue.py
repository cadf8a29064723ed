"""The queue: its list, its board, the choice of its limits, and the views kept under a name."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from firstline.interfaces.desk.access import needs, signed_in
from firstline.interfaces.desk.forms.queue import FilterForm
from firstline.interfaces.desk.queue import Filters, board_of, is_form, not_found, page_of
from firstline.interfaces.desk.queue_rows import drawn_columns, grouped
from firstline.interfaces.desk.queue_views import SCREEN, chips_of, layout_of, views_of
from firstline.journal.refusal import Refused
from firstline.reference.staff import saved_views
from firstline.reference.staff.models import SavedView
from firstline.reference.staff.roles import Right, may


@needs(Right.READ)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """A list of rows, or a board with a column per tier."""
    user, filters, now = signed_in(request), Filters.read(request.GET), timezone.now()
    missed = not_found(request.GET, filters)
    if is_form(request.GET) and not missed:
        return redirect(f"{request.path}?{filters.address()}")
    facts = {
        "filters": filters,
        "chips": list(chips_of(filters)),
        "not_found": missed,
        "views": views_of(user, filters),
        "layout": lambda: layout_of(filters),
        "may_work": may(user, Right.WORK_TICKETS),
        "may_move": may(user, Right.MOVE_WORK),
    }
    if filters.layout == "board":
        return _answer(
            request, "desk/queue/board.html", {**facts, "columns": drawn_columns(board_of(filters, user), now=now)}
        )
    page = page_of(filters, user)
    return _answer(
        request, "desk/queue/list.html", {**facts, "page": page, "groups": grouped(page.rows, filters.group, now=now)}
    )


def _answer(request: HttpRequest, template: str, facts: dict[str, object]) -> HttpResponse:
    """The whole page, or only what is live in it when that is asked for."""
    part = "#live" if request.headers.get("HX-Target") == "queue-live" else ""
    return render(request, f"{template}{part}", facts)


@needs(Right.READ)
@require_safe
def queue_filters(request: HttpRequest) -> HttpResponse:
    """The limits to choose from: a dialog over the queue, or a page of its own without script."""
    filters = Filters.read(request.GET)
    form = FilterForm(filters.chosen, filters.q)
    template = "desk/queue/filters.html"
    return render(
        request,
        f"{template}#form" if request.headers.get("HX-Request") else template,
        {"form": form, "filters": filters},
    )


@needs(Right.READ)
@require_POST
def queue_views(request: HttpRequest) -> HttpResponse:
    """Keep the present limits under a name."""
    query = Filters.read_text(request.POST.get("query", "")).address()
    try:
        view = saved_views.keep_view(SCREEN, request.POST.get("name", ""), query, by=signed_in(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The view “%(name)s” is kept.") % {"name": view.name})
    return redirect(f"{reverse('desk:queue')}?{query}")


@needs(Right.READ)
@require_POST
def queue_view_removal(request: HttpRequest, key: int) -> HttpResponse:
    """Keep a view no longer."""
    view = get_object_or_404(SavedView, pk=key, user=signed_in(request))
    saved_views.remove_view(view, by=signed_in(request))
    messages.success(request, _("The view “%(name)s” is removed.") % {"name": view.name})
    return redirect("desk:queue")
