"""Telling people what happened: a reader of the journal's outbox, which puts letters into ours.

Nothing is told of what is brought in quietly (imports): it reaches no reader.
"""

import logging
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from django.utils import timezone

from firstline.interfaces.channels import customer_letters, staff_letters
from firstline.interfaces.channels.letters import Letter
from firstline.interfaces.channels.outbox import put_all
from firstline.interfaces.channels.told_about import Known
from firstline.jobs import job, put_down
from firstline.journal.models import Entry, OutboxItem
from firstline.journal.outbox import take_together
from firstline.journal.standing import steady
from firstline.reference.correspondence.laid_down import LaidDown

LOG = logging.getLogger(__name__)
READER = "notices"
# Where entries are kept of which nobody could be told; the health page counts them.
FAULTY = "notices at fault"
BATCH = 500
Tell = Callable[[Entry, Known], Iterator[Letter]]

# What is told of each verb, to customers and to staff; a verb that stands here stands in JOURNAL_READERS, too.
TOLD: Mapping[str, tuple[Tell, ...]] = {
    "contact.opened": (customer_letters.contact_received,),
    "ticket.opened": (customer_letters.ticket_received,),
    "ticket.message_written": (customer_letters.message,),
    "ticket.customer_asked": (customer_letters.question,),
    "ticket.resolved": (customer_letters.done,),
    "ticket.reopened": (customer_letters.reopened,),
    "call_back.promised": (customer_letters.call_back,),
    "work_order.appointed": (customer_letters.appointed,),
    "work_order.released": (customer_letters.released,),
    "work_order.linked": (customer_letters.linked,),
    "ticket.warned": (customer_letters.still_working, staff_letters.late),
    "ticket.escalated": (staff_letters.escalated,),
    "ticket.assigned": (staff_letters.assigned,),
    "ticket.noted": (staff_letters.mentioned,),
    "ticket.customer_answered": (staff_letters.answered,),
}


@job
def read_notices() -> None:
    """Tell at once of what has happened."""
    read(timezone.now())


def soon() -> None:
    """Have what happens in this transaction told as soon as it is done, and not within a minute."""
    put_down(read_notices, key="read notices")


def read(at: datetime) -> int:
    """Put into the outbox what there is to tell; returns how many entries were read."""
    count = 0
    while batch := _read_some(at):
        count += batch
    return count


def _read_some(at: datetime) -> int:
    """A batch of entries; where there is a fault in one of them, each by itself, so that it holds up no other."""
    try:
        return take_together(READER, lambda entries: tell_of(entries, at=at), limit=BATCH)
    except Exception:  # noqa: BLE001 whatever it is, the others are told, and this one is found below
        waiting = OutboxItem.objects.filter(reader=READER).order_by("id")
        return sum(_read_one(item, at) for item in waiting[:BATCH])


def _read_one(item: OutboxItem, at: datetime) -> int:
    try:
        return take_together(READER, lambda entries: tell_of(entries, at=at), limit=1)
    except Exception:
        LOG.exception("Nobody could be told of entry %s of the journal", item.entry_id)
        return OutboxItem.objects.filter(pk=item.pk).update(reader=FAULTY)


def tell_of(entries: list[Entry], *, at: datetime) -> int:
    """Put into the outbox what is to be told of these entries; returns how many messages there are."""
    laid = LaidDown()
    known = Known(entries, laid, at)
    with steady():
        letters = [letter for entry in entries for tell in TOLD.get(entry.verb, ()) for letter in tell(entry, known)]
        return len(put_all(letters, laid, at=at))
