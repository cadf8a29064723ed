"""Texts and values from people, before a procedure keeps them: refused where no column can hold them."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from firstline.journal.refusal import Refused

LONGEST_TITLE = 200
LONGEST_TEXT = 5000


def kept(text: str, field: str, *, longest: int = LONGEST_TEXT) -> str:
    """A text without blanks around it; `Refused` beside `field` where it is too long or cannot be stored."""
    storable(text, field)
    text = text.strip()
    if len(text) > longest:
        raise Refused(_("At most %(count)s characters.") % {"count": longest}, field=field)
    return text


def in_languages(texts: Mapping[str, str], field: str, *, longest: int = LONGEST_TITLE) -> dict[str, str]:
    """Texts per language without those that are empty; `Refused` where a language is none of the desk's."""
    if not texts.keys() <= dict(settings.LANGUAGES).keys():
        raise Refused(_("The desk does not speak this language."), field=field)
    found = {language: kept(text, field, longest=longest) for language, text in texts.items()}
    return {language: text for language, text in found.items() if text}


def storable(value: Any, field: str) -> None:
    """`Refused` where a text in a JSON value holds what no column can: NUL, or half a character."""
    for text in _strings(value):
        if "\x00" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
            raise Refused(_("This text holds a character that cannot be stored. Please remove it."), field=field)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield from (str(key), *_strings(one))
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _strings(one)
