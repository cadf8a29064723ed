"""While the database is away every page says so, and what was typed can be sent again. Needs no database itself."""

import logging
import sys
from collections.abc import Callable, Iterator

from django.core.exceptions import SuspiciousOperation, TooManyFilesSent
from django.db.utils import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext as _
from psycopg import errors

from firstline.interfaces.ui.context import desk

RETRY_SECONDS = 5
# A standby that is being promoted refuses to write for a moment, in words of its own.
_ALSO_AWAY = (InterfaceError, OperationalError, errors.OperationalError, errors.ReadOnlySqlTransaction)
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
        text = _("The fault is ours and has been written down. Go back and try again.")
        return _answer(request, 500, _("Something went wrong here"), text)


def is_away(exception: BaseException) -> bool:
    """Whether the database, and not the request, is the reason."""
    return any(isinstance(cause, _ALSO_AWAY) for cause in _causes(exception))


def away(request: HttpRequest, exception: BaseException) -> HttpResponse:
    """The answer 503 in the visitor's language, with what was typed into a form without script."""
    _log.warning("%s %s: %s", request.method, request.path, str(exception).strip().partition("\n")[0])
    with translation.override(translation.get_language_from_request(request)):
        text = _("Nothing that was saved is lost. Send it again in a moment.")
        typed = _typed(request) if request.method == "POST" else []
        facts = {"typed": typed, "repeats": request.method == "GET", "seconds": RETRY_SECONDS}
        response = _answer(request, 503, _("The database is away for a moment"), text, **facts)
    response["Retry-After"] = str(RETRY_SECONDS)
    return response


def _causes(exception: BaseException | None) -> Iterator[BaseException]:
    while exception is not None:
        yield exception
        exception = exception.__cause__ or exception.__context__


def _answer(request: HttpRequest, status: int, title: str, text: str, **facts: object) -> HttpResponse:
    """A page for people, a line for scripts, JSON for programs."""
    if "json" in request.headers.get("Accept", ""):
        return JsonResponse({"detail": f"{title}. {text}"}, status=status)
    if "HX-Request" in request.headers or request.headers.get("Sec-Fetch-Mode") in ("cors", "same-origin"):
        return HttpResponse(format_html('<p role="alert"><strong>{}.</strong> {}</p>', title, text), status=status)
    # Not with the request: the context of a page may ask the database who is there.
    page = render_to_string(f"{status}.html", desk(request) | facts)
    return HttpResponse(page, status=status, headers={"Cache-Control": "no-store"})


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """The fields that were posted, unless there is a password or a file among them, which are not sent back."""
    try:
        fields = [(name, str(value)) for name, values in request.POST.lists() for value in values]
        has_files = bool(request.FILES)
    except (SuspiciousOperation, MultiPartParserError, TooManyFilesSent, OSError):
        return []
    return [] if has_files or any("password" in name for name, _value in fields) else fields
