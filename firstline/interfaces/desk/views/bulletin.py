"""The bulletin: planned events and known disturbances, announced, said otherwise and withdrawn."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from firstline.casework.work_orders import bulletin as verbs
from firstline.casework.work_orders.models import Notice
from firstline.interfaces.desk.access import needs, signed_in
from firstline.interfaces.desk.form_page import FormPage, answer
from firstline.interfaces.desk.forms.bulletin import NoticeForm
from firstline.interfaces.desk.order_reach import LARGEST_NUMBER
from firstline.journal.refusal import Refused
from firstline.reference.staff.roles import Right, may

ask_or_do = require_http_methods(["GET", "HEAD", "POST"])


@needs(Right.READ)
@require_http_methods(["GET", "HEAD"])
def bulletin(request: HttpRequest) -> HttpResponse:
    """What stands now and what comes, soonest first."""
    now = timezone.now()
    notices = verbs.standing(now).select_related("category", "code", "order")
    groups = [
        (_("Now"), [notice for notice in notices if notice.starts_at <= now]),
        (_("To come"), [notice for notice in notices if notice.starts_at > now]),
    ]
    facts = {"groups": groups, "count": len(notices), "may_write": may(request.user, Right.MOVE_WORK)}
    return render(request, "desk/bulletin/list.html", facts)


@needs(Right.MOVE_WORK)
@ask_or_do
def announce(request: HttpRequest) -> HttpResponse:
    form = NoticeForm(request.POST or None)

    def verb(_sent: dict[str, Any]) -> str:
        verbs.announce(form.facts, by=signed_in(request))
        return reverse("desk:bulletin")

    return answer(request, form, _page(_("New notice"), _("Put it on the bulletin")), verb)


@needs(Right.MOVE_WORK)
@ask_or_do
def notice(request: HttpRequest, key: int) -> HttpResponse:
    """Say a notice otherwise."""
    found = _find(key)
    form = NoticeForm(request.POST or None, notice=found)

    def verb(_sent: dict[str, Any]) -> str:
        verbs.change(found, form.facts, by=signed_in(request))
        return reverse("desk:bulletin")

    return answer(request, form, _page(found.title, _("Save"), found), verb)


@needs(Right.MOVE_WORK)
@require_POST
def withdrawal(request: HttpRequest, key: int) -> HttpResponse:
    try:
        verbs.withdraw(_find(key), by=signed_in(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("desk:bulletin")


def _page(title: str, button: str, found: Notice | None = None) -> FormPage:
    trail = [(_("Bulletin"), reverse("desk:bulletin"))]
    return FormPage(title, button, trail, template="desk/bulletin/notice.html", context={"notice": found})


def _find(key: int) -> Notice:
    rows = Notice.objects.select_related("category", "code", "order")
    found = rows.filter(pk=key).first() if key < LARGEST_NUMBER else None
    if found is None:
        raise Http404
    return found
