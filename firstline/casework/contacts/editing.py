"""Holding a contact while it is changed: every verb of this package begins and ends here."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from firstline.casework.contacts.models import Contact
from firstline.journal.changes import plain
from firstline.journal.prepared import Prepared, update
from firstline.journal.refusal import Refused

# Up to this length a text stands whole in the journal, of longer ones what changed: else it would grow as its square.
WHOLE_TEXT = 300
_LOCKED: Prepared[Contact] = Prepared(lambda key: Contact.objects.select_for_update().filter(pk=key), int)


class Closed(Refused):
    """The contact is closed, and stays as it is until it is reopened."""

    def __init__(self, contact: Contact) -> None:
        super().__init__(
            _("Contact %(number)s is closed. Reopen it with a reason to change it.") % {"number": contact.number}
        )


def hold(contact: Contact) -> Contact:
    """The contact as it is now, locked until the end of the transaction; `Closed` when it may not be changed."""
    held = lock(contact)
    if not held.is_open:
        raise Closed(held)
    return held


def lock(contact: Contact) -> Contact:
    """The contact as it is now, open or closed, locked until the end of the transaction."""
    return _LOCKED.get(contact.pk)


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
