"""The language of a page stands in its address: it needs no cookie, can be sent on, and is kept by every link."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language_from_request

CODES = [code for code, _name in settings.LANGUAGES]


class LanguageConverter:
    """The part of an address that names one of our languages; any other leads nowhere."""

    regex = "|".join(CODES)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value if value in CODES else settings.LANGUAGE_CODE


def best_for(request: HttpRequest) -> str:
    """What the browser asks for, as far as we speak it."""
    return get_language_from_request(request)


def in_other_languages(request: HttpRequest, language: str) -> list[tuple[str, str]]:
    """This page in each language, as (language, address)."""
    before, _own, after = request.get_full_path().partition(f"/{language}/")
    return [(code, f"{before}/{code}/{after}") for code in CODES]
