"""The address at which a telephone system tells us of its calls: secret, short and never asked for anything."""

import secrets
from html import escape
from http import HTTPStatus

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from firstline.interfaces.channels.telephone import webhooks
from firstline.interfaces.channels.telephone.calls import hear
from firstline.interfaces.channels.telephone.hearing import failed, heard
from firstline.reference.correspondence.models import TelephoneLine

# Three events of a call, ten calls a second.
MOST_A_MINUTE = 1800
LARGEST_KEY = 2**63


@csrf_exempt
@require_POST
def events(request: HttpRequest, key: int, secret: str) -> HttpResponse:
    """Take in one event of a call at the line of this key, whose secret stands in the address."""
    line = _line(key, secret)
    if _is_too_often(f"telephone:{line.pk}", MOST_A_MINUTE):
        return _answer(HTTPStatus.TOO_MANY_REQUESTS, _("Too many events in a minute."))
    if int(request.META.get("CONTENT_LENGTH") or 0) > webhooks.LARGEST or len(request.body) > webhooks.LARGEST:
        return _answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _("This is too long for an event of a call."))
    at = timezone.now()
    try:
        event = webhooks.read(request.body, request.content_type or "")
    except webhooks.Unreadable as problem:
        failed(line, _("It told us something that is no event of a call: %(problem)s") % {"problem": problem}, at)
        return _answer(HTTPStatus.BAD_REQUEST, _("This is no event of a call."))
    hear(line, event, at=at)
    heard(line, at)
    return _sipgate(request) if line.source == TelephoneLine.Source.SIPGATE else HttpResponse(status=204)


def _line(key: int, secret: str) -> TelephoneLine:
    """The line, whose secret is compared in constant time, whether there is one or not."""
    line = TelephoneLine.objects.filter(pk=key, retired_at=None).first() if key < LARGEST_KEY else None
    kept = line.secret if line else secrets.token_urlsafe(32)
    if secrets.compare_digest(secret.encode(), kept.encode()) and line and not line.is_asterisk:
        return line
    raise Http404


def _is_too_often(name: str, most: int) -> bool:
    """Whether this has happened more than `most` times in this minute."""
    counter = f"{name}:{timezone.now():%H%M}"
    if cache.add(counter, 1, timeout=120):
        return False
    try:
        return cache.incr(counter) > most
    except ValueError:
        return False


def _sipgate(request: HttpRequest) -> HttpResponse:
    """sipgate tells of the answer and the end only where it is asked to."""
    address = escape(request.build_absolute_uri(request.path))
    body = f'<?xml version="1.0" encoding="UTF-8"?><Response onAnswer="{address}" onHangup="{address}"/>'
    return HttpResponse(body, content_type="application/xml")


def _answer(status: HTTPStatus, text: str) -> HttpResponse:
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
