"""The answers of the shared look: the joined files, the choice of theme, the style guide."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from firstline.interfaces.ui import appearance, bundle
from firstline.interfaces.ui import guide as examples
from firstline.reference.staff.roles import Right, may


@require_safe
def sheet(request: HttpRequest, name: str, digest: str) -> HttpResponse:
    if name not in bundle.sheets():
        raise Http404
    return joined(request, bundle.sheet(name), digest, "text/css; charset=utf-8")


@require_safe
def script(request: HttpRequest, digest: str) -> HttpResponse:
    return joined(request, bundle.script(), digest, "text/javascript; charset=utf-8")


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Without script: remember the theme and go back to the page."""
    chosen = request.POST.get("theme", "")
    response = HttpResponseRedirect(_back(request))
    if chosen in appearance.THEMES:
        appearance.keep_theme(response, chosen, secure=request.is_secure())
    return response


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """Every component on one page, for those who build and those who look after the site."""
    if not settings.DEBUG and not may(request.user, Right.EDIT_STAFF):
        raise Http404
    return render(request, "ui/guide.html", examples.everything())


def joined(request: HttpRequest, file: bundle.Bundle, digest: str, content_type: str) -> HttpResponse:
    """A joined file under the address that carries its digest."""
    packed = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(file.packed if packed else file.body, content_type=content_type)
    if packed:
        response["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ["Accept-Encoding"])
    # A page from before an upgrade asks by an old digest: it gets today's file, but may not keep it.
    kept = digest == file.digest
    response["Cache-Control"] = "public, max-age=31536000, immutable" if kept else "no-store"
    return response


def _back(request: HttpRequest) -> str:
    target = request.POST.get("next") or request.headers.get("Referer", "")
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if safe else "/"
