"""Follow by number: the link is sent to the address on file, and the page says the same to everybody."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from firstline.interfaces.portal import holding, jobs, signing
from firstline.interfaces.portal.forms import FindForm
from firstline.interfaces.portal.page import draw, page, secret
from firstline.jobs import put_down


@require_http_methods(["GET", "HEAD", "POST"])
@page
def by_number(request: HttpRequest, language: str) -> HttpResponse:
    at = timezone.now()
    token = signing.give_out(request, at).token
    if request.method != "POST":
        return draw(request, "by_number", language, form=FindForm(), token=token)
    form, given = FindForm(request.POST), signing.read(request.POST.get("form", ""), at)
    if given is None or not form.is_valid():
        return draw(request, "by_number", language, form=form, token=token, is_old=given is None, status=422)
    facts = form.cleaned_data
    with transaction.atomic():
        # Nothing is looked up here: whoever measures how long the answer takes learns nothing.
        if holding.may_ask_for_link(given.address, at) and not request.POST.get("website"):
            put_down(jobs.send_link, number=facts["number"], reached=facts["reached"], language=language)
    return secret(draw(request, "by_number", language, is_sent=True))
