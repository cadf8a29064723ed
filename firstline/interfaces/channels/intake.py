"""The one door: whatever arrives becomes a contact, or is added to what it continues; and the ledger says which."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from firstline.casework.contacts.enclosing import enclose
from firstline.casework.contacts.models import Contact
from firstline.casework.tickets.models import Ticket
from firstline.interfaces.channels import beginning, continuing, outbox
from firstline.interfaces.channels.email.own import OWN
from firstline.interfaces.channels.following import Followed, by_id, by_tag, followed
from firstline.interfaces.channels.incoming import Incoming, Machine, Reading, Unreadable, Who
from firstline.interfaces.channels.ledger import raw_of
from firstline.interfaces.channels.models import Arrival, End, Outgoing
from firstline.interfaces.channels.readers import reader_of
from firstline.journal.prepared import Prepared
from firstline.journal.standing import one_look, steady
from firstline.journal.writing import update
from firstline.reference.correspondence.intake_rules import RULES

LONGEST_REASON = 300
MOST_EARLIER = 3
_HELD: Prepared[Arrival] = Prepared(lambda key: Arrival.objects.select_for_update().filter(pk=key), int)
_OF_ID: Prepared[Arrival] = Prepared(
    # That it is not empty is said for the index.
    lambda name: (
        Arrival.objects.select_related("contact", "ticket")
        .filter(message_id=name)
        .exclude(message_id="")
        .order_by("id")[:50]
    ),
    str,
)
# In one order, so that no two wait for each other.
_ALONE = """
SELECT pg_advisory_xact_lock(wanted.key)
FROM (SELECT DISTINCT hashtextextended(id, 0) AS key FROM unnest(%s::text[]) AS id ORDER BY key) AS wanted
"""
_ENDED = ("end", "ended_at", "because", "sender_name", "sender", "subject", "message_id", "contact", "ticket")
_MARKS = (*_ENDED, "answers_id", "said")


@dataclass(frozen=True)
class Ended:
    """What became of a message, why, and what it belongs to."""

    end: End
    because: str = ""
    contact: Contact | None = None
    ticket: Ticket | None = None
    outgoing: Outgoing | None = None


def end(arrival: Arrival, *, at: datetime | None = None, again: bool = False, said: Reading | None = None) -> Arrival:
    """Read what is stored and give it its end, in one transaction; a second call changes nothing.

    What cannot be read is quarantined with the reason; `again` reads that once more. `said` is what it says, where it
    has just been read. Only a database that is away, or a conflict with somebody else's transaction, is raised: then
    the message waits as before.
    """
    at = at or timezone.now()
    try:
        return _end(arrival.pk, at, said, again=again)
    except (OperationalError, InterfaceError):
        raise
    except Exception as problem:  # noqa: BLE001 - no message may be lost by a fault of ours: it is kept and shown
        because = _("it could not be read: %(problem)s") % {"problem": f"{type(problem).__name__} {problem}"}
        return quarantine(arrival, because, at=at, again=again)


@transaction.atomic
def quarantine(arrival: Arrival, because: str, *, at: datetime, again: bool = False) -> Arrival:
    """Keep a message for a person to look at, with the reason; one that has its end already keeps that."""
    held = _hold(arrival.pk)
    if not _is_to_end(held, again=again):
        return held
    who = Who(sender_name=held.sender_name, sender_email=held.sender, subject=held.subject, message_id=held.message_id)
    return _mark(held, who, Ended(End.QUARANTINED, because), at)


@transaction.atomic
def take_in(said: Incoming, *, at: datetime) -> Ended:
    """Put a person's message where it belongs: to what it continues, else into a contact of its own."""
    found = followed(said)
    if found:
        ended = _continued(found, said, at)
        if ended:
            return ended
    return begin(replace(said, customer=beginning.customer_of(said)), at=at)


def begin(said: Incoming, *, at: datetime) -> Ended:
    """Make a contact of what continues nothing; its customer is known already, if at all."""
    rule = beginning.rule_for(said)
    if rule and rule.is_machine:
        return Ended(End.MACHINE, _("the rule “%(name)s”") % {"name": rule.name})
    begun = beginning.begin(said, rule, at=at)
    because = _("the rule “%(name)s”") % {"name": rule.name} if rule else ""
    return Ended(End.CONTACT, because, begun.contact, begun.ticket)


def _continued(found: Followed, said: Incoming, at: datetime) -> Ended | None:
    added = continuing.add(found, said, at=at)
    if not added:
        return None
    for file in said.files:
        enclose(added.ticket or added.contact, file, at=at)  # type: ignore[arg-type]
    return Ended(End.FOLLOW_UP, found.because, added.contact, added.ticket, found.outgoing)


@transaction.atomic
def _end(key: int, at: datetime, said: Reading | None, *, again: bool) -> Arrival:
    held = _hold(key)
    if not _is_to_end(held, again=again):
        return held
    with steady(), one_look((OWN, ()), (RULES, ())):
        said = said or reader_of(held.channel)(held, raw_of(held))
        return _mark(held, said, _ended(held, said, at), at)


def _ended(held: Arrival, said: Reading, at: datetime) -> Ended:
    match said:
        case Unreadable():
            return Ended(End.QUARANTINED, said.because)
        case Machine():
            return _machine(said, at)
        case Incoming():
            return _copy_of(held, said) or take_in(said, at=at)


def _machine(said: Machine, at: datetime) -> Ended:
    """Tie a machine's mail to what it is about; tell what could not be delivered."""
    about = by_tag(said.addressed) or by_id(said.about)
    if about and said.failures:
        failure = said.failures[0]
        outbox.bounced(about, is_hard=failure.is_hard, because=f"{failure.status} {failure.reason}".strip(), at=at)
    return Ended(End.MACHINE, said.because, about.contact if about else None, about.ticket if about else None, about)


def _copy_of(held: Arrival, said: Incoming) -> Ended | None:
    """The end of the same message where it came by another way, as one that was sent to two of our mailboxes."""
    held.said = digest_of(said)
    # Two workers may read both copies at the same moment, or an answer while the other reads what it answers.
    nobody_else_reads([said.message_id, *said.references[-MOST_EARLIER:]])
    if not said.message_id:
        return None
    copies = (copy for copy in _OF_ID.all(said.message_id[:500]) if copy.said == held.said and copy.pk != held.pk)
    first = next((copy for copy in copies if copy.end in (End.CONTACT, End.FOLLOW_UP)), None)
    if first is None:
        return None
    return Ended(End.FOLLOW_UP, _("the same message had come already"), first.contact, first.ticket)


def nobody_else_reads(ids: Sequence[str]) -> None:
    """Wait for whoever reads one of these messages, and let others wait for our commit."""
    wanted = [one for one in ids if one]
    if wanted:
        with connection.cursor() as cursor:
            cursor.execute(_ALONE, [wanted])


def digest_of(said: Incoming) -> str:
    """Of who says what: the same of all copies of a message."""
    files = [f"{file.name} {file.media_type}" for file in said.files]
    parts = (said.sender_email.lower(), said.subject, "".join(said.text.split()), *files)
    return hashlib.sha256("\0".join(parts).encode(errors="replace")).hexdigest()


def _mark(held: Arrival, said: Who, ended: Ended, at: datetime) -> Arrival:
    write_down(held, said, ended, at)
    update(held, _MARKS)
    return held


def write_down(held: Arrival, said: Who, ended: Ended, at: datetime) -> None:
    """What the ledger says of a message that has its end; not stored."""
    held.end, held.ended_at, held.because = ended.end, at, _plain(ended.because)[:LONGEST_REASON]
    held.contact, held.ticket = ended.contact, ended.ticket
    held.answers_id = ended.outgoing.pk if ended.outgoing else None
    held.sender_name, held.sender = (
        _plain(said.sender_name)[:200],
        _plain(said.sender_email or said.sender_number)[:254],
    )
    held.subject, held.message_id = _plain(said.subject)[:300], _plain(said.message_id)[:500]


def _is_to_end(held: Arrival, *, again: bool) -> bool:
    return not held.end or (again and held.end == End.QUARANTINED)


def _hold(key: int) -> Arrival:
    return _HELD.get(key)


def _plain(text: str) -> str:
    return text.replace("\x00", "").encode(errors="replace").decode()
