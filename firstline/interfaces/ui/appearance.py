"""What a person chose about the look: the theme, kept in a cookie so that signed-out pages obey too."""

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

COOKIE = "theme"
YEAR = 365 * 24 * 3600
THEMES: dict[str, tuple[str | Promise, str]] = {
    "system": (_("System"), "monitor"),
    "light": (_("Light"), "sun"),
    "dark": (_("Dark"), "moon"),
}


def theme_of(request: HttpRequest) -> str:
    """The theme that the browser asked for; "system" when nothing or nonsense was chosen."""
    chosen = request.COOKIES.get(COOKIE, "")
    return chosen if chosen in THEMES else "system"


def keep_theme(response: HttpResponse, theme: str, *, secure: bool) -> None:
    """Readable by the script, which changes the theme without asking the server."""
    response.set_cookie(COOKIE, theme, max_age=YEAR, samesite="Lax", secure=secure, httponly=False)
