"""Tell us: a report, looked at once together with what may answer it, and sent."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from firstline.interfaces.channels import links
from firstline.interfaces.channels.models import Arrival
from firstline.interfaces.portal import holding, photos, report, telling
from firstline.interfaces.portal.page import draw, page, secret


@require_http_methods(["GET", "HEAD", "POST"])
@page
def tell(request: HttpRequest, language: str) -> HttpResponse:
    """The first page asks what it is; the second shows what may be meant and asks the rest; nothing typed is lost."""
    at = timezone.now()
    if request.method != "POST":
        return draw(request, "tell", language, report=report.new(request, language, at))
    if int(request.META.get("CONTENT_LENGTH") or 0) > photos.LARGEST_FORM:
        return draw(request, "too_large", language, status=413, most=photos.LARGEST_ALL)
    sent = report.sent(request, language, at)
    if before := telling.sent_before(sent.given.key):
        return _taken(request, language, before)
    wants_to_send = request.POST.get("step") == "send"
    if not sent.form.is_valid() or not sent.is_signed or sent.wrong or not wants_to_send:
        return draw(request, "tell", language, report=sent, is_second=True, is_sending=wants_to_send)
    try:
        words, email = sent.facts["words"], sent.facts["email"]
        held = holding.why_held(sent.given, words, email, filled_trap=sent.filled_trap, at=at)
    except holding.TooMany:
        return draw(request, "tell", language, status=429, report=sent, is_second=True, is_full=True)
    key = sent.given.key
    arrival = telling.send(key, sent.facts, photos.whole(key), held=held, at=at)
    photos.let_go(key)
    return _taken(request, language, arrival)


def _taken(request: HttpRequest, language: str, arrival: Arrival) -> HttpResponse:
    """On to the page with the number and the secret link; one that is held back has none yet."""
    thing = arrival.ticket or arrival.contact
    if thing is None:
        return secret(draw(request, "held", language))
    response = HttpResponseRedirect(resolve_url("portal:follow", language, links.secret_of(thing)) + "?new")
    response.status_code = 303
    return secret(response)
