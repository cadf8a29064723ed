"""Calendars: when the desk works, and what that makes of a promise."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firstline.interfaces.desk import form_page
from firstline.interfaces.desk.access import needs, signed_in
from firstline.interfaces.desk.calendar_page import CalendarPage, year_of
from firstline.interfaces.desk.form_page import FormPage
from firstline.interfaces.desk.forms.calendars import CalendarForm, NewCalendarForm, OwnDayForm, OwnDaysForm
from firstline.interfaces.desk.promise_pages import calendar_rows
from firstline.journal.refusal import Refused
from firstline.reference.service_levels import calendars as keeping
from firstline.reference.service_levels.models import Calendar, CalendarDay
from firstline.reference.service_levels.own_days import set_days
from firstline.reference.staff.roles import Right


@needs(Right.READ)
@require_safe
def calendars(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/calendars/list.html", {"rows": calendar_rows(timezone.now())})


@needs(Right.EDIT_REFERENCE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_calendar(request: HttpRequest) -> HttpResponse:
    """Its name and place; it begins with office hours, which its page changes."""
    page = FormPage(_("New calendar"), _("Enter"), [(_("Calendars"), reverse("desk:calendars"))])

    def enter(facts: dict[str, Any]) -> str:
        return _url(keeping.create_calendar(facts, by=signed_in(request)))

    return form_page.answer(request, NewCalendarForm(request.POST or None, zone=settings.TIME_ZONE), page, enter)


@needs(Right.READ)
@require_safe
def calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """Its week, its year, and what it would promise."""
    return _draw(request, get_object_or_404(Calendar, pk=pk))


@needs(Right.EDIT_REFERENCE)
@require_POST
def facts(request: HttpRequest, pk: int) -> HttpResponse:
    """Its name, place, holidays and week, all at once."""
    found = get_object_or_404(Calendar, pk=pk)
    form = CalendarForm(request.POST)
    if form.is_valid():
        try:
            keeping.change_calendar(found, form.facts, seen=_seen(form), by=signed_in(request))
            return redirect(f"{_url(found)}?changed=1")
        except Refused as refusal:
            form.blame(refusal)
    return _draw(request, found, form=form)


@needs(Right.EDIT_REFERENCE)
@require_POST
def own_day(request: HttpRequest, pk: int) -> HttpResponse:
    """One date with hours of its own, or closed."""
    found = get_object_or_404(Calendar, pk=pk)
    form = OwnDayForm(request.POST)
    if form.is_valid():
        sent = form.cleaned_data
        try:
            keeping.set_day(found, sent["day"], sent["name"], sent["hours"], by=signed_in(request))
            return redirect(f"{_url(found)}?changed=1&year={sent['day'].year}#year")
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    return _draw(request, found, day_form=form)


@needs(Right.EDIT_REFERENCE)
@require_POST
def own_days(request: HttpRequest, pk: int) -> HttpResponse:
    """Many own days as lines: all of them, or none and which lines are wrong."""
    found = get_object_or_404(Calendar, pk=pk)
    form = OwnDaysForm(request.POST)
    if form.is_valid():
        try:
            count = set_days(found, form.cleaned_data["days"], by=signed_in(request))
            messages.success(request, ngettext("%(count)d day set", "%(count)d days set", count) % {"count": count})
            return redirect(f"{_url(found)}?changed=1#year")
        except Refused as refusal:
            for line in str(refusal).splitlines():
                form.add_error("days", line)
    return _draw(request, found, days_form=form)


@needs(Right.EDIT_REFERENCE)
@require_POST
def own_day_removal(request: HttpRequest, pk: int) -> HttpResponse:
    """The date follows the week and the holidays again."""
    row = get_object_or_404(CalendarDay.objects.select_related("calendar"), pk=pk)
    keeping.forget_day(row.calendar, row.day, by=signed_in(request))
    return redirect(f"{_url(row.calendar)}?changed=1&year={row.day.year}#year")


@needs(Right.EDIT_REFERENCE)
@require_POST
def default(request: HttpRequest, pk: int) -> HttpResponse:
    """It counts wherever no other calendar is named."""
    found = get_object_or_404(Calendar, pk=pk)
    keeping.make_default(found, by=signed_in(request))
    return redirect(f"{_url(found)}?changed=1")


def _draw(request: HttpRequest, found: Calendar, **forms: Any) -> HttpResponse:
    now = timezone.now()
    asked = {name: request.GET[name] for name in ("start", "span") if name in request.GET}
    year = year_of(request.GET.get("year", ""), now)
    page = CalendarPage(found, signed_in(request), now, year, asked=asked, **forms)
    context = {"page": page, "calendar": found, "changed": "changed" in request.GET}
    part = "_answers" if request.headers.get("HX-Target") == "answers" else "page"
    return render(request, f"desk/calendars/{part}.html", context)


def _seen(form: CalendarForm) -> datetime | None:
    """When the calendar had been changed as the writer knew it; whoever sends nonsense has seen nothing."""
    try:
        at = parse_datetime(form.cleaned_data["seen"])
    except ValueError:
        return None
    return at if at is None or timezone.is_aware(at) else None


def _url(calendar: Calendar) -> str:
    return reverse("desk:calendar", args=[calendar.pk])
