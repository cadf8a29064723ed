"""Putting messages into the outbox in the transaction of what caused them, and what becomes of them there.

Nothing here sends: `delivery` does, as a job.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from firstline.casework.contacts.enclosing import File, enclose
from firstline.casework.contacts.models import Contact
from firstline.casework.tickets.models import Ticket
from firstline.casework.work_orders.models import Told, WorkOrder
from firstline.interfaces.channels import missed
from firstline.interfaces.channels.delivery import send_mail
from firstline.interfaces.channels.letters import Letter, written
from firstline.interfaces.channels.models import Delivery, Outgoing
from firstline.interfaces.channels.outgoing_entries import about, facts_of, lock
from firstline.interfaces.channels.recipients import usable
from firstline.interfaces.channels.telling import tell
from firstline.jobs import put_down
from firstline.journal.recording import Actor, record
from firstline.journal.refusal import Refused
from firstline.journal.writing import insert_all
from firstline.reference.correspondence.laid_down import LaidDown
from firstline.reference.correspondence.occasions import Occasion
from firstline.reference.customers.models import Customer
from firstline.reference.staff.models import User

BATCH = 1000
LONGEST_REASON = 300


class About(TypedDict, total=False):
    """What a message is about and for, as far as it is known; see `Letter`."""

    ticket: Ticket | None
    contact: Contact | None
    customer: Customer | None
    user: User | None
    order: WorkOrder | None
    name: str
    language: str
    facts: Mapping[str, str]
    cause: int | None
    answers: str


def put(
    occasion: Occasion,
    to: str,
    *,
    by: User | None,
    at: datetime | None = None,
    text: str = "",
    files: Sequence[File] = (),
    **about: Unpack[About],
) -> Outgoing | None:
    """Put one message to one address into the outbox; None where nothing may go there (a machine, ourselves, nobody).

    `text` is what the occasion's template shows as {text}, `facts` what else it may name.
    """
    at = at or timezone.now()
    for known in (about.get("customer"), about.get("user")):
        if known:
            about["language"] = about.get("language") or known.language
            about["name"] = about.get("name") or known.name
    about["facts"] = {**about.get("facts", {}), **({"text": text} if text else {})}
    with transaction.atomic():
        made = put_all([Letter(occasion, to, by=by, **about)], LaidDown(), at=at)
        for row in made:
            for file in files:
                enclose(row, file, at=at)
    return next(iter(made), None)


@transaction.atomic
def put_all(letters: Iterable[Letter], laid: LaidDown, *, at: datetime) -> list[Outgoing]:
    """The same of many letters in a few statements; of one event, a recipient gets one. Gives the new messages."""
    rows = []
    for letter in letters:
        if to := usable(letter.to, laid):
            row = written(letter, laid, at=at)
            row.to = to
            rows.append(row)
    made = [one for start in range(0, len(rows), BATCH) for one in _put(rows[start : start + BATCH])]
    tell(made, Told.QUEUED, by=None, at=at)
    if made:
        put_down(send_mail, key="send mail")
    return made


def _put(rows: Sequence[Outgoing]) -> list[Outgoing]:
    """Store them, and give those that are new: of one event there is one for each recipient."""
    keys = {name: key for key, name in insert_all(rows, ["id", "message_id"], ignore_conflicts=True)}
    made = [row for row in rows if row.message_id in keys]
    for row in made:
        row.pk, row._state.adding = keys[row.message_id], False
    return made


@transaction.atomic
def bounced(outgoing: Outgoing, *, is_hard: bool, because: str, at: datetime | None = None) -> Outgoing:
    """A mail server told us that a message did not arrive, or not yet: what is hard is trouble, the rest only noted."""
    at = at or timezone.now()
    held = lock(outgoing)
    if held.state == Delivery.BOUNCED:
        return held
    held.because = because[:LONGEST_REASON]
    if is_hard:
        held.state, held.seen_to_at = Delivery.BOUNCED, None
    held.save(update_fields=["state", "because", "seen_to_at"])
    if is_hard:
        record("message.bounced", held, by=None, context=about(held), at=at, facts=facts_of(held))
        missed.look_after([held], at=at)
    return held


@transaction.atomic
def send_again(outgoing: Outgoing, *, by: User | None, at: datetime | None = None) -> Outgoing:
    """Try again what failed, bounced or was held; the reason it may go now is that a person says so."""
    at = at or timezone.now()
    held = lock(outgoing)
    if not held.can_be_sent_again:
        raise Refused(_("This message is %(state)s: there is nothing to send again.") % {"state": _state(held)})
    held.state, held.because, held.attempts = Delivery.QUEUED, "", 0
    held.due_at, held.claimed_at, held.data_at, held.seen_to_at, held.gathers = at, None, None, None, False
    held.save()
    record("message.queued_again", held, by=by, context=about(held), at=at, facts=facts_of(held))
    tell([held], Told.QUEUED, by=by, at=at)
    put_down(send_mail, key="send mail")
    return held


@transaction.atomic
def see_to(outgoing: Outgoing, *, by: Actor | None, at: datetime | None = None) -> Outgoing:
    """Somebody has looked after a message that did not arrive, by another way: it alarms no longer."""
    at = at or timezone.now()
    held = lock(outgoing)
    if held.is_in_trouble and held.seen_to_at is None:
        held.seen_to_at = at
        held.save(update_fields=["seen_to_at"])
        record("message.seen_to", held, by=by, context=about(held), at=at, facts=facts_of(held))
    return held


def _state(outgoing: Outgoing) -> str:
    return str(Delivery(outgoing.state).label)
