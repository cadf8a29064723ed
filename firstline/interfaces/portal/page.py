"""How a page of the portal is answered: in the language of its address, small, without script, cookie or session."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from csp.constants import NONE
from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

from firstline.interfaces.portal.language import in_other_languages
from firstline.interfaces.portal.sheet import sheet
from firstline.interfaces.ui.context import OWN_NAMES

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, str, P], HttpResponse]
# How long a page that is the same for all may be shown again without asking.
KEPT_SECONDS = 60
POLICY = {"script-src": [NONE], "connect-src": [NONE]}


def page(view: View[P]) -> View[P]:
    """A view of the portal; its first argument after the request is the language of its address.

    Forms carry a signature or the secret of their address instead of a cookie, so the check of cookies is left out.
    """

    @wraps(view)
    def shown(request: HttpRequest, language: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        with translation.override(language):
            response = view(request, language, *args, **kwargs)
        response["Content-Language"] = language
        return response

    return cast("View[P]", csrf_exempt(csp_replace(POLICY)(cast("Any", shown))))


def draw(request: HttpRequest, template: str, language: str, *, status: int = 200, **facts: Any) -> HttpResponse:
    """A page, in the language that is active; each reader gets their own."""
    others = [(code, OWN_NAMES[code], address) for code, address in in_other_languages(request, language)]
    frame = {"language": language, "languages": others, "digest": sheet().digest}
    text = render_to_string(f"portal/{template}.html", {**frame, **facts})
    return HttpResponse(text, status=status, headers={"Cache-Control": "private, no-cache"})


def kept(response: HttpResponse) -> HttpResponse:
    """The same page for everybody."""
    response["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    return response


def secret(response: HttpResponse) -> HttpResponse:
    """A page whose address is a secret: it is kept nowhere, found by no search, and named to nobody."""
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Referrer-Policy"] = "no-referrer"
    return response
