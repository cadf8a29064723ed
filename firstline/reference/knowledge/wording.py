"""What a text of an article may hold, and why it may not."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from firstline.journal.refusal import Refused
from firstline.reference.knowledge.rendering import LONGEST_BODY, SCHEMES

LONGEST_TITLE = 200
LONGEST_SCRIPT = 20_000
LONGEST_LABEL = 120
LONGEST_NUMBER = 60
LONGEST_ADDRESS = 1000
MOST_LINES = 30


@dataclass(frozen=True)
class Text:
    """An article in one language: `read_out` are (label, number), `links` (label, address)."""

    title: str
    body: str = ""
    script: str = ""
    read_out: Sequence[tuple[str, str]] = field(default_factory=tuple)
    links: Sequence[tuple[str, str]] = field(default_factory=tuple)


def checked(text: Text) -> Text:
    """The text with blanks trimmed, or Refused with the field that is to blame."""
    _check("title", text.title, LONGEST_TITLE)
    _check("body", text.body, LONGEST_BODY)
    _check("script", text.script, LONGEST_SCRIPT)
    title = " ".join(text.title.split())
    if not title:
        raise Refused(_("An article needs a title."), field="title")
    return Text(
        title,
        _lines(text.body),
        _lines(text.script),
        _pairs("read_out", text.read_out, LONGEST_NUMBER),
        _pairs("links", text.links, LONGEST_ADDRESS),
    )


def check_language(language: str) -> None:
    """Refused unless the desk speaks it."""
    if language not in dict(settings.LANGUAGES):
        raise Refused(_("The desk does not speak this language."), field="language")


def _check(name: str, text: str, longest: int) -> None:
    if len(text) > longest:
        raise Refused(_("At most %(count)s characters.") % {"count": longest}, field=name)
    if "\x00" in text or text.encode(errors="ignore").decode() != text:
        raise Refused(_("This text holds a character that cannot be stored."), field=name)


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")


def _pairs(name: str, pairs: Sequence[tuple[str, str]], longest: int) -> list[tuple[str, str]]:
    kept = [(label.strip(), value.strip()) for label, value in pairs if label.strip() or value.strip()]
    if len(kept) > MOST_LINES:
        raise Refused(_("At most %(count)s lines.") % {"count": MOST_LINES}, field=name)
    for label, value in kept:
        _check(name, label, LONGEST_LABEL)
        _check(name, value, longest)
        if name == "links":
            _check_address(value)
        elif not any(map(str.isdigit, value)):
            raise Refused(_("There is no number in “%(line)s”.") % {"line": f"{label} {value}".strip()}, field=name)
    return kept


def _check_address(value: str) -> None:
    try:
        parts = urlsplit(value)
        leads = parts.scheme in SCHEMES and bool(parts.netloc or parts.path)
    except ValueError:
        leads = False
    if not leads or any(character.isspace() for character in value):
        raise Refused(_("“%(line)s” is no address of a page.") % {"line": value[:LONGEST_LABEL]}, field="links")
