"""One's own settings: language, time zone, telephone, theme and password."""

from typing import Any

from django.conf import settings as machine
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from firstline.interfaces.desk import one_field
from firstline.interfaces.desk.access import needs, signed_in
from firstline.interfaces.desk.forms.messages import NoticesForm, SignatureForm
from firstline.interfaces.desk.forms.staff import SettingsForm
from firstline.reference.correspondence.laid_down import LaidDown
from firstline.reference.staff import keeping
from firstline.reference.staff.roles import Right


@needs(Right.READ)
@require_safe
def settings(request: HttpRequest) -> HttpResponse:
    """Everybody's own, whatever their role."""
    return _draw(request, SettingsForm(user=signed_in(request)))


@needs(Right.READ)
@require_POST
def settings_fields(request: HttpRequest) -> HttpResponse:
    """One setting, saving itself."""
    user = signed_in(request)
    form = SettingsForm(request.POST, user=user)

    def write(name: str, value: Any, _seen: int | None) -> int:
        keeping.change_user(user, by=user, **{name: value})
        return 0

    def again() -> HttpResponse:
        return _draw(request, form)

    return one_field.answer(request, form, write, back=reverse("desk:settings"), again=again)


@needs(Right.READ)
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """The language of all screens from now on; kept with the person, and on this computer for the sign-in page."""
    user, chosen = signed_in(request), request.POST.get("language", "")
    answer = HttpResponseRedirect(_back(request))
    if chosen in dict(machine.LANGUAGES):
        keeping.change_user(user, language=chosen, by=user)
        answer.set_cookie(machine.LANGUAGE_COOKIE_NAME, chosen, max_age=365 * 24 * 3600, samesite="Lax")
    return answer


def _back(request: HttpRequest) -> str:
    """The page it was asked on, if that is one of ours."""
    asked = request.POST.get("next") or request.headers.get("Referer", "")
    hosts = {request.get_host()}
    safe = url_has_allowed_host_and_scheme(asked, allowed_hosts=hosts, require_https=request.is_secure())
    return asked if safe and asked.startswith(("/", "http")) else "/"


def _draw(request: HttpRequest, form: SettingsForm) -> HttpResponse:
    user, laid = signed_in(request), LaidDown()
    context = {"notices": NoticesForm(user=user, laid=laid), "signature": SignatureForm(user=user, laid=laid)}
    return render(request, "desk/settings/page.html", {"form": form, **context})
