"""Whom messages may go to: never to machines, never to ourselves."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from firstline.reference.correspondence.laid_down import LaidDown

LONGEST = 254
_MACHINE = re.compile(
    r"(?:mailer.?daemon|postmaster|(?:do[._-]?)?(?:not?|never)[._-]?(?:reply|respond|answer)|no-?responder?|"
    r"ne-?pas-?repondre|nie-?odpowiadaj|bounces?|bounce[+=-].*|.*-(?:bounces?|request|owner)|owner-.*|listserv|"
    r"majordomo|abuse|root|nobody|devnull|auto-?(?:reply|response|matic)|notifications?|hostmaster|webmaster)",
    re.IGNORECASE,
)


def usable(address: str, laid: LaidDown) -> str:
    """The address as a message can go there; empty where it is none, a machine's, or one of ours."""
    address = address.strip()
    local, _at, domain = address.rpartition("@")
    try:
        ascii_domain = domain.encode("idna").decode()
        validate_email(f"{local}@{ascii_domain}" if local.isascii() else f"a@{ascii_domain}")
    except (ValidationError, UnicodeError):
        return ""
    plain = f"{local.partition('+')[0]}@{domain}".lower()
    if _MACHINE.fullmatch(local.partition("+")[0]) or plain in laid.own_addresses:
        return ""
    found = f"{local}@{ascii_domain}"
    return "" if len(found) > LONGEST or any(one in found for one in "\r\n\x00 ") else found
