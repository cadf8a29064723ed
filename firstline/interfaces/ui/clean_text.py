"""Text from people, before it goes anywhere: what no database column can hold is refused with a plain sentence."""

from django.utils.translation import gettext as _

LONGEST = 1_000_000


class Unclean(ValueError):
    """The text holds something that cannot be stored; the message says what."""


def clean(text: str) -> str:
    """The text with its line ends made LF; raises `Unclean` for NUL, half characters and over a million of them."""
    if len(text) > LONGEST:
        raise Unclean(_("This text is too long: at most %(count)s characters.") % {"count": LONGEST})
    if "\x00" in text:
        raise Unclean(_("This text holds a character that cannot be stored (NUL). Please remove it."))
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise Unclean(_("This text holds half a character that cannot be stored. Please remove it.")) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")
