"""The wall: one screen for the room, for whoever is signed in, and by its own secret for a screen on the wall."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from firstline.casework.reports import room
from firstline.interfaces.desk.access import by_method, department_limits, needs, signed_in
from firstline.interfaces.desk.forms.wall import WallLinkForm
from firstline.interfaces.desk.wall_page import WallPage, addresses, behind
from firstline.interfaces.desk.wall_tries import TooManyTries
from firstline.interfaces.ui.context import desk
from firstline.journal.refusal import Refused
from firstline.reference.staff.models import WallLink
from firstline.reference.staff.roles import Right
from firstline.reference.staff.wall_links import make_wall_link, withdraw_wall_link


@needs(Right.READ)
@require_safe
def wall(request: HttpRequest) -> HttpResponse:
    within = tuple(sorted(department_limits(signed_in(request))))
    return _draw(request, WallPage(room.look(timezone.now(), within=within), request.GET.get("page", "")))


@require_safe
@never_cache
def open_wall(request: HttpRequest, key: int, secret: str) -> HttpResponse:
    """The same for whoever has its address: no names, nothing to open, in the language it was made for."""
    try:
        link = behind(request, key, secret)
    except TooManyTries:
        return render(request, "desk/wall/too_many.html", status=429)
    if link is None:
        raise Http404
    with translation.override(link.language):
        page = WallPage(room.look(timezone.now()), request.GET.get("page", ""), link)
        response = _draw(request, page)
    response.headers["Content-Language"] = link.language
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _draw(request: HttpRequest, page: WallPage) -> HttpResponse:
    """The whole page, or for a refresh only what changes; in the theme that its address was made for."""
    if request.headers.get("HX-Request"):
        return HttpResponse(page.body)
    context: dict[str, Any] = {"page": page}
    if page.link and page.link.theme:
        context |= desk(request)
        context["look"]["theme"] = page.link.theme
    return render(request, "desk/wall/wall.html", context)


@needs(Right.EDIT_REFERENCE)
@require_safe
def _links(request: HttpRequest) -> HttpResponse:
    return _list(request, WallLinkForm())


@needs(Right.EDIT_REFERENCE)
@require_POST
def _make(request: HttpRequest) -> HttpResponse:
    form = WallLinkForm(request.POST)
    if form.is_valid():
        try:
            make_wall_link(**form.cleaned_data, by=signed_in(request))
            messages.success(request, _("The address is made."))
            return redirect("desk:wall_links")
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    return _list(request, form)


wall_links = by_method(read=_links, write=_make)


@needs(Right.EDIT_REFERENCE)
@require_POST
def withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    """The address opens nothing any more."""
    withdraw_wall_link(get_object_or_404(WallLink, pk=pk), by=signed_in(request))
    messages.success(request, _("The address is withdrawn."))
    return redirect("desk:wall_links")


def _list(request: HttpRequest, form: WallLinkForm) -> HttpResponse:
    return render(request, "desk/wall/links.html", {"shown": addresses(request), "form": form})
