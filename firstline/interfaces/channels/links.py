"""The secret links by which a customer follows a ticket or a contact without an account.

A link is worked out from the number and the secret key of the installation and stored nowhere: whoever reads the
database cannot make one, and telling ten thousand customers writes no row.
"""

from base64 import urlsafe_b64encode
from collections.abc import Callable

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from firstline.casework.contacts.models import Contact
from firstline.casework.tickets.models import Ticket
from firstline.journal.prepared import Prepared

_TICKET: Prepared[Ticket] = Prepared(lambda number: Ticket.objects.filter(number=number), int)
_CONTACT: Prepared[Contact] = Prepared(lambda number: Contact.objects.filter(number=number), int)
_FINDERS: dict[str, Callable[[int], Ticket | Contact | None]] = {"T": _TICKET.first, "C": _CONTACT.first}
_SALT = "firstline.follow"
# 128 bits: nobody guesses one, and it still fits into a line of a mail.
_BYTES = 16
_LONGEST_NUMBER = 18


def follow_address(thing: Ticket | Contact, language: str = "") -> str:
    """The whole secret address of a ticket or a contact for its customer, in their language."""
    return settings.PUBLIC_ADDRESS + reverse("portal:follow", args=[_language(thing, language), secret_of(thing)])


def rating_address(ticket: Ticket, language: str = "") -> str:
    """The whole secret address of the page on which the customer rates the ticket: five buttons."""
    return settings.PUBLIC_ADDRESS + reverse("portal:rating", args=[_language(ticket, language), secret_of(ticket)])


def secret_of(thing: Ticket | Contact) -> str:
    """What stands in the address: "T42-" and 22 letters."""
    # Both are called so everywhere: T42 and C42.
    name = str(thing)
    return f"{name}-{_mark(name, settings.SECRET_KEY)}"


def thing_behind(secret: str) -> Ticket | Contact | None:
    """What a secret leads to; None for one that we have not given. One query, and none for a wrong one."""
    name, _dash, mark = secret.partition("-")
    digits = name[1:]
    find = _FINDERS.get(name[:1])
    if find is None or not (digits.isascii() and digits.isdigit() and len(digits) <= _LONGEST_NUMBER):
        return None
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    if not any(constant_time_compare(mark, _mark(name, key)) for key in keys):
        return None
    return find(int(digits))


def _mark(name: str, key: str | bytes) -> str:
    digest = salted_hmac(_SALT, name, secret=key, algorithm="sha256").digest()[:_BYTES]
    return urlsafe_b64encode(digest).decode().rstrip("=")


def _language(thing: Ticket | Contact, language: str) -> str:
    known = dict(settings.LANGUAGES)
    spoken = (language, thing.language, thing.customer.language if thing.customer else "")
    return next((one[:2] for one in spoken if one[:2] in known), settings.LANGUAGE_CODE)
