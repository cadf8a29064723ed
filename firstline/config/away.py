"""While the database is away every page says so, and what was typed can be sent again. Needs no database itself."""

import base64
import hashlib
import logging
import sys
from collections.abc import Callable, Iterator

from django.core.exceptions import SuspiciousOperation, TooManyFilesSent
from django.db.utils import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.utils import translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from psycopg import errors

RETRY_SECONDS = 5
# A standby that is being promoted refuses to write for a moment, in words of its own.
_ALSO_AWAY = (InterfaceError, OperationalError, errors.OperationalError, errors.ReadOnlySqlTransaction)
_STYLE = """
:root{color-scheme:light dark}
body{font:1.1rem/1.6 system-ui,"Noto Sans Thai",sans-serif;max-width:34rem;margin:15vh auto;padding:0 1.5rem}
h1{font-size:1.5rem}
button{font:inherit;padding:.5rem 1rem}
"""
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_POLICY = f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; form-action 'self'; frame-ancestors 'none'"
_log = logging.getLogger("firstline.away")


class DatabaseAway:
    """Answers 503 when a view could not reach the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return away(request, exception) if is_away(exception) else None


def server_error(request: HttpRequest) -> HttpResponse:
    """The last resort (`handler500`): also for a database that went away before or after the view."""
    exception = sys.exc_info()[1]
    if exception is not None and is_away(exception):
        return away(request, exception)
    with translation.override(translation.get_language_from_request(request)):
        title = _("Something went wrong here")
        text = _("The fault is ours and has been written down. What you typed before is kept; go back and try again.")
        return _answer(request, 500, title, text)


def is_away(exception: BaseException) -> bool:
    """Whether the database, and not the request, is the reason."""
    return any(isinstance(cause, _ALSO_AWAY) for cause in _causes(exception))


def away(request: HttpRequest, exception: BaseException) -> HttpResponse:
    """The answer 503 in the visitor's language."""
    _log.warning("%s %s: %s", request.method, request.path, str(exception).strip().partition("\n")[0])
    with translation.override(translation.get_language_from_request(request)):
        title = _("The database is away for a moment")
        again = _typed(request)
        if request.method in ("GET", "HEAD"):
            text = _("This page tries again by itself.")
        elif again:
            text = _("What you typed is still here and can be sent again.")
        else:
            text = _("Go back and send it again in a moment.")
        response = _answer(request, 503, title, text, again)
    response["Retry-After"] = str(RETRY_SECONDS)
    return response


def _causes(exception: BaseException | None) -> Iterator[BaseException]:
    while exception is not None:
        yield exception
        exception = exception.__cause__ or exception.__context__


def _answer(request: HttpRequest, status: int, title: str, text: str, form: str = "") -> HttpResponse:
    wants = request.headers.get("Accept", "")
    if "json" in wants:
        return JsonResponse({"detail": f"{title}. {text}"}, status=status)
    if "HX-Request" in request.headers or request.headers.get("Sec-Fetch-Mode") in ("cors", "same-origin"):
        return HttpResponse(format_html('<p role="alert"><strong>{}.</strong> {}</p>', title, text), status=status)
    page = (
        '<!doctype html><html lang="{}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">{}<title>{}</title><style>{}</style></head>'
        "<body><main><h1>{}</h1><p>{}</p>{}</main></body></html>"
    )
    repeats = status == 503 and request.method == "GET"
    repeat = SafeString(f'<meta http-equiv="refresh" content="{RETRY_SECONDS}">') if repeats else ""
    body = format_html(page, translation.get_language(), repeat, title, SafeString(_STYLE), title, text, form)
    response = HttpResponse(body, status=status)
    response["Content-Security-Policy"] = _POLICY
    response["Cache-Control"] = "no-store"
    return response


def _typed(request: HttpRequest) -> str:
    """A form that sends what was typed once more, for pages without script. A password or a file is not sent back."""
    if request.method != "POST":
        return ""
    try:
        fields = [(name, value) for name, values in request.POST.lists() for value in values]
        if request.FILES or any("password" in name for name, _value in fields):
            return ""
    except (SuspiciousOperation, MultiPartParserError, TooManyFilesSent, OSError):
        return ""
    hidden = format_html_join("", '<input type="hidden" name="{}" value="{}">', fields)
    return format_html('<form method="post">{}<button>{}</button></form>', hidden, _("Send again"))
