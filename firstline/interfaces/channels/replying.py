"""Writing to the customer of a ticket: a draft that is kept as it is written, and the message that is made of it."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from firstline.casework.contacts.enclosing import File, enclose, enclosed_in
from firstline.casework.contacts.models import Enclosure
from firstline.casework.tickets.models import Ticket
from firstline.casework.tickets.notes import write_down_message
from firstline.interfaces.channels.customer_letters import message
from firstline.interfaces.channels.models import Draft, Outgoing
from firstline.interfaces.channels.outbox import put_all
from firstline.interfaces.channels.told_about import Known, Reader
from firstline.journal.recording import history_of, kind_of
from firstline.journal.refusal import Refused
from firstline.journal.versions import change
from firstline.reference.correspondence.laid_down import LaidDown
from firstline.reference.correspondence.occasions import Occasion
from firstline.reference.staff.models import User

MOST_FILES = 10
MOST_BYTES = 15 * 2**20
LONGEST_DRAFT = 50_000


def draft_of(ticket: Ticket, user: User) -> Draft:
    """What this person has begun to write; an empty one that is not stored where there is none."""
    return Draft.objects.filter(ticket=ticket, user=user).first() or Draft(ticket=ticket, user=user)


def reader_of(ticket: Ticket) -> Reader | None:
    """Where the customer reads what a person writes to them; None where no address is known."""
    return Known([], LaidDown(), timezone.now(), also=[ticket]).reader_of(ticket, Occasion.MESSAGE)


@transaction.atomic
def keep(ticket: Ticket, text: str, *, seen: int | None = None, by: User, at: datetime | None = None) -> Draft:
    """Keep what was written so far, which is no part of the ticket's history; `Conflict`, `Refused`."""
    if len(text) > LONGEST_DRAFT:
        raise Refused(_("At most %(count)s characters.") % {"count": LONGEST_DRAFT}, field="text")
    held = _locked(ticket, by, at or timezone.now())
    columns = change(held, {"text": text}, seen=seen)
    if columns:
        held.changed_at = at or timezone.now()
        held.save(update_fields=[*columns, "changed_at"])
    return held


@transaction.atomic
def keep_files(ticket: Ticket, files: Sequence[File], *, without: Collection[int], by: User) -> Draft:
    """Keep files with the draft, and drop those no longer wanted; `Refused` when they are too many or too large."""
    held = _locked(ticket, by, timezone.now())
    dropped = [one.pk for one in enclosed_in(held) if one.pk in without]
    Enclosure.objects.filter(pk__in=dropped).delete()
    kept = enclosed_in(held)
    if len(kept) + len(files) > MOST_FILES:
        raise Refused(_("At most %(count)s files go along.") % {"count": MOST_FILES}, field="attached")
    if sum(one.size for one in kept) + sum(len(one.content) for one in files) > MOST_BYTES:
        text = _("The files are too large: at most %(size)s MB go along.") % {"size": MOST_BYTES // 2**20}
        raise Refused(text, field="attached")
    for file in files:
        enclose(held, file)
    return held


@transaction.atomic
def send(ticket: Ticket, text: str, *, by: User, at: datetime | None = None) -> Outgoing | None:
    """Write the message down and put it into the outbox with the draft's files; the draft is empty again.

    None where nobody is known to send it to: it stands in the ticket all the same, and the files with it.
    """
    at, laid = at or timezone.now(), LaidDown()
    held = _locked(ticket, by, at)
    write_down_message(ticket, text, by=by, at=at)
    entry = history_of(ticket).filter(verb="ticket.message_written").latest("id")
    made = next(iter(put_all(message(entry, Known([entry], laid, at)), laid, at=at)), None)
    to: Outgoing | Ticket = made or ticket
    Enclosure.objects.filter(of_kind=kind_of(held), of_id=held.pk).update(of_kind=kind_of(to), of_id=to.pk)
    if columns := change(held, {"text": ""}):
        held.save(update_fields=columns)
    return made


def _locked(ticket: Ticket, by: User, at: datetime) -> Draft:
    Draft.objects.get_or_create(ticket=ticket, user=by, defaults={"changed_at": at})
    return Draft.objects.select_for_update().get(ticket=ticket, user=by)
