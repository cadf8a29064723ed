"""What every page knows about its look: the theme, the languages, the words of the script."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, get_language_bidi

from firstline.interfaces.ui import appearance
from firstline.interfaces.ui.words import WORDS

# Each language in its own words: whoever cannot read the page must find the way out of it.
OWN_NAMES = {"en": "English", "fr": "Français", "es": "Español", "pl": "Polski", "th": "ไทย"}


def _languages() -> list[tuple[str, str]]:
    return [(code, OWN_NAMES.get(code, str(name))) for code, name in settings.LANGUAGES]


def desk(request: HttpRequest) -> dict[str, object]:
    """Context processor of the shared look; asks the database nothing."""
    return {
        "look": {
            "theme": appearance.theme_of(request),
            "themes": appearance.THEMES,
            "languages": _languages,
            "language": get_language() or settings.LANGUAGE_CODE,
            "direction": "rtl" if get_language_bidi() else "ltr",
            "words": WORDS,
        }
    }
