"""Staff: who may sign in, as what, and what they answer for."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firstline.interfaces.desk import form_page, one_field
from firstline.interfaces.desk.access import needs, signed_in
from firstline.interfaces.desk.form_page import FormPage
from firstline.interfaces.desk.forms.staff import LeadForm, NewUserForm, PasswordForm, UserForm
from firstline.interfaces.desk.setup_pages import UserPage, all_staff
from firstline.journal.refusal import Refused
from firstline.reference.staff import crews as leading
from firstline.reference.staff import keeping
from firstline.reference.staff.models import Responsibility, User
from firstline.reference.staff.roles import Right

LISTS = ("departments", "speaks", "skills")


@needs(Right.READ)
@require_safe
def staff(request: HttpRequest) -> HttpResponse:
    """Everybody, with their role, languages and support centres."""
    return render(request, "desk/staff/list.html", {"members": all_staff()})


@needs(Right.EDIT_STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def new_member(request: HttpRequest) -> HttpResponse:
    page = FormPage(_("New member of staff"), _("Enter"), [(_("Staff"), reverse("desk:staff"))])

    def enter(facts: dict[str, Any]) -> str:
        user = keeping.create_user(facts.pop("username"), facts.pop("password"), by=signed_in(request), **facts)
        return reverse("desk:member", args=[user.pk])

    return form_page.answer(request, NewUserForm(request.POST or None), page, enter)


@needs(Right.READ)
@require_safe
def member(request: HttpRequest, pk: int) -> HttpResponse:
    return _draw(request, UserPage(_user(pk), signed_in(request)))


@needs(Right.EDIT_STAFF)
@require_POST
def member_fields(request: HttpRequest, pk: int) -> HttpResponse:
    """One fact about somebody, saving itself."""
    found, by = _user(pk), signed_in(request)
    form = UserForm(request.POST, user=found)

    def write(name: str, value: Any, _seen: int | None) -> int:
        facts: dict[str, Any] = {name: list(value) if name in LISTS else value}
        keeping.change_user(found, by=by, **facts)
        return 0

    def again() -> HttpResponse:
        return _draw(request, UserPage(found, by, form))

    back = reverse("desk:member", args=[pk])
    return one_field.answer(request, form, write, back=back, again=again, refresh=("history",))


@needs(Right.EDIT_STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest, pk: int) -> HttpResponse:
    """A new password for somebody who has forgotten theirs."""
    found = _user(pk)
    trail = [(_("Staff"), reverse("desk:staff")), (found.name, reverse("desk:member", args=[pk]))]
    page = FormPage(_("New password for %(name)s") % {"name": found.name}, _("Set password"), trail)

    def change(facts: dict[str, Any]) -> str:
        keeping.set_password(found, facts["password"], by=signed_in(request))
        messages.success(request, _("The new password counts from now on; whoever was signed in is signed out."))
        return page.back

    return form_page.answer(request, PasswordForm(request.POST or None), page, change)


@needs(Right.EDIT_STAFF)
@require_POST
def deactivation(request: HttpRequest, pk: int) -> HttpResponse:
    """May no longer sign in."""
    try:
        keeping.deactivate(_user(pk), by=signed_in(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("desk:member", pk=pk)


@needs(Right.EDIT_STAFF)
@require_POST
def reactivation(request: HttpRequest, pk: int) -> HttpResponse:
    """May sign in again."""
    keeping.reactivate(_user(pk), by=signed_in(request))
    return redirect("desk:member", pk=pk)


@needs(Right.EDIT_REFERENCE)
@require_POST
def responsibilities(request: HttpRequest, pk: int) -> HttpResponse:
    """Leads a department, or one of its providers, from now on."""
    found, by = _user(pk), signed_in(request)
    form = LeadForm(request.POST)
    if form.is_valid():
        facts = form.cleaned_data
        try:
            leading.appoint_lead(found, facts["department"], provider=facts["provider"], by=by)
            return redirect("desk:member", pk=pk)
        except Refused as refusal:
            form.add_error("provider", str(refusal))
    return _draw(request, UserPage(found, by, lead_form=form))


@needs(Right.EDIT_REFERENCE)
@require_POST
def responsibility_end(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Responsibility, pk=pk)
    leading.release_lead(found, by=signed_in(request))
    return redirect("desk:member", pk=found.user_id)


def _user(pk: int) -> User:
    return get_object_or_404(User, pk=pk)


def _draw(request: HttpRequest, page: UserPage) -> HttpResponse:
    return render(request, "desk/staff/page.html", {"page": page, "member": page.member})
