"""The secret links by which a customer follows a ticket or a contact without an account.

A link is worked out from the number and the secret key of the installation and stored nowhere: whoever reads the
database cannot make one, and telling ten thousand customers writes no row. That of a ticket can be withdrawn; how often
it was then stands in the next one ("T42.1-..."), which is another in every letter.
"""

from base64 import urlsafe_b64encode
from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from firstline.casework.contacts.models import Contact
from firstline.casework.tickets.models import Ticket
from firstline.interfaces.channels.models import WithdrawnLink
from firstline.journal.prepared import Prepared
from firstline.journal.recording import record
from firstline.journal.standing import Standing, written
from firstline.reference.staff.models import User

_TICKET: Prepared[Ticket] = Prepared(lambda number: Ticket.objects.filter(number=number, withdrawn_link=None), int)
_AGAIN: Prepared[Ticket] = Prepared(
    lambda number, times: Ticket.objects.filter(number=number, withdrawn_link__times=times), int, int
)
_CONTACT: Prepared[Contact] = Prepared(lambda number: Contact.objects.filter(number=number), int)
_FINDERS: dict[str, Callable[[int], Ticket | Contact | None]] = {"T": _TICKET.first, "C": _CONTACT.first}
# How often links were withdrawn, by the key of the ticket: of almost none.
_TIMES = Standing(lambda: dict(WithdrawnLink.objects.values_list("ticket", "times")), written(WithdrawnLink))
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
    times = _TIMES.now().get(thing.pk, 0) if isinstance(thing, Ticket) else 0
    name = f"{thing}.{times}" if times else str(thing)
    return f"{name}-{_mark(name, settings.SECRET_KEY)}"


@transaction.atomic
def withdraw(ticket: Ticket, *, by: User | None, at: datetime | None = None) -> None:
    """Nothing opens by the ticket's link as it was given so far; the next letter carries another."""
    held, _new = WithdrawnLink.objects.select_for_update().get_or_create(ticket=ticket)
    held.times += 1
    held.save(update_fields=["times"])
    record("ticket.link_withdrawn", ticket, by=by, at=at)


def thing_behind(secret: str) -> Ticket | Contact | None:
    """What a secret leads to; None for one that we have not given. One query, and none for a wrong one."""
    name, _dash, mark = secret.partition("-")
    digits, dot, times = name[1:].partition(".")
    find = _FINDERS.get(name[:1])
    if find is None or not _is_number(digits) or (dot and not _is_number(times)):
        return None
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    if not any(constant_time_compare(mark, _mark(name, key)) for key in keys):
        return None
    return _AGAIN.first(int(digits), int(times)) if dot else find(int(digits))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER


def _mark(name: str, key: str | bytes) -> str:
    digest = salted_hmac(_SALT, name, secret=key, algorithm="sha256").digest()[:_BYTES]
    return urlsafe_b64encode(digest).decode().rstrip("=")


def _language(thing: Ticket | Contact, language: str) -> str:
    known = dict(settings.LANGUAGES)
    spoken = (language, thing.language, thing.customer.language if thing.customer else "")
    return next((one[:2] for one in spoken if one[:2] in known), settings.LANGUAGE_CODE)
