"""Setup of the mailboxes that are read, and of the rules about what comes in."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firstline.interfaces.channels.email.trying import tried
from firstline.interfaces.desk import form_page
from firstline.interfaces.desk.access import needs, signed_in
from firstline.interfaces.desk.arrival_pages import RulePage, all_mailboxes, all_rules
from firstline.interfaces.desk.form_page import FormPage
from firstline.interfaces.desk.forms.arrivals import MailboxForm
from firstline.journal.refusal import Refused
from firstline.reference.correspondence import intake_rules
from firstline.reference.correspondence import mailboxes as keeping
from firstline.reference.correspondence.models import IntakeRule, Mailbox
from firstline.reference.staff.roles import Right

show_or_send = require_http_methods(["GET", "HEAD", "POST"])


@needs(Right.EDIT_REFERENCE)
@require_safe
def mailboxes(request: HttpRequest) -> HttpResponse:
    context = {"mailboxes": all_mailboxes(timezone.now()), "rules": all_rules()}
    return render(request, "desk/mailboxes/list.html", context)


@needs(Right.EDIT_REFERENCE)
@show_or_send
def new_mailbox(request: HttpRequest) -> HttpResponse:
    def add(facts: dict[str, Any]) -> str:
        keeping.add(facts, by=signed_in(request))
        return reverse("desk:mailboxes")

    return form_page.answer(request, MailboxForm(request.POST or None), _page(_("New mailbox")), add)


@needs(Right.EDIT_REFERENCE)
@show_or_send
def mailbox(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Mailbox, pk=pk)

    def change(facts: dict[str, Any]) -> str:
        keeping.change(found, facts, by=signed_in(request))
        return reverse("desk:mailboxes")

    return form_page.answer(request, MailboxForm(request.POST or None, instance=found), _page(found.name), change)


@needs(Right.EDIT_REFERENCE)
@require_POST
def trial(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign in and look, and say in plain words how that went."""
    is_well, said = tried(get_object_or_404(Mailbox, pk=pk))
    (messages.success if is_well else messages.error)(request, said)
    return redirect("desk:mailboxes")


@needs(Right.EDIT_REFERENCE)
@require_POST
def retirement(request: HttpRequest, pk: int) -> HttpResponse:
    keeping.retire(get_object_or_404(Mailbox, pk=pk), by=signed_in(request))
    return redirect("desk:mailboxes")


@needs(Right.EDIT_REFERENCE)
@require_POST
def restoration(request: HttpRequest, pk: int) -> HttpResponse:
    keeping.restore(get_object_or_404(Mailbox, pk=pk), by=signed_in(request))
    return redirect("desk:mailboxes")


@needs(Right.EDIT_REFERENCE)
@show_or_send
def new_rule(request: HttpRequest) -> HttpResponse:
    return _write(request, None)


@needs(Right.EDIT_REFERENCE)
@show_or_send
def rule(request: HttpRequest, pk: int) -> HttpResponse:
    return _write(request, get_object_or_404(IntakeRule, pk=pk, retired_at=None))


def _write(request: HttpRequest, found: IntakeRule | None) -> HttpResponse:
    """Draw a rule's form; or hand what was sent to the verb, unless only the condition gets another line."""
    page = RulePage.sent(found, request.POST) if request.method == "POST" else RulePage.standing(found)
    if request.method == "POST" and "edit" not in request.POST and (facts := page.facts) is not None:
        by = signed_in(request)
        try:
            intake_rules.change(found, facts, by=by) if found else intake_rules.lay_down(facts, by=by)
            return redirect("desk:mailboxes")
        except Refused as refusal:
            page.blame(refusal.field, str(refusal))
    return render(request, "desk/mailboxes/rule.html", {"page": page.drawn(), "current_place": "desk:staff"})


@needs(Right.EDIT_REFERENCE)
@require_POST
def rule_position(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a rule sooner or later than the others."""
    sent = request.POST.get("position", "")
    place = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 6 else 1
    return _tell(request, lambda: intake_rules.move(get_object_or_404(IntakeRule, pk=pk), place, by=signed_in(request)))


@needs(Right.EDIT_REFERENCE)
@require_POST
def rule_removal(request: HttpRequest, pk: int) -> HttpResponse:
    return _tell(request, lambda: intake_rules.retire(get_object_or_404(IntakeRule, pk=pk), by=signed_in(request)))


def _tell(request: HttpRequest, act: Any) -> HttpResponse:
    try:
        act()
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("desk:mailboxes")


def _page(title: str) -> FormPage:
    return FormPage(title, _("Save"), [(_("Mailboxes"), reverse("desk:mailboxes"))])
