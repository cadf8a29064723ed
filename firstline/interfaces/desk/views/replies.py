"""Writing to the customer from a ticket, and how one is told oneself: notices and signature."""

from typing import Any

from django.contrib import messages as said
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from firstline.casework.contacts.enclosing import File
from firstline.interfaces.channels import replying
from firstline.interfaces.channels.models import Draft
from firstline.interfaces.desk import one_field
from firstline.interfaces.desk.access import needs, signed_in
from firstline.interfaces.desk.forms.messages import NoticesForm, ReplyForm, SignatureForm
from firstline.interfaces.desk.reply_page import ReplyPage
from firstline.interfaces.desk.ticket_acting import part_of
from firstline.interfaces.desk.ticket_screen import find
from firstline.journal.refusal import Refused
from firstline.reference.correspondence import keeping
from firstline.reference.correspondence.laid_down import LaidDown
from firstline.reference.staff.roles import Right


@needs(Right.WORK_TICKETS)
@require_http_methods(["GET", "HEAD", "POST"])
def message(request: HttpRequest, number: int) -> HttpResponse:
    """GET shows what was begun; POST sends it, with its files. What is refused stays, its files too."""
    page = ReplyPage(find(request, number), signed_in(request))
    form = page.form(request.POST, request.FILES) if request.method == "POST" else page.form()
    if request.method == "POST" and form.is_valid():
        try:
            _keep_files(page, form)
            made = replying.send(page.ticket, form.cleaned_data["text"], by=page.user)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            said.success(request, _("The message is on its way.") if made else _("The message is kept."))
            return redirect("desk:ticket", number=number)
    part = part_of(request)
    if part != "#panel":
        form.focus()
    return render(request, f"desk/tickets/reply.html{part}", {"page": page, "form": form, "ticket": page.ticket})


def _keep_files(page: ReplyPage, form: ReplyForm) -> Draft | None:
    sent, without = form.cleaned_data["attached"], form.cleaned_data["without"]
    if not sent and not without:
        return None
    files = [File(one.name or "", one.content_type or "", one.read()) for one in sent]
    return replying.keep_files(page.ticket, files, without=without, by=page.user)


@needs(Right.WORK_TICKETS)
@require_POST
def draft(request: HttpRequest, number: int) -> HttpResponse:
    """What is being written, saving itself."""
    page = ReplyPage(find(request, number), signed_in(request))
    form = page.form(request.POST)
    form.fields["text"].required = False

    def write(_name: str, text: Any, seen: int | None) -> int:
        return replying.keep(page.ticket, str(text), seen=seen, by=page.user).version

    back = reverse("desk:ticket_messages", args=[number])
    return one_field.answer(request, form, write, back=back, again=lambda: redirect(back))


@needs(Right.READ)
@require_POST
def notices(request: HttpRequest) -> HttpResponse:
    """How one wishes to hear of an occasion, saving itself."""
    user = signed_in(request)
    form = NoticesForm(request.POST, user=user, laid=LaidDown())

    def write(occasion: str, way: Any, _seen: int | None) -> int:
        keeping.choose(user, occasion, str(way), by=user)
        return 0

    return one_field.answer(
        request, form, write, back=reverse("desk:settings"), again=lambda: redirect("desk:settings")
    )


@needs(Right.READ)
@require_POST
def signature(request: HttpRequest) -> HttpResponse:
    """One's own signature in a language, saving itself."""
    user = signed_in(request)
    form = SignatureForm(request.POST, user=user, laid=LaidDown())

    def write(language: str, text: Any, _seen: int | None) -> int:
        keeping.sign(user, language, str(text), by=user)
        return 0

    return one_field.answer(
        request, form, write, back=reverse("desk:settings"), again=lambda: redirect("desk:settings")
    )
