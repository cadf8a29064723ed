"""Holding a contact while it is changed: every verb of this package begins and ends here."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.utils.translation import gettext as _

from firstline.casework.contacts.models import Contact
from firstline.journal.changes import plain
from firstline.journal.prepared import Prepared
from firstline.journal.refusal import Refused
from firstline.journal.writing import update

# Up to this length a text stands whole in the journal, of longer ones what changed: else it would grow as its square.
WHOLE_TEXT = 300
_held: ContextVar[Contact | None] = ContextVar("held", default=None)
LOCKED: Prepared[Contact] = Prepared(lambda key: Contact.objects.select_for_update().filter(pk=key).order_by(), int)


class Closed(Refused):
    """The contact is closed, and stays as it is until it is reopened."""

    def __init__(self, contact: Contact) -> None:
        super().__init__(
            _("Contact %(number)s is closed. Reopen it with a reason to change it.") % {"number": contact.number}
        )


def hold(contact: Contact) -> Contact:
    """The contact as it is now, locked until the end of the transaction; `Closed` when it may not be changed."""
    return still_open(lock(contact))


def still_open(held: Contact) -> Contact:
    """The same contact, which is locked; `Closed` when it may not be changed."""
    if not held.is_open:
        raise Closed(held)
    return held


def lock(contact: Contact, question: Prepared[Contact] = LOCKED) -> Contact:
    """The contact as it is now, open or closed, locked until the end of the transaction.

    A question of one's own locks it, too, and brings along what else is needed.
    """
    held = _held.get()
    return held if held is not None and held.pk == contact.pk else question.get(contact.pk)


@contextmanager
def holding(contact: Contact) -> Iterator[None]:
    """Let the verbs of this block take a contact as it is: it was made in this transaction, and nobody else has it."""
    token = _held.set(contact)
    try:
        yield
    finally:
        _held.reset(token)


def save(contact: Contact, columns: Sequence[str]) -> None:
    """Write these columns; nothing to write is no statement."""
    if columns:
        update(contact, columns)


def difference(was: Any, now: Any) -> dict[str, Any]:
    """What the journal keeps of a change: both values, or of long texts what went and what came `from` which character.

    >>> difference("", "broken")
    {'was': '', 'now': 'broken'}
    """
    if not (isinstance(was, str) and isinstance(now, str)) or max(len(was), len(now)) <= WHOLE_TEXT:
        return {"was": plain(was), "now": plain(now)}
    shortest = min(len(was), len(now))
    start = next((place for place in range(shortest) if was[place] != now[place]), shortest)
    rest = shortest - start
    end = next((place for place in range(rest) if was[-1 - place] != now[-1 - place]), rest)
    return {"from": start, "was": was[start : len(was) - end], "now": now[start : len(now) - end]}
