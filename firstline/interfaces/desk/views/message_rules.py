"""What is told at all, from which address, under which signature, and whether anything leaves."""

from typing import Any

from django.contrib import messages as said
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firstline.interfaces.desk import form_page, one_field
from firstline.interfaces.desk.access import needs, signed_in
from firstline.interfaces.desk.form_page import FormPage
from firstline.interfaces.desk.forms.messages import DispatchForm, RuleForm, SenderForm, SignatureForm
from firstline.interfaces.desk.message_page import TemplatesPage
from firstline.journal.refusal import Refused
from firstline.reference.correspondence import keeping
from firstline.reference.correspondence.laid_down import LaidDown
from firstline.reference.correspondence.models import NoticeRule, Sender
from firstline.reference.correspondence.occasions import RULED, Occasion
from firstline.reference.staff.roles import Right

ask_or_do = require_http_methods(["GET", "HEAD", "POST"])


@needs(Right.READ)
@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """Senders, the signature of the organisation, and whether anything leaves."""
    laid = LaidDown()
    context = {"page": TemplatesPage(), "dispatch": laid.dispatch, "signature": SignatureForm(user=None, laid=laid)}
    return render(request, "desk/messages/rules.html", context)


@needs(Right.EDIT_REFERENCE)
@ask_or_do
def rule(request: HttpRequest, occasion: str) -> HttpResponse:
    """Whether an occasion is told of: for all departments, or one that is chosen."""
    if occasion not in RULED:
        raise Http404
    found = NoticeRule.objects.filter(occasion=occasion, department=None).first()

    def lay_down(facts: dict[str, Any]) -> str:
        keeping.set_rule(occasion, **facts, by=signed_in(request))
        return reverse("desk:messages")

    title = str(Occasion(occasion).label).capitalize()
    return form_page.answer(request, RuleForm(request.POST or None, rule=found), _page(title, "messages"), lay_down)


@needs(Right.EDIT_REFERENCE)
@require_POST
def removal(request: HttpRequest, pk: int) -> HttpResponse:
    """No more rule of its own for a department."""
    try:
        keeping.remove_rule(get_object_or_404(NoticeRule, pk=pk), by=signed_in(request))
    except Refused as refusal:
        said.error(request, str(refusal))
    return redirect("desk:messages")


@needs(Right.EDIT_REFERENCE)
@require_POST
def signature(request: HttpRequest) -> HttpResponse:
    """The organisation's signature in one language, saving itself."""
    by, form = signed_in(request), SignatureForm(request.POST, user=None, laid=LaidDown())

    def write(language: str, text: Any, _seen: int | None) -> int:
        keeping.sign(None, language, text, by=by)
        return 0

    back = reverse("desk:message_rules")
    return one_field.answer(request, form, write, back=back, again=lambda: redirect(back))


@needs(Right.EDIT_REFERENCE)
@ask_or_do
def new_sender(request: HttpRequest) -> HttpResponse:
    """A department's own address; where it has one, this takes its place."""

    def lay_down(facts: dict[str, Any]) -> str:
        keeping.set_sender(**facts, by=signed_in(request))
        return reverse("desk:message_rules")

    page = _page(_("New sender"), "message_rules")
    return form_page.answer(request, SenderForm(request.POST or None), page, lay_down)


@needs(Right.EDIT_REFERENCE)
@ask_or_do
def sender(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Sender.objects.select_related("department"), pk=pk)

    def lay_down(facts: dict[str, Any]) -> str:
        keeping.set_sender(**facts, department=found.department, by=signed_in(request))
        return reverse("desk:message_rules")

    page = _page(found.department.label if found.department else _("Sender"), "message_rules")
    return form_page.answer(request, SenderForm(request.POST or None, sender=found), page, lay_down)


@needs(Right.EDIT_REFERENCE)
@require_POST
def sender_removal(request: HttpRequest, pk: int) -> HttpResponse:
    found = Sender.objects.exclude(department=None).filter(pk=pk).first()
    if found:
        keeping.remove_sender(found, by=signed_in(request))
    return redirect("desk:message_rules")


@needs(Right.EDIT_REFERENCE)
@ask_or_do
def dispatch(request: HttpRequest) -> HttpResponse:
    """Whether messages leave at all, and how many may go to one address."""

    def lay_down(facts: dict[str, Any]) -> str:
        keeping.set_dispatch(**facts, by=signed_in(request))
        return reverse("desk:message_rules")

    form = DispatchForm(request.POST or None, dispatch=LaidDown().dispatch)
    return form_page.answer(request, form, _page(_("How messages leave"), "message_rules"), lay_down)


def _page(title: str, back: str) -> FormPage:
    label = _("Messages") if back == "messages" else _("Senders and signature")
    return FormPage(title, _("Save"), [(label, reverse(f"desk:{back}"))])
