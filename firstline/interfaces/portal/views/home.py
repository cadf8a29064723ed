"""Find help: articles for customers, by words; and the way to everything else."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from firstline.interfaces.portal import articles
from firstline.interfaces.portal.language import best_for
from firstline.interfaces.portal.page import draw, kept, page
from firstline.interfaces.portal.sheet import sheet
from firstline.interfaces.ui.screens import joined


@require_safe
def door(request: HttpRequest) -> HttpResponse:
    """Without a language: on to the one that the browser asks for."""
    response = HttpResponseRedirect(reverse("portal:home", args=[best_for(request)]))
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response


@require_safe
def look(request: HttpRequest, digest: str) -> HttpResponse:
    return joined(request, sheet(), digest, "text/css; charset=utf-8")


@require_safe
@page
def home(request: HttpRequest, language: str) -> HttpResponse:
    """With words the articles that fit them, else the newest."""
    words = " ".join(request.GET.get("q", "")[: articles.LONGEST_QUESTION].split())
    if words:
        return draw(request, "home", language, words=words, found=articles.found(words, language))
    return kept(draw(request, "home", language, newest=articles.newest(language)))


@require_safe
@page
def article(request: HttpRequest, language: str, number: int) -> HttpResponse:
    reading = articles.read(number, language)
    if reading is None:
        return draw(request, "not_there", language, status=404)
    return kept(draw(request, "article", language, reading=reading))
