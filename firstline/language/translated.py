"""Company texts that exist in some languages: which one a reader gets."""

from collections.abc import Mapping, Sequence

FALLBACKS: Sequence[str] = ("en", "fr", "es", "pl", "th")


def pick(texts: Mapping[str, str], language: str, fallbacks: Sequence[str] = FALLBACKS) -> tuple[str, str]:
    """The text in `language`, else in the first fallback there is, with the language it is in; `("", "")` if none."""
    for candidate in (language[:2], *fallbacks, *texts):
        if texts.get(candidate):
            return texts[candidate], candidate
    return "", ""
